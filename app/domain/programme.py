"""A programme of audits: where a case stands, why it is left out, and what keeps auditors away."""

from __future__ import annotations

import calendar
from datetime import date
from enum import StrEnum

# A case that was audited so lately is left to rest (DOMAIN 1.2, step 1).
REST_MONTHS = 6
REMIND_BEFORE_DAYS = 7
LONGEST_TEAM = 120


class CaseState(StrEnum):
    """Where a case stands in a cycle."""

    LISTED = "listed"
    DRAWN = "drawn"
    ALLOCATED = "allocated"
    BEGUN = "begun"


class LeftOut(StrEnum):
    """Why a case on the list could not be drawn."""

    AUDITED_LATELY = "audited_lately"
    IN_ANOTHER_CYCLE = "in_another_cycle"

    @property
    def label(self) -> str:
        """The reason as people say it."""
        return LEFT_OUT_LABELS[self]


LEFT_OUT_LABELS = {
    LeftOut.AUDITED_LATELY: "It was audited in the last six months.",
    LeftOut.IN_ANOTHER_CYCLE: "It waits for its audit in another cycle.",
}


class ConflictWith(StrEnum):
    """What a declared conflict is with."""

    CASE = "case"
    PRACTITIONER = "practitioner"
    TEAM = "team"

    @property
    def label(self) -> str:
        """What it is with, as people say it."""
        return CONFLICT_LABELS[self]


CONFLICT_LABELS = {
    ConflictWith.CASE: "this case or this family",
    ConflictWith.PRACTITIONER: "the worker",
    ConflictWith.TEAM: "the whole team",
}


class Strata(StrEnum):
    """What a sample is spread over, so that each kind of case is in it."""

    NONE = "none"
    TEAM = "team"
    COHORT = "cohort"
    TEAM_AND_COHORT = "team_and_cohort"

    @property
    def label(self) -> str:
        """The choice as people say it."""
        return STRATA_LABELS[self]


STRATA_LABELS = {
    Strata.TEAM: "Spread over the teams",
    Strata.COHORT: "Spread over the kinds of plan",
    Strata.TEAM_AND_COHORT: "Spread over the kinds of plan in each team",
    Strata.NONE: "From the whole list",
}


def months_before(day: date, months: int) -> date:
    """Return the same day some months before, or the last of that month when it is shorter.

    >>> months_before(date(2026, 8, 31), 6)
    datetime.date(2026, 2, 28)
    """
    count = day.year * 12 + day.month - 1 - months
    year, month = count // 12, count % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def is_resting(last_audited_on: date | None, today: date) -> bool:
    """Return whether a case was audited in the last six months.

    >>> is_resting(date(2026, 5, 1), date(2026, 11, 1))
    True
    """
    return last_audited_on is not None and last_audited_on >= months_before(today, REST_MONTHS)


def stands(starts_on: date, ends_on: date, today: date) -> str:
    """Return where a cycle stands on a day, in a word.

    >>> stands(date(2026, 11, 1), date(2026, 11, 30), date(2026, 12, 1))
    'over'
    """
    if today < starts_on:
        return "to come"
    return "over" if today > ends_on else "running"
