"""The page of a cycle: everything about it, with a form for each step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app, render_template

from app.db import unit_of_work
from app.services import cycles, programme_views
from app.web.access import actor
from app.web.programme_forms import AuditorForm, CaseListForm, ConflictForm, DrawForm, DueForm

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from app.web.forms import StaffForm


def cycle_page(cycle_id: UUID, sent: StaffForm | None = None) -> ResponseReturnValue:
    """Show a cycle; a form that was sent and refused stands in its place with what was typed."""
    with unit_of_work() as session:
        page = programme_views.cycle_page(session, cycle_id, by=actor())
        people = cycles.possible_auditors(session, page.service_id)
    forms: dict[str, StaffForm] = {
        "auditor": AuditorForm(formdata=None),
        "upload": CaseListForm(formdata=None),
        "draw": DrawForm(formdata=None),
        "due": DueForm(formdata=None, due_on=page.line.ends_on),
        "conflict": ConflictForm(formdata=None),
    }
    for name, form in forms.items():
        if isinstance(sent, type(form)):
            forms[name] = sent
    forms["auditor"]["user_id"].choices = {str(key): name for key, name in people}
    forms["conflict"]["auditor_id"].choices = {
        str(one.user_id): one.completion.name for one in page.auditors
    }
    shown = render_template(
        "pages/programme/cycle.html",
        page=page,
        forms=forms,
        sent=sent,
        largest=current_app.config["SETTINGS"].upload_megabytes,
    )
    return shown, 422 if sent else 200
