"""What is sent from the pages of second readings, and what is said when it is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wtforms import IntegerField, TextAreaField
from wtforms.validators import InputRequired

from app.services.moderation_draws import SHARE
from app.services.reconciling import Settling
from app.web.forms import StaffForm

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.domain.errors import Conflict

FINAL, REASON = "final-", "reason-"
REFUSED = {
    "moderator_is_auditor": "You did this audit, so somebody else must read it again.",
    "moderator_is_practitioner": "This audit is about your own work, so you can't read it again.",
    "moderator_knows_grades": (
        "You read the first grades of this audit among those of its case, so somebody else must "
        "read it again."
    ),
    "moderator_has_conflict": (
        "You declared a conflict, or stood back, so somebody else must read this audit."
    ),
    "decider_is_moderator": (
        "You read this audit the second time. Somebody who has read neither time decides."
    ),
    "conflict_not_denied": (
        "Tick that you have no conflict before you take an audit. If you know the child, the "
        "family or the work, choose “I must stand back”."
    ),
    "moderation_taken": "Somebody else has taken this audit. Nothing was changed.",
    "moderation_incomplete": "Something is not graded yet. All that you gave is kept.",
    "moderation_submitted": "Your grades were handed in already and can't be changed.",
    "moderation_final": "This was decided for good, so it can't be referred or disputed again.",
    "not_yours_to_decide": "This is not yours to decide, or it is settled already.",
    "disputed_already": "This audit's grades were disputed already. What was said is kept.",
    "not_graded_yet": "This audit has no grade yet, so there is nothing to dispute.",
}


class DrawForm(StaffForm):
    """How large a share of audits is drawn by chance."""

    share = IntegerField(
        "How many of each hundred audits are drawn by chance?",
        validators=[InputRequired(SHARE)],
    )


class DisputeForm(StaffForm):
    """Why somebody sees an audit's grades differently."""

    why = TextAreaField("What do you see differently, and what is the evidence?")


def refused(conflict: Conflict) -> str:
    """Return why something was refused, in a sentence."""
    return REFUSED[conflict.code]


def settling_of(form: Mapping[str, str]) -> Settling:
    """Return what was decided about the final grades, as it was sent."""
    return Settling(
        grades={name.removeprefix(FINAL): form[name] for name in form if name.startswith(FINAL)},
        reasons={
            name.removeprefix(REASON): form[name] for name in form if name.startswith(REASON)
        },
        note=form.get("note", ""),
    )
