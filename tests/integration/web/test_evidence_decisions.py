"""What staff decide about a theme on the pages of evidence."""

from uuid import UUID

from sqlalchemy import exists, func, select

from app import db
from app.db.models import Coding, Theme
from app.domain.evidence import CodingSource, CodingState
from app.services import decisions
from app.web.workbench_filters import anchor
from tests import coded
from tests.queries import scalar
from tests.staff import first_theme


def undecided():
    """Return a coding nobody decided about, its theme, and a theme its words do not carry."""
    with db.reading() as session:
        one = session.scalars(
            select(Coding).where(Coding.state == CodingState.PROPOSED).limit(1)
        ).one()
        carried = select(Coding.theme_id).where(
            Coding.response_id == one.response_id, Coding.question_id == one.question_id
        )
        other = session.scalars(
            select(Theme.id)
            .where(
                Theme.id.not_in(carried),
                ~exists().where(Coding.source == CodingSource.PERSON, Coding.theme_id == Theme.id),
            )
            .order_by(Theme.position)
            .limit(1)
        ).one()
        return one.id, one.theme_id, other


def decides(browser, coding_id, verb, path, **fields):
    """Send what a page of words sends about one of its codings."""
    with db.reading() as session:
        seen = coded.seen(session, decisions.place_of(session, coding_id))
    to = f"/evidence/codings/{coding_id}/{verb}"
    return browser.sends(path, to, **{"seen": seen, "back": path, **fields})


def key_of(theme_id):
    return scalar(select(Theme.key).where(Theme.id == theme_id))


def state_of(coding_id):
    return scalar(select(Coding.state).where(Coding.id == coding_id))


class TestDecide:
    def test_accepts_a_coding(self, staff):
        """An accepted coding is marked as checked by a person."""
        coding_id, theme_id, _ = undecided()
        path = f"/evidence/themes/{theme_id}"
        browser = staff("participation")
        decides(browser, coding_id, "accept", path)

        assert CodingState.ACCEPTED == state_of(coding_id)
        assert "You agreed" in browser.says()

    def test_rejects_a_coding(self, staff):
        """A rejected coding no longer counts."""
        coding_id, theme_id, _ = undecided()
        browser = staff("participation")
        path = f"/evidence/themes/{theme_id}"
        decides(browser, coding_id, "reject", path, back="https://elsewhere.example/")

        assert CodingState.REJECTED == state_of(coding_id)
        assert browser.answer.headers["Location"].endswith("/evidence")

    def test_replaces_a_coding(self, staff):
        """A replaced coding is rejected, and a person's coding stands in its place."""
        coding_id, theme_id, other = undecided()
        path = f"/evidence/themes/{theme_id}"
        browser = staff("participation")
        decides(browser, coding_id, "replace", path, theme=key_of(other))
        new = select(func.count()).where(
            Coding.source == CodingSource.PERSON, Coding.theme_id == other
        )

        assert CodingState.REJECTED == state_of(coding_id)
        assert 1 == scalar(new)

    def test_asks_for_a_theme_to_put_in_its_place(self, staff):
        """Replacing without a theme changes nothing and says so."""
        coding_id, theme_id, _ = undecided()
        browser = staff("participation")
        decides(browser, coding_id, "replace", f"/evidence/themes/{theme_id}")

        assert CodingState.PROPOSED == state_of(coding_id)
        assert "Choose a theme" in browser.says()

    def test_refuses_twice_the_same_theme(self, staff):
        """Words cannot carry one theme twice, and a coding that is not there is not decided."""
        coding_id, theme_id, other = undecided()
        path = f"/evidence/themes/{theme_id}"
        browser = staff("participation")
        decides(browser, coding_id, "replace", path, theme=key_of(other))
        decides(browser, coding_id, "replace", path, theme=key_of(other))

        assert "carry that theme already" in browser.says()
        missing = "00000000-0000-0000-0000-000000000000"
        gone = f"/evidence/codings/{missing}/accept"
        assert 404 == browser.sends(path, gone).status_code

    def test_never_decides_over_the_head_of_a_colleague(self, staff):
        """Each form carries what its reader saw; what changed since is not decided, and said."""
        browser = staff("participation")
        page = browser.opens(f"{first_theme(browser)}?show=undecided")
        form = page.select_one("form[action$='/accept']")
        fields = {one["name"]: one["value"] for one in form.select("input")}
        coding_id = UUID(form["action"].split("/")[-2])
        decides(browser, coding_id, "reject", fields["back"])
        browser.answer = browser.client.post(form["action"], data=fields)

        assert "A colleague has decided" in browser.says()
        assert CodingState.REJECTED == state_of(coding_id)

    def test_opens_the_page_again_where_the_words_are(self, staff):
        """Who decided about one passage of many stays with it."""
        coding_id, theme_id, _ = undecided()
        path = f"/evidence/themes/{theme_id}"
        browser = staff("participation")
        decides(browser, coding_id, "accept", path)
        with db.reading() as session:
            place = decisions.place_of(session, coding_id)

        assert f"{path}#{anchor(place)}" == browser.answer.headers["Location"]

    def test_can_be_undone_on_the_workbench(self, staff):
        """A decision on a page of words is a step like any other."""
        coding_id, theme_id, _ = undecided()
        browser = staff("participation")
        decides(browser, coding_id, "reject", f"/evidence/themes/{theme_id}")
        browser.sends("/workbench", "/workbench/undo")

        assert CodingState.PROPOSED == state_of(coding_id)
