"""Write docs/accessibility.md from what the last walk looked at and what is known not to work.

`make access` runs the full walk, which writes app/content/accessibility_checks.yaml; then this.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from app.services.accessibility import Checks, Limit, Statement, statement

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "accessibility.md"
WORDS = """# How accessible Earshot is

The statement that a public body has to publish stands at `/accessibility` on the site, with the \
organisation's own contact. This page says the same for those who look after it. Both are made of \
`app/content/accessibility_checks.yaml`, which `make access` writes, and of \
`app/content/accessibility_limits.yaml`. Do not change this page by hand: run `make access`.

The law is the Public Sector Bodies (Websites and Mobile Applications) (No. 2) Accessibility \
Regulations 2018. The measure is WCAG 2.2 at level AA.

## Where it stands

The pages of those who answer **partly meet** WCAG 2.2 AA, because of what follows.

## What does not work for everyone

{limits}

## What was tested

{tested}

axe-core is asked for WCAG 2.0, 2.1 and 2.2 at levels A and AA: in English in every look, in the \
other languages in one look a page, in turn. In every look our own checks ask whether everything \
that can be pressed is at least 44 pixels in both directions (links in a sentence are as high as \
their line, as 2.5.8 allows), takes the focus, shows it, and is not wholly covered then; and \
whether anything is cut off or the page has to be pushed sideways. Each page has one first \
heading, one main part, the right language and direction, and a title that tells nothing. Nothing \
moves for those who asked for less movement.

`tests/browser/test_keyboard.py` answers every kind of question by keyboard alone, and \
`tests/expected/screen_reader/` holds what Chromium tells a screen reader on the main pages.

Which pages of staff axe-core looks at stands in `tests/browser/staff_pages.py`.

## What nobody has tested

{untested}

## Whom to tell

`EARSHOT_ACCESSIBILITY_CONTACT` and `EARSHOT_ACCESSIBILITY_DAYS` fill in the page of the site. \
Without a contact the page sends people to whoever gave them the address, and staff are warned. \
People who are not content with the answer can call the Equality Advisory and Support Service \
(EASS), or in Northern Ireland the Equality Commission for Northern Ireland (ECNI). The Equality \
and Human Rights Commission (EHRC) and the ECNI enforce the regulations.
"""

NOT_YET = "No full walk has been finished yet, so nothing is claimed. Run `make access`."
DONE = """On {day} a program with axe-core {axe} opened {places} pages and states of pages, and \
found {findings} mistakes. They are listed in `tests/browser/states.py`; a test fails when a page \
is missing there. It went past them

{walks}

and looked at each

{looks}"""


def page(found: Statement) -> str:
    """Return the statement as a document of Markdown."""
    return WORDS.format(
        limits=_list(map(_limit, found.limits)),
        untested=_list(found.untested),
        tested=_tested(found.checks),
    )


def main() -> int:
    """Write the page."""
    PAGE.write_text(page(statement()), "utf-8")
    return 0


def _tested(checks: Checks) -> str:
    # What no walk has seen to its end is not claimed.
    if not checks.places:
        return NOT_YET
    return DONE.format(
        day=checks.day.isoformat(),
        axe=checks.axe,
        places=checks.places,
        findings=checks.findings,
        walks=_list(checks.walks),
        looks=_list(checks.looks),
    )


def _list(lines: Iterable[str]) -> str:
    return "\n".join(f"- {one}" for one in lines)


def _limit(one: Limit) -> str:
    return f"**{one.criterion}.** {one.what} {one.reason} *{one.planned}*"


if __name__ == "__main__":
    sys.exit(main())
