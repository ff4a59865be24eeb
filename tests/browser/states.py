"""Every page that somebody who answers can meet, and every state in which it is looked at.

To add a page: a row in PLACES, and a stop in a way of `ways.py`. To add a look, such as a display
choice or an Easy Read wording: a row in LOOKS or in WALKS. The page on accessibility and
`docs/accessibility.md` say what stands here, and nothing that does not.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PERMISSIONS = ROOT / "tests" / "expected" / "permissions.txt"
ERRORS = ROOT / "templates" / "errors"
ASKED = "/s/<slug>/p/<page_key>"
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}
# 1280 by 1024 at 400 %: what is left for the page, in CSS pixels (WCAG 1.4.10).
ZOOMED = {"width": 320, "height": 256}


@dataclass(frozen=True)
class Place:
    """A page, or a state of one that brings other things to the screen.

    `route` is its row in `tests/expected/permissions.txt`, and empty for a page that is drawn by
    itself because no journey can reach it, or that a script brings without changing the address;
    `kind` names the kind of question that it asks.
    """

    name: str
    route: str = ""
    kind: str = ""
    is_english: bool = False  # in every voice


@dataclass(frozen=True)
class Look:
    """How a page is looked at once it stands there; `media` is what the device asks for."""

    name: str
    says: str
    size: tuple[tuple[str, int], ...] = tuple(PHONE.items())
    media: tuple[tuple[str, str], ...] = ()
    # Whether the small walk, too, lets axe-core judge it everywhere, and gives everything the focus.
    is_always_judged: bool = False
    is_focused: bool = False
    is_spaced: bool = False
    is_long: bool = False


@dataclass(frozen=True)
class Walk:
    """One walk past every place, in a voice, with the script or without."""

    name: str
    says: str
    voice: str = "en"
    direction: str = "ltr"
    is_scripted: bool = True
    is_small: bool = True
    is_thorough: bool = False


def _asked(*kinds: str) -> tuple[Place, ...]:
    return tuple(Place(f"question: {kind}", ASKED, kind) for kind in kinds)


PLACES = (
    Place("home", "/"),
    Place("privacy", "/privacy"),
    Place("accessibility", "/accessibility"),
    Place("help", "/help"),
    Place("plain page", "/weather", is_english=True),
    Place("looks", "/how-it-looks"),
    Place("no such page", "/nowhere"),
    Place("no such survey", "/s/<slug>"),
    Place("start", "/s/<slug>"),
    *_asked("faces", "many_choices", "one_choice", "long_text"),
    *_asked("agreement", "number", "date", "scale_0_10"),
    *_asked("picture_choice", "ranked_choice", "photo", "voice", "matrix_row", "short_text"),
    Place("question: several wrong answers", ASKED),
    Place("question: 5,000 letters", ASKED),
    Place("question: ways to answer open", ASKED),
    Place("question: an order begun", ASKED),
    Place("question: a photo refused", ASKED),
    Place("question: a photo kept", ASKED),
    Place("looks: from a question"),
    Place("question: connection gone", ASKED),
    Place("question: nobody touched it", ASKED),
    Place("check: empty", "/s/<slug>/check"),
    Place("check: nothing to send", "/s/<slug>/check"),
    Place("check: filled", "/s/<slug>/check"),
    Place("later", "/s/<slug>/later"),
    Place("thanks", "/s/<slug>/thanks"),
    Place("draft gone", ASKED),
    Place("receipt", "/receipt"),
    Place("receipt: empty", "/receipt"),
    Place("receipt: wrong", "/receipt"),
    Place("receipt: found", "/receipt"),
    Place("receipt: taken back", "/receipt"),
    Place("carry on", "/carry-on"),
    Place("carry on: empty", "/carry-on"),
    Place("carry on: wrong", "/carry-on"),
    Place("carry on: by link", "/carry-on"),
    Place("carry on: closed", "/carry-on"),
    Place("code", "/i"),
    Place("code: empty", "/i"),
    Place("code: wrong", "/i"),
    Place("code: used", "/i"),
    Place("consent: carer", "/s/<slug>/agree"),
    Place("consent: child", "/s/<slug>/agree"),
    Place("consent: unsaid", "/s/<slug>/agree"),
    Place("consent: no", "/s/<slug>/agree/no"),
    Place("kiosk: link opened", "/kiosk/turn", is_english=True),
    Place("kiosk: link wrong", "/kiosk/<token>"),
    Place("kiosk: start", "/kiosk"),
    Place("kiosk: question", ASKED),
    Place("kiosk: help", "/kiosk/help"),
    Place("kiosk: still there", "/kiosk/still-there"),
    Place("kiosk: check", "/s/<slug>/check"),
    Place("kiosk: done", "/kiosk/done"),
    Place("drawn: code needed"),
    Place("drawn: code too old"),
    Place("drawn: answers not sent"),
    Place("drawn: survey paused"),
    Place("drawn: kiosk over"),
    Place("drawn: nothing open"),
    *(Place(f"error: {one.stem}") for one in sorted(ERRORS.glob("*.html"))),
)
# What only a script brings to the screen.
SCRIPTED = {"question: connection gone", "question: nobody touched it"}
# Routes for everyone that are no page of those who answer.
NO_PAGE = {
    "/health": "plain text for whatever watches the site",
    "/static/<path:filename>": "files that belong to pages",
    "/s/<slug>/file/<key>": "the photo or recording itself, seen on the check",
    "/s/<slug>/spoken/<content_hash>": "a recording of a question, heard on its page",
    "/s/<slug>/p/<page_key>/looks": "seen as “looks: from a question”; a script leaves the address",
    "/s/<slug>/p/<page_key>/voice": "leads to the page of the question",
    "/set-password/<token>": "leads to /set-password at once",
    "/set-password": "a page of staff, looked at in test_axe.py::TestSetPassword",
    "/carry-on/<link_token>": "leads to /carry-on at once, seen as “carry on: by link”",
    "/i/<code>": "leads to /i at once, seen as “code: used”",
    "/exit": "leads to the plain page",
    "/kiosk/finish": "leads to the start of the tablet",
    "/sign-in": "a page of staff",
    "/audits/capture": "a page of a device of staff, looked at in test_offline.py",
    "/audits/capture-worker.js": "the script that keeps that page on the device",
    "/audits/capture.webmanifest": "what lets that page be installed",
    "/audits/capture/app/<name>": "the scripts and styles of that page",
}
# Colours that are on their way from one to another are neither.
STILL = ("reduced_motion", "reduce")
LOOKS = (
    Look("phone", "on a phone", is_always_judged=True),
    Look("desk", "on a desk", tuple(DESK.items())),
    Look("dark", "in dark colours", media=(("color_scheme", "dark"), STILL)),
    Look(
        "forced colours",
        "in the colours that the device forces",
        media=(("forced_colors", "active"), STILL),
        is_focused=True,
    ),
    Look("reduced motion", "with less movement", media=(STILL,)),
    Look("zoom 400 %", "four times as big", tuple(ZOOMED.items()), is_focused=True),
    Look("text spacing", "with wide letters, words and lines", is_spaced=True),
    Look("longest words", "with words of 60 letters", is_long=True),
)
WALKS = (
    Walk("English", "in English, with the script", is_thorough=True),
    Walk("Arabic", "in Arabic, from the right", voice="ar", direction="rtl"),
    Walk("no script", "in English, with JavaScript off", is_scripted=False),
    Walk("Urdu", "in Urdu, from the right", voice="ur", direction="rtl", is_small=False),
    Walk("Welsh", "in Welsh", voice="cy", is_small=False),
    Walk("Polish", "in Polish", voice="pl", is_small=False),
)


def places_of(walk: Walk) -> list[Place]:
    """Return the places that a walk must stop at."""
    return [one for one in PLACES if walk.is_scripted or one.name not in SCRIPTED]


def is_judged(walk: Walk, look: Look, place: Place, *, is_full: bool) -> bool:
    """Return whether axe-core judges a place in a look.

    Each place gets one look in turn, so that each look meets every kind of page; a thorough walk
    gives each the phone too, and when the walk is full, every look. axe-core cannot run where
    scripts are off, and there only the other checks are made.
    """
    turning = [one for one in LOOKS if not (one.is_always_judged or one.is_long)]
    turn = turning[PLACES.index(place) % len(turning)]
    is_due = look == turn or (walk.is_thorough and (is_full or look.is_always_judged))
    return walk.is_scripted and is_due
