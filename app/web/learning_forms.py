"""The forms of what audits lead to: owned actions, aims, sessions, and a worker's reply."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from wtforms import IntegerField, RadioField, SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from app.domain.practice import SESSION_LABELS, SessionKind, Stance
from app.services import following, learning_plan
from app.services.learning_plan import NewSession
from app.web.action_forms import AuditActionForm
from app.web.forms import DayField, StaffForm

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.services.impact import Measure
    from app.services.learning_points import GroupLine

    People = Sequence[tuple[UUID, str]]

NO_MEASURE = "Nothing that we ask"


class OwnedActionForm(AuditActionForm):
    """One action of an audit, with its owner by name and the question that will show impact."""

    owner = SelectField("Who is that by name?", default="")
    measure = SelectField("Which question will show that it helped?", default="")

    @classmethod
    def about(cls, people: People, measures: Sequence[Measure]) -> OwnedActionForm:
        """Return the form with these people and questions to choose from."""
        form = cls()
        form.owner.choices = {"": "Nobody by name: the role sees to it"} | _named(people)
        form.measure.choices = _measures(measures)
        return form

    def care(self) -> following.Care:
        """Return who sees to the action, and its question."""
        survey_id, key = _measure(self.measure.data)
        owner_id = UUID(self.owner.data) if self.owner.data else None
        return following.Care(owner_id, survey_id, key)


class ReplyForm(StaffForm):
    """What a worker says of an audit of their own practice."""

    stance = RadioField(
        "Do you see it as the auditor does?",
        choices={
            Stance.AGREES.value: "Yes, by and large",
            Stance.DISPUTES.value: "No, I see something differently",
        },
        validators=[InputRequired("Choose yes or no.")],
    )
    reasons = TextAreaField(
        "If not: what do you see differently, and what shows it?", validators=[Length(max=2000)]
    )
    reflection = TextAreaField("What do you take from this audit?", validators=[Length(max=2000)])


class AimForm(StaffForm):
    """One line of the learning plan."""

    theme = SelectField("Which theme is it about?")
    aim = TextAreaField(
        "What do we want to get better at?",
        validators=[
            InputRequired("Say what we want to get better at, for children."),
            Length(max=500),
        ],
    )
    measure = SelectField("Which question will show it?", default="")

    @classmethod
    def about(
        cls, groups: Sequence[GroupLine], measures: Sequence[Measure], chosen: str = ""
    ) -> AimForm:
        """Return the form with these themes and questions; `chosen` is the theme it opens with."""
        form = cls(data={"theme": chosen})
        form.theme.choices = {line.key: line.label for line in groups}
        form.measure.choices = _measures(measures)
        return form

    def chosen_measure(self) -> tuple[UUID | None, str]:
        """Return the survey and key of the question."""
        return _measure(self.measure.data)


class SessionForm(StaffForm):
    """One learning session that was held."""

    kind = RadioField(
        "What kind of session was it?",
        choices={kind.value: label for kind, label in SESSION_LABELS.items()},
        default=SessionKind.LUNCH_AND_LEARN.value,
    )
    held_on = DayField("On which day?", validators=[InputRequired("Give the day.")])
    topics = TextAreaField(
        "What did you talk about?",
        validators=[InputRequired("Say what you talked about."), Length(max=500)],
    )
    came = IntegerField(
        "How many came?", validators=[Optional(), NumberRange(0, 500, "Write a number up to 500.")]
    )
    who = SelectMultipleField("Who came?")

    @classmethod
    def about(cls, people: People) -> SessionForm:
        """Return the form with these people to tick."""
        form = cls()
        form.who.choices = _named(people)
        return form

    def refused(self) -> Mapping[str, str]:
        """Return what the service would refuse, by field."""
        return learning_plan.problems_with(self.held())

    def held(self) -> NewSession:
        """Return what was filled in, as far as it can be read."""
        kind = self.kind.data if self.kind.data in set(SessionKind) else self.kind.default
        who = [one for one in self.who.data or () if one in self.who.choices]
        return NewSession(
            kind=SessionKind(kind),
            held_on=self.held_on.data or date.min,
            topics=self.topics.data or "",
            came=self.came.data,
            who=tuple(UUID(one) for one in who),
        )


def _named(people: People) -> dict[str, str]:
    return {str(one): name for one, name in people}


def _measures(measures: Sequence[Measure]) -> dict[str, str]:
    return {"": NO_MEASURE} | {one.value: one.label for one in measures}


def _measure(value: str | None) -> tuple[UUID | None, str]:
    survey_id, _, key = (value or "").partition("/")
    return (UUID(survey_id), key) if key else (None, "")
