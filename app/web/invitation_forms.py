"""The form that makes invitations: a number of letters, or a file of addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_wtf.file import FileField
from wtforms import BooleanField, IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Optional

from app import tabular
from app.domain.errors import Invalid
from app.domain.invitations import REMIND_EVERY
from app.services import addresses
from app.services.invitation_plans import Plan, problems_with
from app.web.forms import DayField, StaffForm

if TYPE_CHECKING:
    from collections.abc import Mapping

    from werkzeug.datastructures import FileStorage

EITHER = "Write how many letters, or choose a file of addresses."
EVERY = {
    0: "Only when you press the button",
    **{
        days: f"By themselves, after {days} days and after {2 * days}"
        for days in REMIND_EVERY
        if days
    },
}
NOT_BOTH = "Choose a file of addresses or a number of letters, not both."


class InviteForm(StaffForm):
    """Which invitations are to be made."""

    name = StringField("What are they called?", validators=[InputRequired("Give them a name.")])
    expires_on = DayField(
        "Last day to answer", validators=[InputRequired("Give the last day to answer.")]
    )
    count = IntegerField("How many letters?", validators=[Optional()])
    file = FileField("Or a file of e-mail addresses (CSV or .xlsx)")
    keeps_addresses = BooleanField("Keep the addresses sealed until two reminders are sent")
    remind_every = SelectField("When do reminders go out?", choices=EVERY, coerce=int, default=0)

    def refused(self) -> Mapping[str, str]:
        """Return what a service would refuse, by field; the addresses are read on the way."""
        self.addresses: tuple[str, ...] = ()
        file: FileStorage | None = self.file.data
        if bool(file) == bool(self.count.data):
            return {"count": NOT_BOTH if file else EITHER}
        if file:
            try:
                self.addresses = addresses.addresses_of(tabular.read(file.read()))
            except Invalid as invalid:
                unread = "We cannot read this file. Save it as CSV or .xlsx and try again."
                return invalid.fields or {"file": unread}
        return problems_with(self.plan())

    def plan(self) -> Plan:
        """Return what was asked for."""
        return Plan(
            name=self.name.data or "",
            expires_on=self.expires_on.data,
            count=self.count.data or 0,
            addresses=self.addresses,
            keeps_addresses=bool(self.keeps_addresses.data),
            remind_every=self.remind_every.data or 0,
        )
