"""The forms of accounts: signing in, and adding a member of staff."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wtforms import PasswordField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from app.domain.people import Role
from app.services import changing_password
from app.services.accounts import problems_with
from app.web.forms import StaffForm

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID


class SignInForm(StaffForm):
    """Who you are."""

    email = StringField(
        "E-mail address", validators=[InputRequired("Write your e-mail address."), Length(max=254)]
    )
    password = PasswordField(
        "Password", validators=[InputRequired("Write your password."), Length(max=256)]
    )


class PasswordForm(StaffForm):
    """The password that you have, and the one that you want."""

    password = PasswordField(
        "The password that you have now",
        validators=[InputRequired("Write the password that you have now."), Length(max=256)],
    )
    new_password = PasswordField(
        "The new password", validators=[InputRequired("Write the password that you want.")]
    )

    def refused(self) -> Mapping[str, str]:
        """Return what the service would refuse, by field."""
        return changing_password.problems_with(
            self.password.data or "", self.new_password.data or ""
        )


class NewPasswordForm(StaffForm):
    """The password that somebody sets by a link."""

    new_password = PasswordField(
        "Your new password", validators=[InputRequired("Write the password that you want.")]
    )

    def refused(self) -> Mapping[str, str]:
        """Return what the service would refuse, by field."""
        return changing_password.problems_with("", self.new_password.data or "")


class AddPersonForm(StaffForm):
    """A new member of staff with their first role."""

    name = StringField("Name", validators=[InputRequired("Write their name."), Length(max=200)])
    email = StringField(
        "E-mail address",
        validators=[InputRequired("Write their e-mail address."), Length(max=254)],
    )
    role = SelectField("Role", choices={role.value: role.label for role in Role})
    service = SelectField("Service")
    password = PasswordField(
        "First password", validators=[InputRequired("Give them a first password.")]
    )

    def refused(self) -> Mapping[str, str]:
        """Return what the service would refuse, by field."""
        return problems_with(self.name.data or "", self.email.data or "", self.password.data or "")

    @classmethod
    def about(cls, services: Sequence[tuple[UUID, str]]) -> AddPersonForm:
        """Return the form for these services."""
        form = cls()
        form.service.choices = {"": "Every service"} | {str(one): name for one, name in services}
        return form
