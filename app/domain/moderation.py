"""A second reading of audits: which are read again, by whom, and how it may end."""

from __future__ import annotations

from enum import StrEnum
from math import ceil
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from uuid import UUID

# Of what was handed in, in per cent (DOMAIN 1.4: commonly 10 to 25). Without audits drawn by
# chance, whoever reads again would know that each is outstanding or inadequate.
DEFAULT_SHARE, LEAST_SHARE, MOST_SHARE = 20, 5, 100
# The judgements that cost most when they are wrong are always read again.
ALWAYS_READ = frozenset({"outstanding", "inadequate"})
SEEDS = 2**31


class SelectedFor(StrEnum):
    """Why an audit is read again; kept from the moderator until they have graded."""

    RANDOM = "random"
    OUTSTANDING = "outstanding"
    INADEQUATE = "inadequate"
    DISPUTE = "dispute"


class ModerationState(StrEnum):
    """How far a second reading has come."""

    WAITING = "waiting"
    GRADING = "grading"
    COMPARING = "comparing"
    REFERRED = "referred"
    SETTLED = "settled"

    @property
    def is_blind(self) -> bool:
        """Whether the moderator must not see what the auditor gave."""
        return self in {ModerationState.WAITING, ModerationState.GRADING}


class Outcome(StrEnum):
    """How the two readings ended."""

    AGREED = "agreed"
    CHANGED_UP = "changed_up"
    CHANGED_DOWN = "changed_down"
    REFERRED = "referred_to_panel"

    @property
    def label(self) -> str:
        """The outcome as people say it."""
        return OUTCOME_LABELS[self]


OUTCOME_LABELS = {
    Outcome.AGREED: "The auditor's grade stands",
    Outcome.CHANGED_UP: "Changed to a higher grade",
    Outcome.CHANGED_DOWN: "Changed to a lower grade",
    Outcome.REFERRED: "Referred to a final decider",
}


def drawn(pool: Sequence[UUID], *, share: int, seed: int) -> frozenset[UUID]:
    """Return the audits drawn by chance: the share in per cent, rounded up.

    The same pool in the same order, share and seed give the same draw.

    Raises:
        ValueError: the share is not one that may be drawn.

    Source: simple random sampling without replacement, Cochran (1977), Sampling Techniques,
    chapter 2.
    """
    if not LEAST_SHARE <= share <= MOST_SHARE:
        raise ValueError("the share is out of bounds")
    size = ceil(len(pool) * share / 100)
    return frozenset(Random(seed).sample(pool, size))


def reason_to_read(audit_id: UUID, grade: str | None, by_chance: Collection[UUID]) -> str:
    """Return why an audit is read again, or nothing when it is not.

    What was drawn by chance says so even when it is outstanding or inadequate: only those drawn
    by chance show how far grades can be trusted in general.
    """
    if audit_id in by_chance:
        return SelectedFor.RANDOM
    return SelectedFor(grade) if grade in ALWAYS_READ else ""


def why_not(
    user_id: UUID,
    *,
    auditor_id: UUID,
    practitioner_id: UUID | None,
    earlier_reader_id: UUID | None,
    stood_back: Collection[UUID],
) -> str:
    """Return the code of what keeps somebody from reading an audit again; nothing when they may.

    `earlier_reader_id` is the second reader, where it is about the final decision.
    """
    if user_id == auditor_id:
        return "moderator_is_auditor"
    if user_id == practitioner_id:
        return "moderator_is_practitioner"
    if user_id == earlier_reader_id:
        return "decider_is_moderator"
    return "moderator_has_conflict" if user_id in stood_back else ""


def outcome_of(first: int | None, final: int | None) -> Outcome:
    """Return how a reading ended, from the ranks of the first and the final overall grade.

    What was not graded has no rank, so a grade in its place, or the other way round, only
    changes: up when there is a grade now, down when there is none.
    """
    before, after = first or 0, final or 0
    if before == after:
        return Outcome.AGREED
    return Outcome.CHANGED_UP if after > before else Outcome.CHANGED_DOWN
