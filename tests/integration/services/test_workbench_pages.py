"""A page of the workbench: words as they may be read, with what was found in them."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from app.db.models import ActivityEntry, Coding, Response, SurveyVersion
from app.domain.workbench import CodedBy
from app.services import accounts, codebooks, deciding, workbench, workbench_search
from app.services.workbench import At
from app.services.workbench_filters import Filters
from tests import builders, coded, written
from tests.workbench import SAID, check, opened, shown


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
