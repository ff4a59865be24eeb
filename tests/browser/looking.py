"""Looking at a page in every look of `states.py`: what is wrong, one line a finding."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.browser.conftest import AXE, AXE_TAGS
from tests.browser.states import LOOKS, WALKS, Look, Place, Walk, is_judged

if TYPE_CHECKING:
    from playwright.sync_api import Page

OURS = Path(__file__).with_name("looking.js")
# Beside the rules of WCAG: everything stands in a landmark.
BESIDE = {"region": {"enabled": True}, "landmark-one-main": {"enabled": True}}
NO_MEDIA = {"color_scheme": "light", "forced_colors": "none", "reduced_motion": "no-preference"}
ENGLISH = WALKS[0]
PLAIN = Look("plain", "as it comes")
COMES_TO_REST_MS = 500
# What a title may not tell to whoever looks over a shoulder.
TELLING = re.compile(r"Anytown|care|famil|assess|foster|worker|survey|child", re.IGNORECASE)


@lru_cache
def _scripts() -> str:
    return f"{AXE.read_text('utf-8')};{OURS.read_text('utf-8')}"


def look_at(page: Page, walk: Walk, place: Place, *, is_full: bool) -> list[str]:
    """Return everything that is wrong with the page that stands there, in every look."""
    page.evaluate("script => { window.earshot || (0, eval)(script) }", _scripts())
    wrong = _frame(page, ENGLISH if place.is_english else walk)
    _settle(page, PLAIN)
    for before, look in pairwise((PLAIN, *LOOKS)):
        _settle(page, look, before)
        wrong += [f"{look.name}: {one}" for one in _in_look(page, walk, place, look, is_full)]
    page.evaluate("earshot.wear(false, false)")
    _settle(page, PLAIN, LOOKS[-1])
    return wrong


def _frame(page: Page, walk: Walk) -> list[str]:
    found = page.evaluate(
        "([one, other]) => earshot.frame(one, other)", [walk.voice, walk.direction]
    )
    telling = TELLING.search(page.title())
    return [*found, *([f"the title tells too much: {page.title()}"] if telling else [])]


def _in_look(page: Page, walk: Walk, place: Place, look: Look, is_full: bool) -> list[str]:
    wrong = page.evaluate(
        """([isSpaced, isLong]) => {
          earshot.wear(isSpaced, isLong);
          return [...earshot.cutOff(), ...earshot.smallTargets()];
        }""",
        [look.is_spaced, look.is_long],
    )
    if is_full or look.is_focused:
        # After a key, a focus given by the script is drawn as a key's would be.
        page.keyboard.press("Tab")
        wrong += page.evaluate("earshot.focus()")
    if look.name == "reduced motion":
        wrong += page.evaluate("earshot.moving()")
    if is_judged(walk, look, place, is_full=is_full):
        wrong += _axe(page)
    return list(dict.fromkeys(wrong))


def _settle(page: Page, look: Look, before: Look | None = None) -> None:
    # The browser lays the page out anew for each, so what stays as it was is not asked for again.
    if before is None or before.size != look.size:
        page.set_viewport_size(dict(look.size))
    if before is None or before.media != look.media:
        page.emulate_media(**(NO_MEDIA | dict(look.media)))


def _axe(page: Page) -> list[str]:
    """Return what is wrong and stays so: on a busy machine a page can be judged as it moves."""
    found = _judged(page)
    if found:
        page.wait_for_timeout(COMES_TO_REST_MS)
        still = _judged(page)
        found = [one for one in found if one in still]
    return found


def _judged(page: Page) -> list[str]:
    asked: dict[str, Any] = {
        "runOnly": {"type": "tag", "values": AXE_TAGS},
        "rules": BESIDE,
        "resultTypes": ["violations"],
    }
    # What has been scrolled half under the bar that always stays would pass for too small.
    page.evaluate("window.scrollTo(0, 0)")
    found = page.evaluate("asked => axe.run(document, asked)", asked)
    return [
        f"{one['id']}: {node['html'][:160]}"
        for one in found["violations"]
        for node in one["nodes"]
    ]
