"""What is said when a change of the codebook or a decision is refused, and what was kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash

from app.db import unit_of_work
from app.domain.errors import Conflict, Invalid

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from app.web.forms import StaffForm

REFUSED = {
    "no_draft": "There is no draft any more: somebody put it in use or threw it away.",
    "codebook_empty": "The draft has no theme, so nothing could be found with it. The draft is "
    "kept and nothing else was changed. Add a theme, or throw the draft away.",
    "themes_undescribed": "A theme has no definition, so nobody could tell what belongs in it. "
    "The draft is kept and nothing else was changed. Write the definition first.",
    "theme_gone": "The draft no longer has a theme that this is about. Nothing was changed.",
    "proposal_decided": "Somebody has decided on this proposal already. Nothing was changed.",
    "already_coded": "These words carry that theme already. Nothing was changed.",
    "decided_meanwhile": "A colleague has decided about these words since you opened them, or the "
    "machine has read them again. Nothing was changed. This is how they stand now.",
    "same_theme": "A theme cannot be merged into itself. Nothing was changed. Choose another.",
}


def done(act: Callable[[Session], object], form: StaffForm | None = None) -> bool:
    """Do something in one unit of work; say why when it is refused."""
    try:
        with unit_of_work() as session:
            act(session)
    except Invalid as refused:
        if form is not None:
            form.take(refused.fields)
        else:
            known = " ".join(refused.fields.values())
            flash(REFUSED.get(refused.code) or known, "error")
        return False
    except Conflict as refused:
        flash(REFUSED[refused.code], "error")
        return False
    return True
