"""Themes crossed with groups: the right people, and none too few."""

import pytest

from analysis.crossing import DIFFERS
from app.domain.errors import NotFound
from app.domain.people import Permission
from app.services import crossings, divisions, scopes
from app.services.divisions import MOST, NO_WAVE, OTHERS, SURVEY, UNSAID, WAVE

NOWHERE = "00000000-0000-0000-0000-000000000000"
YOUNG, OLD = "a0", "a1"


def cells(table, place=0):
    row = table.themes[place].row
    return [cell.interval and cell.interval.count for cell in row.cells]


def columns(table):
    return [(column.name, column.people) for column in table.columns]


class TestScope:
    def test_is_everything_that_a_person_may_read(self, crowd):
        """Without a choice a page is about every survey and every wave."""
        other = crowd.another("Another")
        found = crowd.scope()

        assert {crowd.survey_id, other.survey_id} == found.selection.survey_ids
        assert (None, None) == (found.survey, found.wave)
        assert found.whole == found.selection

    def test_can_be_one_survey_in_one_wave(self, crowd):
        """A choice narrows what is counted, and `whole` keeps every wave."""
        found = crowd.scope(survey_id=crowd.survey_id, wave=2)

        assert ("Wave 2", found.wave.starts_on) == (found.wave.name, found.selection.starts_on)
        assert found.whole.starts_on is None

    def test_is_not_there_for_a_survey_of_others(self, crowd):
        """A survey that does not exist, or may not be read, is not found."""
        with pytest.raises(NotFound):
            crowd.scope(survey_id=NOWHERE)
        with pytest.raises(NotFound):
            crowd.scope(survey_id=crowd.survey_id, permission=Permission.MANAGE_USERS)

    def test_takes_the_survey_most_answered(self, crowd):
        """Where one survey is needed and none is chosen, it is the one that most answered."""
        other = crowd.another("Another")
        other.say(3)
        crowd.say(2)
        found = scopes.one_survey(crowd.session, crowd.scope())
        mine = scopes.one_survey(crowd.session, crowd.scope(survey_id=crowd.survey_id))

        assert (other.survey_id, crowd.survey_id) == (found.survey.id, mine.survey.id)


class TestDivisions:
    def ways(self, crowd, **chosen):
        found = divisions.writers(crowd.session, crowd.scope(**chosen))
        return [way.key for way in found.ways()]

    def divided(self, crowd, key, **chosen):
        found = divisions.writers(crowd.session, crowd.scope(**chosen))
        return found.divide(next(way for way in found.ways() if way.key == key))

    def test_are_groups_waves_and_surveys(self, crowd):
        """People are divided by what they said, by when they did, and by where."""
        other = crowd.another("Another")
        crowd.say(5, "T05", age_band=YOUNG)
        crowd.say(5, "T05", groups={"Team": "East"}, week=1)
        other.say(5, "T05")

        assert ["Age band", "Team", WAVE, SURVEY] == self.ways(crowd)
        assert ["Age band", "Team", WAVE] == self.ways(crowd, survey_id=crowd.survey_id)
        assert ["Age band", SURVEY] == self.ways(crowd, wave=1)

    def test_divide_only_those_who_wrote(self, crowd):
        """Words in which nobody saw a theme yet do not count among those who wrote."""
        crowd.say(2, "T05", age_band=YOUNG)
        crowd.say(2, age_band=YOUNG)

        assert 2 == len(self.divided(crowd, "Age band").groups)

    def test_leave_out_surveys_that_did_not_ask(self, crowd):
        """Who was never asked for an age did not leave it unsaid."""
        other = crowd.another("Another")
        crowd.say(2, "T05", age_band=OLD)
        crowd.say(1, "T05")
        other.say(4, "T05")
        found = self.divided(crowd, "Age band")

        assert ["10 or 11", "10 or 11", UNSAID] == sorted(found.groups.values())
        assert (("10 or 11", UNSAID), {UNSAID}) == (found.order, found.aside)

    def test_put_waves_in_their_order(self, crowd):
        """Waves come oldest first, and days between them last."""
        for week in (2, 0, 9):
            crowd.say(1, "T05", week=week)
        found = self.divided(crowd, WAVE)

        assert ("Wave 1", "Wave 2", "Wave 3", NO_WAVE) == found.order
        assert ["In no wave", "Wave 1", "Wave 3"] == sorted(found.groups.values())

    def test_put_each_person_in_their_survey(self, crowd):
        """By survey, people stand where they answered, in the order of the titles."""
        other = crowd.another("Another")
        crowd.say(2, "T05")
        other.say(1, "T05")
        found = self.divided(crowd, SURVEY)

        assert ("Another", "What is it like?") == found.order
        assert ["Another", "What is it like?", "What is it like?"] == sorted(found.groups.values())

    def test_join_the_smallest_of_many_groups(self, crowd):
        """Of twelve teams the largest nine stand alone, and the others stand together."""
        for number in range(12):
            crowd.say(1 + (number < 9), "T05", groups={"Team": f"Team {number:02}"})
        found = self.divided(crowd, "Team")

        assert MOST == len(set(found.groups.values()))
        assert 3 == list(found.groups.values()).count(OTHERS)
        assert (OTHERS, UNSAID) == found.order[-2:]


class TestByGroup:
    def test_counts_each_person_once_in_a_theme_and_a_group(self, crowd):
        """Of thirty of each age, twenty and six raised changes of worker, one of them twice."""
        crowd.say(1, "T05", "T05", age_band=YOUNG)
        crowd.say(19, "T05", age_band=YOUNG)
        crowd.say(10, "T13", age_band=YOUNG)
        crowd.say(6, "T05", age_band=OLD)
        crowd.say(24, "T13", age_band=OLD)
        table = crossings.by_group(crowd.session, crowd.scope(), way="Age band").table

        assert (60, [("8 or 9", 30), ("10 or 11", 30)]) == (table.people, columns(table))
        assert ([10, 24], [20, 6]) == (cells(table, 0), cells(table, 1))
        assert [DIFFERS, DIFFERS] == [theme.row.verdict for theme in table.themes]
        assert (4, 0.8) == (table.shown, table.top)

    def test_says_what_has_no_line(self, crowd):
        """A theme of eight people in two groups is named apart from one of three."""
        crowd.say(4, "T05", age_band=YOUNG)
        crowd.say(4, "T05", age_band=OLD)
        crowd.say(3, "T13", age_band=OLD)
        crowd.say(20, "T10", age_band=OLD)
        crowd.say(20, "T16", age_band=YOUNG)
        table = crossings.by_group(crowd.session, crowd.scope(), way="Age band").table

        assert ["Changes of worker"] == [
            one.name for one in table.spread if one.row.total.count == 8
        ]
        assert ("School and learning",) == table.too_few

    def test_chooses_the_way_that_shows_most(self, crowd):
        """Where no way is asked for, it is the one with the most cells that may be shown."""
        crowd.say(4, "T05", groups={"Team": "East"})
        crowd.say(6, "T05")
        crowd.say(10, "T13", groups={"Team": "East"})
        crowd.say(10, "T05", week=1)
        crowd.say(10, "T13", week=1)
        found = crossings.by_group(crowd.session, crowd.scope(), way="nothing")

        assert WAVE == found.way.key
        assert {"Team", WAVE} == {way.key for way in found.ways}

    def test_is_empty_while_nobody_wrote(self, crowd):
        """Without anybody there is no way to divide them."""
        found = crossings.by_group(crowd.session, crowd.scope())

        assert (None, None, ()) == (found.way, found.table, found.ways)
