"""The form that publishes a questionnaire: every promise to those who will answer."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from wtforms import DateField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from app.domain.surveys import Identity
from app.services.publishing import LONGEST_SLUG, Promise
from app.web.forms import StaffForm

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    told_by = DateField(
        "When will people be told what was decided?",
        format=["%Y-%m-%d", "%d/%m/%Y"],
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

    def promise(self) -> Promise:
        """Return what was promised."""
        return Promise(
            UUID(self.service_id.data),
            self.slug.data or "",
            self.decision_maker.data or "",
            self.told_by.data,
        )
