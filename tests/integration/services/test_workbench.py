"""The workbench as it is read: which passages, in which order, and how far the coding has come."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from app.db.models import ActivityEntry, Coding, Response, Sentiment, Survey, SurveyVersion, Wave
from app.domain.errors import NotFound
from app.domain.evidence import SentimentLabel
from app.domain.workbench import CodedBy, Order
from app.services import (
    accounts,
    codebooks,
    deciding,
    publishing,
    workbench,
    workbench_search,
)
from app.services.deciding import Wish
from app.services.workbench import At
from app.services.workbench_filters import NO_THEME, Filters
from surveys import parse
from tests import builders, coded, written

# By how far the machine is from sure: even, nearly sure, sure, and nothing found.
SAID = [
    ("Nobody told me that she had left.", {"T01": 0.92}),
    ("My worker Priya Shah listens to me.", {"T02": 0.52, "T03": 0.2}),
    ("The flat is cold, waiting for a repair.", {"T03": 0.66, "T04": 0.31}),
    ("It was a day like others.", {}),
]


@pytest.fixture
def found(session):
    """Return four passages, of which the machine is sure to different degrees."""
    return coded.read(session, SAID)


@pytest.fixture
def ada(session, found):
    """Return a participation officer."""
    return coded.somebody(session, found, "Ada")


def shown(page):
    """Return the numbers of the passages on a page, in their order."""
    said = {words.split()[-1]: number for number, (words, _) in enumerate(SAID)}
    return [said["".join(run.text for run in one.runs).split()[-1]] for one in page.passages]


def opened(session, by, **filters):
    return workbench.page(session, Filters(**filters), by=by)


def check(session, place, by):
    return deciding.check(session, place, seen=coded.seen(session, place), by=by)


class TestOrder:
    def test_begins_where_the_machine_is_least_sure(self, session, found, ada):
        """The chance nearest to one half comes first, then what nothing was found in, then done."""
        check(session, found.places[2], ada)

        assert [1, 0, 3, 2] == shown(opened(session, ada))

    def test_can_begin_where_it_is_surest(self, session, found, ada):
        """The surest coding that waits comes first, for agreeing quickly."""
        assert [0, 2, 1, 3] == shown(opened(session, ada, order=Order.SURE))

    def test_goes_by_random_keys_where_nothing_else_tells(self, session, found, ada):
        """In an order of chance, and between equals, the random key of the answer decides (R-27)."""
        by_key = sorted(range(len(SAID)), key=lambda number: found.places[number])

        assert by_key == shown(opened(session, ada, order=Order.CHANCE))
        assert by_key == shown(opened(session, ada, order=Order.QUESTION))

    def test_never_goes_by_the_day(self, session, found, ada):
        """Days moved about move no passage, whatever the order (R-27)."""
        before = {order: shown(opened(session, ada, order=order)) for order in Order}
        for number, place in enumerate(found.places):
            session.get_one(Response, place[0]).received_on = date(2026, 11, 20 - number)
        session.flush()

        assert before == {order: shown(opened(session, ada, order=order)) for order in Order}


class TestFilters:
    def test_leave_one_survey(self, session, found, ada):
        """A survey that is chosen is the only one, and another service's is not there."""
        other = coded.read(session, [("Elsewhere it is quiet.", {"T01": 0.5})])

        assert 4 == opened(session, ada, survey_id=found.survey_id).found
        with pytest.raises(NotFound):
            opened(session, ada, survey_id=other.survey_id)
        assert 4 == opened(session, ada).found

    def test_leave_one_wave(self, session, found, ada):
        """Only answers of the days of a wave are there; a wave that is not there hides nothing."""
        days = (date(2026, 11, 1), date(2026, 12, 12))
        session.add(Wave(number=1, name="Autumn", starts_on=days[0], ends_on=days[1]))
        session.get_one(Response, found.places[0][0]).received_on = date(2026, 10, 31)
        session.flush()

        assert [3, 4] == [opened(session, ada, wave=number).found for number in (1, 2)]

    def test_leave_one_theme_or_none(self, session, found, ada):
        """A theme that stands is found, suggested or not; none means that none counts."""
        page = opened(session, ada, theme=found.themes["T03"])
        none = opened(session, ada, theme=NO_THEME)

        assert {1, 2} == set(shown(page))
        assert {1, 2, 3} == set(shown(none))

    def test_pass_over_a_theme_that_was_rejected(self, session, found, ada):
        """Words whose theme was rejected are no longer found by it."""
        place = found.places[2]
        one = session.scalars(
            select(Coding).where(
                Coding.response_id == place[0], Coding.theme_id == found.themes["T03"]
            )
        ).one()
        deciding.reject(session, place, one.id, seen=coded.seen(session, place), by=ada)

        assert [1] == shown(opened(session, ada, theme=found.themes["T03"]))

    def test_leave_one_feeling(self, session, found, ada):
        """Only words that sound as chosen are there."""
        place = found.places[1]
        read = {"response_id": place[0], "question_id": place[1]}
        session.get_one(Sentiment, read).label = SentimentLabel.POSITIVE
        session.flush()

        assert [1] == shown(opened(session, ada, feeling=SentimentLabel.POSITIVE))

    def test_tell_who_coded(self, session, found, ada):
        """A machine's hand, a person's, and passages that nobody has looked at are told apart."""
        check(session, found.places[3], ada)
        deciding.give(
            session,
            found.places[0],
            Wish("T05"),
            seen=coded.seen(session, found.places[0]),
            by=ada,
        )

        assert [{0, 1, 2}, {0, 3}, {1, 2}] == [
            set(shown(opened(session, ada, coded=who))) for who in CodedBy
        ]

    def test_leave_suggestions(self, session, found, ada):
        """Only passages with something that the machine is not sure of are there."""
        assert {1, 2} == set(shown(opened(session, ada, only_suggestions=True)))

    def test_leave_one_question_in_every_version(self, session, found, ada):
        """A question is the same one when its survey gets a new version."""
        question_id = found.places[0][1]
        _again(session, found)
        page = opened(session, ada, question_id=question_id)
        (option,) = page.choices.questions

        assert 4 == page.found
        assert option.id == page.choices.question_id != question_id
        assert 4 == opened(session, ada, question_id=option.id).found
        assert 0 == opened(session, ada, question_id=found.survey_id).found

    def test_leave_out_what_says_nothing(self, session, found, ada):
        """An answer that was set aside because it says nothing is not there to code."""
        place = found.places[3]
        read = {"response_id": place[0], "question_id": place[1]}
        session.get_one(Sentiment, read).is_non_answer = True
        session.flush()

        assert (3, 3) == (opened(session, ada).found, opened(session, ada).progress.total)

    def test_hold_words_that_were_not_read_yet(self, session, found):
        """Words that the machine has not read are there, and last among those that wait."""
        written.write(session, ["Not read yet, this one."])
        everybody = builders.a_user(session)
        page = opened(session, accounts.actor_by_id(session, everybody.id))

        assert 5 == page.found
        assert [None] == [one.feeling for one in page.passages if one.feeling is None]


class TestWords:
    @pytest.mark.parametrize(
        ("words", "numbers"),
        [
            ("WAIT", {2}),
            ("is cold", {2}),
            ("the", {2}),
            ("iting", set()),
            ("like others", {3}),
            ("zebra", set()),
        ],
    )
    def test_are_found_where_they_begin(self, session, found, ada, words, numbers):
        """Every word has to begin a word of the passage, in capitals or not."""
        page = opened(session, ada, words=words)

        assert numbers == set(shown(page))
        assert len(numbers) == page.found == page.progress.total

    @pytest.mark.parametrize("words", ["Priya", "Shah", "[name]", "name", "worker priya"])
    def test_never_tell_what_is_redacted(self, session, found, ada, words):
        """A name that is hidden is not found, nor by the word that stands for it."""
        assert 0 == opened(session, ada, words=words).found

    def test_are_looked_for_with_the_other_filters(self, session, found, ada):
        """Words narrow what the filters leave, and progress is counted of those with the words."""
        check(session, found.places[2], ada)
        page = opened(session, ada, words="flat", coded=CodedBy.NOBODY)

        assert (0, 1, 1) == (page.found, page.progress.checked, page.progress.total)

    def test_need_nothing_redacted_for_a_small_word(self, session, found, ada):
        """A word of which no name is made is found at once, beside another or alone."""
        workbench_search._readable.clear()
        page = opened(session, ada, words="that")

        assert [0] == shown(page)
        assert {} == workbench_search._readable
        assert 0 == opened(session, ada, words="the priya").found

    def test_remember_positions_only(self, session, found, ada, monkeypatch):
        """What is kept between searches is sealed text and numbers, and not without end."""
        monkeypatch.setattr(workbench_search, "REMEMBERED", 1)
        workbench_search._readable.clear()
        for words in ("flat", "flat", "day"):
            assert 1 == opened(session, ada, words=words).found
        ((sealed, spans),) = workbench_search._readable.items()

        assert b"day" not in sealed
        assert ((0, len(SAID[3][0])),) == spans


class TestProgress:
    def test_counts_what_a_person_has_settled(self, session, found, ada):
        """A passage is checked when a person decided about it and nothing of it waits."""
        place = found.places[1]
        one = session.scalars(
            select(Coding).where(Coding.response_id == place[0]).order_by(Coding.score.desc())
        ).first()
        steps = [opened(session, ada).progress]
        deciding.accept(session, place, one.id, seen=coded.seen(session, place), by=ada)
        steps.append(opened(session, ada).progress)
        check(session, place, ada)
        check(session, found.places[3], ada)
        steps.append(opened(session, ada).progress)

        assert [(0, 4), (0, 4), (2, 4)] == [(step.checked, step.total) for step in steps]

    def test_is_of_the_selection_whatever_is_hidden(self, session, found, ada):
        """Filters that change with each decision do not change what progress is counted of."""
        check(session, found.places[0], ada)
        page = opened(session, ada, coded=CodedBy.NOBODY)

        assert (3, 1, 4) == (page.found, page.progress.checked, page.progress.total)


class TestPage:
    def test_redacts_the_words_and_records_the_reading(self, session, found, ada):
        """Names are replaced before anybody reads, and the record says how many were read."""
        text = " ".join(run.text for one in opened(session, ada).passages for run in one.runs)
        entry = session.scalars(
            select(ActivityEntry).where(ActivityEntry.verb == "words.read")
        ).one()

        assert "Priya" not in text
        assert "[name]" in text
        assert (ada.id, {"passages": 4}) == (entry.actor_id, entry.counts)

    def test_marks_the_words_of_each_theme(self, session, found, ada):
        """A run says which of the codings it carries, and none that was rejected."""
        place = found.places[2]
        weak = session.scalars(
            select(Coding).where(
                Coding.response_id == place[0], Coding.theme_id == found.themes["T04"]
            )
        ).one()
        deciding.reject(session, place, weak.id, seen=coded.seen(session, place), by=ada)
        (one,) = (one for one in opened(session, ada).passages if one.place == place)

        assert [("T03", True), ("T04", False)] == [(c.theme_key, c.stands) for c in one.codings]
        assert [(0,), ()] == [run.marks for run in one.runs]

    def test_says_who_decided(self, session, found, ada):
        """A coding that a person decided carries their name; the machine's carries none."""
        place = found.places[0]
        check(session, place, ada)
        page = opened(session, ada)
        by = {c.by for one in page.passages if one.place == place for c in one.codings}
        others = {c.by for one in page.passages if one.place != place for c in one.codings}

        assert ({"Ada"}, {""}) == (by, others)

    def test_shows_only_themes_in_use(self, session, found, ada):
        """Codings of a theme that was retired are history, and wait for nobody."""
        in_use = codebooks.codebook_in_use(session).codebook
        kept = tuple(theme for theme in in_use.themes if theme.key != "T01")
        codebooks.use_codebook(session, replace(in_use, themes=kept))
        page = opened(session, ada)

        assert not [c for one in page.passages for c in one.codings]

    def test_keeps_in_sight_what_was_just_decided(self, session, found, ada):
        """A passage that its decision moved out of the page stands before the others."""
        place = found.places[1]
        check(session, place, ada)
        filters = Filters(only_suggestions=True)
        page = workbench.page(session, filters, At(place), by=ada)
        apart = workbench.page(session, filters, At(place, is_alone=True), by=ada)

        assert (place, [2]) == (page.pinned.place, shown(page))
        assert (place, ()) == (apart.pinned.place, apart.passages)
        assert page.holds(place)
        assert not page.holds(found.places[0])

    def test_leaves_in_its_place_what_is_there_anyway(self, session, found, ada):
        """A passage that is on the page is shown once."""
        page = workbench.page(session, Filters(), At(found.places[3]), by=ada)

        assert (None, 4) == (page.pinned, len(page.passages))

    def test_never_shows_the_words_of_another_service(self, session, found, ada):
        """An address that names somebody else's passage shows the page without it."""
        other = coded.read(session, [("Elsewhere it is quiet.", {"T01": 0.5})])
        page = workbench.page(session, Filters(), At(other.places[0]), by=ada)

        assert (None, 4) == (page.pinned, len(page.passages))

    def test_has_several_parts(self, session, found, ada, monkeypatch):
        """A long list is cut into pages, without a passage twice or lost."""
        monkeypatch.setattr(workbench, "PAGE", 3)
        first = workbench.page(session, Filters(), by=ada, number=-1)
        second = workbench.page(session, Filters(), by=ada, number=2)

        assert (1, 2, 2) == (first.page, first.pages, second.page)
        assert [1, 2, 0, 3] == shown(first) + shown(second)

    def test_names_a_passage_by_its_first_words(self, session, found, ada):
        """A long passage is told from others by how it begins."""
        openings = {one.opening for one in opened(session, ada).passages}

        assert "My worker [name] listens to me." in openings
        assert "It was a day like others." in openings

    def test_tells_groups_that_five_are_in(self, session, ada, found):
        """A group stands beside words only when five people in it answered."""
        _, places = written.write(session, [f"Number {number} speaks." for number in range(11)])
        for number, place in enumerate(places):
            response = session.get_one(Response, place[0])
            response.groups = {"Age band": "8 to 10" if number < 6 else "11 to 13"}
        session.get_one(Response, places[10][0]).groups = {"Age band": "14 to 15"}
        session.flush()
        everybody = accounts.actor_by_id(session, builders.a_user(session).id)
        survey_id = session.scalar(
            select(SurveyVersion.survey_id)
            .join(Response, Response.version_id == SurveyVersion.id)
            .where(Response.id == places[0][0])
        )
        page = opened(session, everybody, survey_id=survey_id)
        groups = {one.place: one.groups for one in page.passages}

        assert (("Age band", "8 to 10"),) == groups[places[0]]
        assert () == groups[places[10]]


def _again(session, found):
    """Publish the survey in new words, so that it has a second version."""
    survey = session.get_one(Survey, found.survey_id)
    definition = builders.SMALL | {"title": "A small survey, again"}
    publishing.publish(
        session,
        parse(definition),
        service_id=found.service_id,
        slug=survey.slug,
        decision_maker="The Head of Care",
        told_by=date(2099, 1, 31),
        identity=None,
        by=None,
    )
