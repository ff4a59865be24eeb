"""The ways past every place of `states.py`: each brings a page there, and says where it stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

from flask import render_template

from tests import media
from tests.browser.conftest import follow
from tests.browser.states import ERRORS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask
    from playwright.sync_api import Page, Route

SEND = "main form button[type=submit]"
SAVE = "#page .actions button[type=submit]"
WRONG_CODE = "7K3M-9QTD-2HXW-5BNR-C"
TEN_MINUTES = 10 * 60_000 + 6_000


@dataclass(frozen=True)
class Guide:
    """What a way needs: the page, its language, and what staff made for it beforehand."""

    page: Page
    voice: str
    is_scripted: bool
    folder: Path
    app: Flask
    open_window: Callable[[], Page]
    code: str = ""
    consenting: str = ""
    tablet: str = ""
    query: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "query", "" if self.voice == "en" else f"?in={self.voice}")

    def to(self, address: str) -> None:
        """Open an address in the language of this walk."""
        self.page.goto(address + self.query)

    def send(self, selector: str = SEND) -> None:
        """Press a button that leads to another page."""
        follow(self.page, selector)

    def refuse(self, selector: str = SEND) -> None:
        """Press a button whose page comes back in the place of the one that stands."""
        self.page.evaluate("document.querySelector('main').dataset.stood = ''")
        self.page.click(selector)
        self.page.wait_for_selector("main:not([data-stood])")


def plain(on: Guide) -> Iterator[str]:
    """Pass what anybody can open."""
    for address, name in {
        "/": "home",
        "/privacy": "privacy",
        "/accessibility": "accessibility",
        "/help": "help",
        "/weather": "plain page",
        "/how-it-looks": "looks",
        "/nowhere": "no such page",
        "/s/nowhere": "no such survey",
        "/s/children/p/good": "draft gone",
    }.items():
        on.to(address)
        yield name


def _questions(page: Page, asked: str, kinds: dict[str, str]) -> Iterator[str]:
    for key, kind in kinds.items():
        page.goto(asked + key)
        yield f"question: {kind}"


def children(on: Guide) -> Iterator[str]:
    """Answer a questionnaire for children, send it, and take it back."""
    page, asked = on.page, "/s/children/p/"
    on.to("/s/children")
    yield "start"
    on.send()
    page.goto("/s/children/check")
    yield "check: empty"
    on.refuse()
    yield "check: nothing to send"
    kinds = {
        "fun": "faces",
        "more_of": "many_choices",
        "worker": "one_choice",
        "good": "long_text",
    }
    yield from _questions(page, asked, kinds)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    yield "question: ways to answer open"
    page.fill("main textarea", "x" * 5_000)
    on.refuse(SAVE)
    yield "question: 5,000 letters"
    page.fill("main textarea", "w" * 900)
    on.send(SAVE)
    page.goto(asked + "good")
    on.refuse("button.masthead__looks")
    yield "looks: from a question"
    page.goto("/s/children/later")
    yield "later"
    page.goto("/s/children/check")
    yield "check: filled"
    on.send()
    yield "thanks"
    yield from _receipt(on, page.inner_text(".receipt"))


def _receipt(on: Guide, code: str) -> Iterator[str]:
    page = on.page
    on.to("/receipt")
    yield "receipt"
    on.refuse()
    yield "receipt: empty"
    page.fill("#code", WRONG_CODE)
    on.refuse()
    yield "receipt: wrong"
    on.to("/receipt")
    page.fill("#code", code)
    on.refuse()
    yield "receipt: found"
    on.refuse("form[action*=withdraw] button")
    yield "receipt: taken back"


def grown_up(on: Guide) -> Iterator[str]:
    """Meet the kinds that only questionnaires for older people have."""
    page, asked = on.page, "/s/care-leavers/p/"
    on.to("/s/care-leavers")
    on.send()
    kinds = {"wellbeing_life": "scale_0_10", "home": "agreement", "plan": "date"}
    yield from _questions(page, asked, kinds)
    page.fill("main input[type=text] >> nth=0", "99")
    page.fill("main input[type=text] >> nth=1", "99")
    page.goto(f"{asked}adviser")
    yield "question: number"
    page.fill("main input[inputmode=numeric]", "many")
    on.refuse(SAVE)
    yield "question: several wrong answers"


def every_kind(on: Guide) -> Iterator[str]:
    """Meet pictures, an order, photos, recordings and a matrix."""
    page, asked = on.page, "/s/ways-to-answer/p/"
    on.to("/s/ways-to-answer")
    on.send()
    kinds = {
        "feeling": "picture_choice",
        "aloud": "voice",
        "support": "matrix_row",
        "place": "photo",
    }
    yield from _questions(page, asked, kinds)
    yield "question: short_text"
    (on.folder / "a.txt").write_text("no photo", "utf-8")
    (on.folder / "a.jpg").write_bytes(media.a_photo())
    page.set_input_files("#place", on.folder / "a.txt")
    on.refuse(SAVE)
    yield "question: a photo refused"
    page.goto(f"{asked}place")
    page.set_input_files("#place", on.folder / "a.jpg")
    on.send(SAVE)
    page.goto(f"{asked}place")
    yield "question: a photo kept"
    page.goto(f"{asked}matters")
    yield "question: ranked_choice"
    put = "button[aria-label*='Plain words']"
    page.click(put) if on.is_scripted else on.send(put)
    page.wait_for_selector("ol.ranks .ranks__row")
    yield "question: an order begun"


def carrying_on(on: Guide) -> Iterator[str]:
    """Stop, and carry on by code and by link."""
    page = on.page
    on.to("/s/young-people")
    on.send()
    page.goto("/s/young-people/later")
    link = page.get_attribute("a[href*='/carry-on/']", "href").rsplit("/", 1)[1]
    on.to("/carry-on")
    yield "carry on"
    on.refuse()
    yield "carry on: empty"
    page.fill("#code", WRONG_CODE)
    on.refuse()
    yield "carry on: wrong"
    page.goto(f"/carry-on/{link}")
    on.to("/carry-on")
    yield "carry on: by link"
    page.goto(f"/carry-on?closed=1&in={on.voice}")
    yield "carry on: closed"


def invited(on: Guide) -> Iterator[str]:
    """Type codes that are missing, wrong, and used."""
    on.to("/i")
    yield "code"
    on.refuse()
    yield "code: empty"
    on.to(f"/i/{WRONG_CODE}")
    yield "code: wrong"
    other = on.open_window()
    other.goto(f"/i/{on.code}")
    follow(other, SEND)
    other.check("main input[type=radio] >> nth=0", force=True)
    follow(other, SAVE)
    other.goto(other.url.split("/p/")[0] + "/check")
    follow(other, SEND)
    on.to(f"/i/{on.code}")
    yield "code: used"


def consenting(on: Guide) -> Iterator[str]:
    """Let a carer and a child say yes, nothing, and no."""
    on.to(f"/s/{on.consenting}")
    on.send()
    yield "consent: carer"
    on.send()
    yield "consent: child"
    on.page.evaluate(
        "document.querySelectorAll('main button[name=says]').forEach(one => one.name = '')"
    )
    on.refuse("main form button")
    yield "consent: unsaid"
    on.send("main form button[value=no]")
    yield "consent: no"


def on_a_tablet(on: Guide) -> Iterator[str]:
    """Open a shared tablet, answer, and be thanked."""
    page = on.open_window()
    page.goto(f"/kiosk/nothing{on.query}")
    yield "kiosk: link wrong", page
    page.goto(on.tablet)
    yield "kiosk: link opened", page
    follow(page, SEND)
    page.goto(f"/kiosk{on.query}")
    yield "kiosk: start", page
    follow(page, SEND)
    asked = page.url
    yield "kiosk: question", page
    page.goto(f"/kiosk/help{on.query}")
    yield "kiosk: help", page
    page.goto(f"/kiosk/still-there{on.query}")
    yield "kiosk: still there", page
    page.goto(asked)
    page.check("main input[type=radio] >> nth=0", force=True)
    follow(page, SAVE)
    page.goto(asked.split("/p/")[0] + "/check")
    yield "kiosk: check", page
    follow(page, SEND)
    yield "kiosk: done", page


def without_a_connection(on: Guide) -> Iterator[str]:
    """Lose the connection, and be away from the page for ten minutes."""
    if not on.is_scripted:
        return
    page = on.page
    on.to("/s/children")
    on.send()
    page.goto("/s/children/p/good")
    page.fill("main textarea", "My gran makes good soup.")
    page.context.set_offline(True)
    page.click(SAVE)
    page.wait_for_selector("[data-not-sent]")
    yield "question: connection gone"
    page.context.set_offline(False)
    page.clock.install()
    page.reload()
    page.clock.run_for(TEN_MINUTES)
    page.wait_for_selector("dialog[open]")
    page.clock.resume()
    yield "question: nobody touched it"


def drawn(on: Guide) -> Iterator[str]:
    """See by themselves the pages that no journey can bring about: our errors, and what is over."""
    pages = {
        f"error: {one.stem}": (f"errors/{one.name}", {"error": TOLD})
        for one in ERRORS.glob("*.html")
    }
    for name, (template, given) in (DRAWN | pages).items():
        with on.app.test_request_context(f"/proof{on.query}"):
            body = render_template(template, **given)
        on.page.route("**/proof", partial(_fulfil, body))
        on.page.goto("/proof")
        on.page.unroute("**/proof")
        yield name


def _fulfil(body: str, route: Route) -> None:
    route.fulfill(body=body, content_type="text/html")


TOLD = SimpleNamespace(params={"slug": "children", "wait": 30})
DRAWN = {
    "drawn: code needed": ("pages/inviting/enter.html", {"problem": "", "is_needed": True}),
    "drawn: code too old": (
        "pages/inviting/over.html",
        {"entry": SimpleNamespace(is_used=False, open_slug="children")},
    ),
    "drawn: answers not sent": (
        "pages/inviting/not_sent.html",
        {"error": SimpleNamespace(params=SimpleNamespace(open_slug="children"))},
    ),
    "drawn: survey paused": ("pages/respond/survey_paused.html", {"error": TOLD}),
    "drawn: kiosk over": ("pages/kiosk/over.html", {}),
    "drawn: nothing open": ("pages/pages/home.html", {"surveys": ()}),
}
WAYS = (
    plain, children, grown_up, every_kind, carrying_on, invited, consenting, on_a_tablet, drawn,
    without_a_connection,
)  # fmt: skip
