"""The words behind a theme, as pages show them."""

from app.services import codebook_changes, codebook_drafts, codebooks, deciding, words
from app.services.selection import Selection
from tests import coded

AGAIN = "Nobody from that team ever rang me back, and then they closed it without a word to us."
SAID = (
    *[AGAIN] * 5,
    "It took eleven months until somebody came to see us at home, which is far too long for her.",
    "The letter with the plan came three weeks after the meeting that it was written for, as ever.",
    "Late.",
)


class TestPassages:
    def test_begin_with_a_few_that_stand_for_all(self, session):
        """The first page holds three passages that say the most, and no two the same thing."""
        found = coded.read(session, [(text, {"T01": 0.9}) for text in SAID])
        ada, everyone = (
            coded.somebody(session, found, "Ada"),
            Selection(frozenset({found.survey_id})),
        )
        page, again = (
            words.passages(session, everyone, found.themes["T01"], by=ada) for _ in range(2)
        )
        texts = ["".join(one.text for one in line.segments) for line in page.standing]

        assert 3 == len(texts)
        assert {AGAIN, *SAID[5:7]} == set(texts)
        assert page.standing == again.standing

    def test_of_a_few_are_simply_read(self, session):
        """Of fewer than eight passages none stands for the others, nor on any later page."""
        found = coded.read(session, [(text, {"T01": 0.9}) for text in SAID[1:]])
        ada, everyone = (
            coded.somebody(session, found, "Ada"),
            Selection(frozenset({found.survey_id})),
        )
        page = words.passages(session, everyone, found.themes["T01"], by=ada)

        assert ((), 7) == (page.standing, page.total)

    def test_stand_at_the_beginning_alone(self, session):
        """A later page, and what nobody has checked, come without them."""
        found = coded.read(session, [(text, {"T01": 0.9}) for text in SAID])
        ada, everyone = (
            coded.somebody(session, found, "Ada"),
            Selection(frozenset({found.survey_id})),
        )
        for narrowed in ({"page": 2}, {"undecided": True}):
            page = words.passages(session, everyone, found.themes["T01"], by=ada, **narrowed)
            assert () == page.standing


class TestPassageLines:
    def test_shows_no_theme_that_was_retired(self, session):
        """What people gave to a theme that left the codebook stays in the history alone."""
        found = coded.read(session, [("Nobody rang and it was late.", {"T01": 0.9, "T02": 0.9})])
        ada, place = coded.somebody(session, found, "Ada"), found.places[0]
        deciding.check(session, place, seen=coded.seen(session, place), by=ada)
        codebook_changes.retire(session, found.themes["T02"], by=ada)
        codebook_drafts.put_in_use(session, by=ada)
        theme_id = codebooks.codebook_in_use(session).theme_ids["T01"]
        (line,) = words.passage_lines(session, [place], theme_id)

        assert [theme_id] == [one.theme_id for one in line.codings]

    def test_carries_the_stamp_of_the_workbench(self, session):
        """A form of any page is refused when the passage changed since, as on the workbench."""
        found = coded.read(session, [("Nobody rang.", {"T01": 0.9})])
        (line,) = words.passage_lines(session, found.places, found.themes["T01"])

        assert found.places[0] == line.place
        assert coded.seen(session, line.place) == line.stamp
