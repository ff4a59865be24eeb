"""The form that publishes a questionnaire: every promise to those who will answer."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from wtforms import BooleanField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from app.domain.surveys import Consent, Identity
from app.services.promises import LONGEST_SLUG, Promise, problems_with
from app.web.forms import DayField, StaffForm

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from surveys.definition import Definition

IDENTITIES = {
    Identity.ANONYMOUS.value: "Anonymous: nobody can find out who answered",
    Identity.CONFIDENTIAL.value: "Confidential: only to keep somebody safe",
    Identity.NAMED.value: "Named: people say who they are",
}
CONSENTS = {
    Consent.NONE.value: "Nobody: starting is enough, as for adults",
    Consent.OWN.value: "The person: a page asks them, in words for their age",
    Consent.CARER.value: "A carer first, and then the child alone",
}
# Below this age a carer is asked first, unless the organisation's own policy says otherwise
# (UK, common law on competence; DOMAIN 4.5).
OWN_YES_FROM, ADULT_FROM = 13, 16


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
    consent = RadioField(
        "Who says yes before the first question?",
        choices=CONSENTS,
        invalid_choice_message="Choose one of the three.",
    )
    renews = BooleanField("Yes, change what people were promised")

    @classmethod
    def about(cls, definition: Definition, services: Sequence[tuple[UUID, str]]) -> PublishForm:
        """Return the form for a questionnaire, with what it offers filled in."""
        form = cls()
        form.service_id.choices = {str(key): name for key, name in services}
        if not form.is_submitted():
            form.slug.data = definition.key.replace("_", "-")
            form.identity.data = definition.identity
            form.consent.data = _usual_consent(definition).value
        return form

    def refused(self) -> Mapping[str, str]:
        """Return what the service would refuse, by field."""
        return problems_with(
            self.slug.data or "", self.decision_maker.data or "", self.told_by.data
        )

    def promise(self) -> Promise:
        """Return what was promised."""
        return Promise(
            UUID(self.service_id.data),
            self.slug.data or "",
            self.decision_maker.data or "",
            self.told_by.data,
            Consent(self.consent.data),
        )


class PromiseForm(StaffForm):
    """What can be said otherwise after a survey was published."""

    decision_maker = PublishForm.decision_maker
    told_by = PublishForm.told_by

    @classmethod
    def about(cls, decision_maker: str, told_by: date | None) -> PromiseForm:
        """Return the form with what is promised now filled in."""
        form = cls()
        if not form.is_submitted():
            form.decision_maker.data, form.told_by.data = decision_maker, told_by
        return form


def _usual_consent(definition: Definition) -> Consent:
    if definition.age_from is None or definition.age_from >= ADULT_FROM:
        return Consent.NONE
    return Consent.OWN if definition.age_from >= OWN_YES_FROM else Consent.CARER
