"""The forms of multi-agency audits: asking somebody to write, and the list of agencies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wtforms import SelectField, StringField
from wtforms.validators import InputRequired

from app.web.action_forms import AuditActionForm
from app.web.forms import StaffForm

if TYPE_CHECKING:
    from app.services.agency_views import AgenciesPage

JOINT = "All of us together"


class InviteForm(StaffForm):
    """An agency, and who writes its part."""

    agency = SelectField("Which agency?", validators=[InputRequired("Choose an agency.")])
    author = SelectField("Who writes its part?", validators=[InputRequired("Choose a person.")])

    @classmethod
    def about(cls, page: AgenciesPage) -> InviteForm:
        """Return the form for the agencies and people that can be asked."""
        form = cls()
        form.agency.choices = {"": "Choose"} | {str(one): name for one, name in page.agencies}
        form.author.choices = {"": "Choose"} | {str(one): name for one, name in page.people}
        return form


class AgencyActionForm(AuditActionForm):
    """One action of one agency, or of all of them."""

    whose = SelectField("Whose action is it?")

    @classmethod
    def about(cls, page: AgenciesPage) -> AgencyActionForm:
        """Return the form for the agencies of one audit."""
        form = cls()
        names = {part.progress.name: part.progress.name for part in page.parts}
        form.whose.choices = {"": JOINT} | names
        return form


class AgencyForm(StaffForm):
    """An agency for the list."""

    name = StringField(
        "Name of the agency", validators=[InputRequired("Write the name of the agency.")]
    )
