"""Which invitations are to be made, and why a plan of some can't be followed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from app import clock
from app.domain.invitations import MOST_LETTERS, MOST_MESSAGES, REMIND_EVERY, Way

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

LONGEST_NAME = 100


@dataclass(frozen=True)
class Plan:
    """Which invitations are to be made: addresses, or a number of letters without any."""

    name: str
    expires_on: date | None
    count: int = 0
    addresses: tuple[str, ...] = field(default=(), repr=False)
    keeps_addresses: bool = False
    remind_every: int = 0

    @property
    def way(self) -> Way:
        """How they go out."""
        return Way.MESSAGE if self.addresses else Way.LETTER

    @property
    def size(self) -> int:
        """How many there are."""
        return len(self.addresses) or self.count


def problems_with(plan: Plan) -> Mapping[str, str]:
    """Return what is wrong with a plan, by field."""
    found: dict[str, str] = {}
    if not plan.name.strip() or len(plan.name) > LONGEST_NAME:
        found["name"] = f"Give them a name of no more than {LONGEST_NAME} characters."
    most = MOST_MESSAGES if plan.way is Way.MESSAGE else MOST_LETTERS
    if not 1 <= plan.size <= most:
        found["count"] = f"Make at least one and no more than {most:,} at a time."
    if plan.expires_on is None or plan.expires_on <= clock.today():
        found["expires_on"] = "Give a day that is still to come."
    elif plan.remind_every and (wrong := _wrong_with_reminders(plan, plan.expires_on)):
        found["remind_every"] = wrong
    return found


def _wrong_with_reminders(plan: Plan, expires_on: date) -> str:
    if plan.remind_every not in REMIND_EVERY:
        return "Choose one of these."
    if not plan.addresses:
        return "Letters can't be reminded of: nobody knows who has which. Choose no reminders."
    if not plan.keeps_addresses:
        return "Reminders need the addresses. Let them be kept, or choose no reminders."
    if clock.today() + timedelta(days=plan.remind_every) > expires_on:
        return "The first reminder would come after the last day. Choose fewer days."
    return ""
