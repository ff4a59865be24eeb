"""Undoing on the workbench without scripts: the last decision of one's own."""

from sqlalchemy import select

from app import db
from app.db.models import Decision
from app.domain.evidence import CodingState
from app.services import accounts
from tests.staff import COOKIE
from tests.workbench_pages import FILTERED, decide, give, press, states, work


class TestUndo:
    def undo(self, browser, path="/workbench"):
        page = browser.opens(path)
        return press(browser, page, page.select_one("[data-undo-form]"))

    def test_goes_back_several_steps_from_any_page(self, ada, found):
        """Each press takes back one decision, whatever the page shows, and filters stay."""
        before = [states(found, number) for number in range(3)]
        decide(ada, "/workbench", "The flat", "accept")
        give(ada, "/workbench", "[name]", theme="T05")
        decide(ada, "/workbench", "It was", "check")
        said = []
        for _ in range(3):
            self.undo(ada, FILTERED)
            said.append(ada.says())
            assert "coded=nobody" in ada.answer.request.full_path

        assert before == [states(found, number) for number in range(3)]
        assert "Undone: no longer checked." in said[0]
        assert all("as before." in one for one in said[1:])
        assert not ada.opens("/workbench").select("[data-undo-form]")

    def test_says_that_a_colleague_was_there_since(self, person, found):
        """What somebody else has decided since is left, and the page says how to go on."""
        ada, ben = person("Ada"), person("Ben")
        decide(ada, "/workbench", "The flat", "accept")
        decide(ben, "/workbench", "The flat", "reject")
        self.undo(ada)

        assert {"T03": CodingState.REJECTED} == states(found, 1)
        assert "Somebody has decided about “" in ada.says()

    def test_can_have_nothing_left(self, ada, found):
        """Undoing once too often says that nothing is left."""
        ada.sends("/workbench", "/workbench/undo")

        assert "There is nothing left to undo." in ada.says()

    def test_is_listed(self, ada, found):
        """The last decisions are listed with a way to their passage."""
        decide(ada, "/workbench", "The flat", "accept")
        page = ada.opens("/workbench")
        link = page.select_one("[data-live=decisions] a")["href"]

        assert "You accepted “" in page.select_one("[data-live=decisions] li").get_text()
        assert work(ada.opens(link), "The flat")

    def test_survives_signing_in_again(self, person, found):
        """What can be undone is kept with the person, not with the browser."""
        ada = person("Ada")
        decide(ada, "/workbench", "The flat", "accept")
        with db.unit_of_work() as session:
            user_id = session.scalar(select(Decision.user_id))
            token = accounts.start_session(session, user_id)
        ada.client.set_cookie(COOKIE, token)
        self.undo(ada)

        assert {"T03": CodingState.SUGGESTED} == states(found, 1)
