"""Themes counted: whoever raised one, how it felt to them, and none of it small."""

import pytest
from sqlalchemy import select

from app.db.models import Coding
from app.domain.evidence import CodingState, SentimentLabel
from app.services.theme_counts import theme_lines
from tests import written
from tests.crowd import a_crowd

BAD, MIXED, GOOD = SentimentLabel.NEGATIVE, SentimentLabel.MIXED, SentimentLabel.POSITIVE


@pytest.fixture
def crowd(session):
    """Return a survey that ten people answered, none of whom raised changes of worker."""
    crowd = a_crowd(session)
    crowd.say(10, "T13")
    return crowd


def the_line(crowd):
    lines = theme_lines(crowd.session, crowd.scope().selection)
    return next(line for line in lines if line.key == "T05")


def feelings(crowd):
    return [(one.label, one.count) for one in the_line(crowd).feelings]


class TestThemeLines:
    def test_count_a_person_once(self, crowd):
        """Whoever raised a theme twice is one of those who raised it."""
        crowd.say(5, "T05", "T05")

        assert (5, 15) == (the_line(crowd).interval.count, the_line(crowd).interval.base)

    def test_leave_out_what_a_person_took_away(self, crowd):
        """A theme that was rejected was not raised."""
        crowd.say(8, "T05")
        codings = select(Coding).where(Coding.theme_id == crowd.themes["T05"])
        for coding in crowd.session.scalars(codings.limit(2)):
            coding.state = CodingState.REJECTED
        crowd.session.flush()

        assert 6 == the_line(crowd).people

    def test_withhold_few_and_all_but_few(self, crowd):
        """Four who raised a theme are withheld, and so are all but four."""
        crowd.say(4, "T05")
        assert the_line(crowd).interval is None

        crowd.say(40, "T05")
        assert 44 == the_line(crowd).people

    @pytest.mark.parametrize(
        ("bad", "mixed", "good", "expected"),
        [
            (6, 9, 7, [("negative", 6), ("mixed", 9), ("positive", 7)]),
            (6, 3, 9, [("negative", 6), ("mixed or positive", 12)]),
            (3, 6, 9, [("negative or mixed", 9), ("positive", 9)]),
            (3, 0, 15, []),
            (0, 0, 18, []),
        ],
    )
    def test_show_feelings_only_where_none_is_small(self, crowd, bad, mixed, good, expected):
        """Feelings that few had are joined with their neighbour, or none is shown."""
        for people, feeling in ((bad, BAD), (mixed, MIXED), (good, GOOD)):
            crowd.say(people, "T05", feeling=feeling)

        assert expected == feelings(crowd)

    def test_take_good_and_bad_of_one_theme_for_mixed(self, crowd):
        """Who said good and bad things of a theme feels mixed about it."""
        for feeling in (BAD, MIXED, GOOD):
            crowd.say(5, "T05", feeling=feeling)
        codings = select(Coding).where(Coding.theme_id == crowd.themes["T05"])
        bad = crowd.session.scalars(codings.where(Coding.sentiment == BAD)).all()
        crowd.say(5, "T05", feeling=BAD)
        for one in bad:
            place = (one.response_id, one.question_id)
            written.give(crowd.session, place, one.theme_id, crowd.reader, sentiment=GOOD, end=5)

        assert [("negative", 5), ("mixed", 10), ("positive", 5)] == feelings(crowd)
