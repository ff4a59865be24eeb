"""The form of an improvement action, for the plan and for an audit."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, TypedDict

from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from app.domain.actions import Priority
from app.web.forms import DayField, StaffForm

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID


class ActionSaid(TypedDict):
    """What every action says, wherever it comes from."""

    what: str
    why: str
    owner_role: str
    due_on: date
    priority: Priority


class AuditActionForm(StaffForm):
    """One action of an audit."""

    what = StringField(
        "What will be done?",
        validators=[
            InputRequired("Say what will be done. Start with a verb."),
            Length(max=500),
        ],
    )
    why = TextAreaField(
        "How will this make life better for the child?",
        validators=[
            InputRequired("Say how this will make life better for the child."),
            Length(max=500),
        ],
    )
    owner_role = StringField(
        "Who will do it?",
        validators=[InputRequired("Say who will do it, by role."), Length(max=120)],
    )
    due_on = DayField("By when?", validators=[InputRequired("Give the day it must be done by.")])
    priority = RadioField(
        "How soon must it begin?",
        choices={Priority.STANDARD.value: "As planned", Priority.IMMEDIATE.value: "At once"},
        default=Priority.STANDARD.value,
    )

    def said(self) -> ActionSaid:
        """Return what was filled in, once it is valid, as `improving.add_action` takes it."""
        return ActionSaid(
            what=self.what.data or "",
            why=self.why.data or "",
            owner_role=self.owner_role.data or "",
            due_on=self.due_on.data or date.min,
            priority=Priority(self.priority.data),
        )


class ActionForm(AuditActionForm):
    """One action of a service's plan."""

    service = SelectField("Service")
    theme = SelectField("Which theme does it answer?")

    @classmethod
    def about(
        cls, services: Sequence[tuple[UUID, str]], themes: Sequence[tuple[UUID, str]]
    ) -> ActionForm:
        """Return the form for these services and themes."""
        form = cls()
        form.service.choices = {str(one): name for one, name in services}
        form.theme.choices = {"": "No one theme"} | {str(one): name for one, name in themes}
        return form
