"""The step that keeps agencies can be undone where agencies have written."""

from __future__ import annotations

from sqlalchemy import inspect, text

from app.db.migrating import migrate
from app.domain.people import Role
from app.services import agency_parts
from tests.audits import WHOLE, a_form, an_actor, an_audit, asked, writes

BEFORE = "0017"


class TestDowngrade:
    def test_forgets_what_an_older_site_could_not_open(self, database):
        """Parts of agencies and partners go, the voices stay, and no words are lost."""
        with database.unit_of_work() as session:
            a_form(session)
            lead = an_actor(session, Role.PRACTITIONER)
            audit_id = an_audit(session, lead)
            author, part_id = asked(session, audit_id, "Police", lead)
            writes(session, part_id, author, WHOLE | {"agency_safe_now": ["yes"]})
            agency_parts.hand_in(session, part_id, by=author)
        migrate(database, BEFORE)
        with database.engine.connect() as connection:
            voices = connection.scalars(text("SELECT voice FROM audit_parts ORDER BY voice")).all()
            partners = connection.scalar(
                text("SELECT count(*) FROM memberships WHERE role = 'partner'")
            )
            responses = connection.scalar(text("SELECT count(*) FROM responses"))

        assert ["auditor", "child", "parent_or_carer", "practitioner"] == voices
        assert 0 == partners
        # Four voices, the manager, the agency, and all of them together.
        assert 7 == responses
        assert "agencies" not in inspect(database.engine).get_table_names()
