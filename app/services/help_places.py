"""Places to get help: read from a file that a person checks every three months."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog
import yaml

if TYPE_CHECKING:
    from collections.abc import Iterable

# DOMAIN 4.4: numbers are tested by a person each quarter.
FRESH = timedelta(days=92)
EMERGENCY = "999"
DUTIES = ("front_door", "out_of_hours")
YES = frozenset({"true", "yes"})
SHIPPED = Path(__file__).parents[1] / "content" / "help.yaml"

log = structlog.get_logger()


class HelpFileError(Exception):
    """The file of places to get help cannot be used; the message says what to mend."""


@dataclass(frozen=True)
class HelpPlace:
    """One place to get help: whom it is for, how to reach it, when it was last checked.

    `number` is shown and called; `text_to` is a number to send a message to. `is_urgent` places
    come first and stand on every page of thanks. No `checked_on` means: nobody has checked it.
    `duty` says that staff ring it when a child is not safe: `front_door` or `out_of_hours`.
    """

    name: str
    what: str
    audience: str
    number: str = ""
    text_to: str = ""
    hours: str = ""
    is_urgent: bool = False
    duty: str = ""
    checked_on: date | None = field(default=None)

    @property
    def call_href(self) -> str:
        """The address that a phone calls."""
        return f"tel:{self.number.replace(' ', '')}"


def load(path: Path) -> tuple[HelpPlace, ...]:
    """Return the places of a file, the urgent ones first; read again when the file changes.

    A file that cannot be used is noted in the log, and the shipped places are given instead:
    nobody who asks for help may meet an error.
    """
    try:
        return read(path)
    except HelpFileError as error:
        log.error("help_file.broken", reason=str(error))  # noqa: TRY400 - the reason says it all
        return read(SHIPPED)


def read(path: Path) -> tuple[HelpPlace, ...]:
    """Return the places of a file.

    Raises:
        HelpFileError: the file is not there, or a place in it lacks something.
    """
    try:
        return _read(path, path.stat().st_mtime_ns)
    except (OSError, yaml.YAMLError) as error:
        raise HelpFileError(f"{path}: {error}") from error


def first_to_call(places: Iterable[HelpPlace]) -> HelpPlace | None:
    """Return the first urgent place to call beside 999, or None when there is none."""
    urgent = (place for place in places if place.is_urgent and place.number)
    return next((place for place in urgent if place.number != EMERGENCY), None)


def on_duty(places: Iterable[HelpPlace]) -> tuple[HelpPlace, ...]:
    """Return whom staff ring when a child is not safe: the front door, then out of hours."""
    kept = tuple(places)
    return tuple(place for duty in DUTIES for place in kept if place.duty == duty)


def help_is_stale(places: Iterable[HelpPlace], *, today: date) -> bool:
    """Return whether a place was never checked by a person, or not for three months."""
    return any(place.checked_on is None or today - place.checked_on > FRESH for place in places)


def _place(*, is_urgent: str = "", checked_on: str = "", **said: str) -> HelpPlace:
    return HelpPlace(
        **said,
        is_urgent=is_urgent.lower() in YES,
        checked_on=date.fromisoformat(checked_on) if checked_on else None,
    )


@lru_cache(maxsize=4)
def _read(path: Path, changed: int) -> tuple[HelpPlace, ...]:
    del changed
    # Nothing but strings: 0121 without quotes would otherwise be the number 81.
    data: Any = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
    try:
        places = [_place(**place) for place in data["places"]]
    except (TypeError, KeyError, ValueError) as error:
        raise HelpFileError(f"{path}: {error}") from error
    strange = [place.duty for place in places if place.duty not in ("", *DUTIES)]
    if strange:
        raise HelpFileError(f"{path}: a duty is one of {', '.join(DUTIES)}, not {strange[0]}")
    wrong = [place.name for place in places if not (place.number or place.text_to)]
    if wrong:
        raise HelpFileError(f"{path}: no number for {', '.join(wrong)}")
    return tuple(sorted(places, key=lambda place: not place.is_urgent))
