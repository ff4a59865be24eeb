"""The words behind a theme, as pages show them."""

from app.services import codebook_changes, codebook_drafts, codebooks, deciding, words
from tests import coded


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
