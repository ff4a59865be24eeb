"""The form that publishes a questionnaire: every promise to those who will answer."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from wtforms import RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from app import clock
from app.domain.surveys import Identity
from app.services.publishing import LONGEST_SLUG, Promise, problems_with
from app.web.forms import DayField, StaffForm

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from surveys.definition import Definition

IDENTITIES = {
    Identity.ANONYMOUS.value: "Anonymous: nobody can find out who answered",
    Identity.CONFIDENTIAL.value: "Confidential: only to keep somebody safe",
    Identity.NAMED.value: "Named: people say who they are",
}


class PublishForm(StaffForm):
    """What must be said before anybody is asked."""

    service_id = SelectField(
        "Service",
        validators=[InputRequired("Choose a service.")],
        invalid_choice_message="Choose one of your services.",
    )
    slug = StringField(
        "The end of its address",
        validators=[
            InputRequired("Write the end of the address, like our-voice."),
            Length(max=LONGEST_SLUG, message="Use no more than %(max)d characters."),
        ],
    )
    decision_maker = StringField(
        "Who decides on what people say?",
        validators=[InputRequired("Say who will decide on the answers."), Length(max=200)],
    )
    told_by = DayField(
        "When will people be told what was decided?",
        validators=[InputRequired("Give the day by which people are told.")],
        invalid_value_message="Write the day like 31/01/2027.",
    )
    identity = RadioField(
        "Can you tell who answered?",
        choices=IDENTITIES,
        invalid_choice_message="Choose one of the three.",
    )

    @classmethod
    def about(cls, definition: Definition, services: Sequence[tuple[UUID, str]]) -> PublishForm:
        """Return the form for a questionnaire, with what it offers filled in."""
        form = cls()
        form.service_id.choices = {str(key): name for key, name in services}
        if not form.is_submitted():
            form.slug.data = definition.key.replace("_", "-")
            form.identity.data = definition.identity
        return form

    def refused(self) -> Mapping[str, str]:
        """Return what the service would refuse, by field."""
        found = problems_with(
            self.slug.data or "", self.decision_maker.data or "", self.told_by.data
        )
        if self.told_by.data and self.told_by.data < clock.today():
            found["told_by"] = "This day has gone. Give one that is still to come."
        return found

    def promise(self) -> Promise:
        """Return what was promised."""
        return Promise(
            UUID(self.service_id.data),
            self.slug.data or "",
            self.decision_maker.data or "",
            self.told_by.data,
        )
