"""How accessible the site is: what was tested, what does not work, and whom to tell.

SOURCE: the Public Sector Bodies (Websites and Mobile Applications) (No. 2) Accessibility
Regulations 2018, and what a statement must hold by the model of the Government Digital Service.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

CONTENT = Path(__file__).parents[1] / "content"
CHECKS = CONTENT / "accessibility_checks.yaml"
LIMITS = CONTENT / "accessibility_limits.yaml"


@dataclass(frozen=True)
class Limit:
    """Something that does not work for everybody: the criterion it breaks, why, and until when."""

    criterion: str
    what: str
    reason: str
    planned: str


@dataclass(frozen=True)
class Checks:
    """What one full walk looked at: how many places, in which looks and voices; what it found."""

    day: date
    axe: str
    findings: int
    places: int
    looks: tuple[str, ...]
    walks: tuple[str, ...]


@dataclass(frozen=True)
class Statement:
    """What is known about how accessible the site is."""

    checks: Checks
    limits: tuple[Limit, ...]
    untested: tuple[str, ...]


@lru_cache(maxsize=1)
def statement() -> Statement:
    """Return what the last walk found and what is known not to work.

    Raises:
        TypeError: a row lacks something, or has too much.
    """
    checks: dict[str, Any] = yaml.safe_load(CHECKS.read_text("utf-8"))
    known: dict[str, Any] = yaml.safe_load(LIMITS.read_text("utf-8"))
    lists = {name: tuple(checks[name]) for name in ("looks", "walks")}
    return Statement(
        checks=Checks(**(checks | lists)),
        limits=tuple(Limit(**one) for one in known["limits"]),
        untested=tuple(known["untested"]),
    )
