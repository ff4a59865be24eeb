"""Keep agencies, the parts that they write in an audit, and who writes each."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

VOICES_BEFORE = ("child", "parent_or_carer", "practitioner", "auditor", "moderator", "agency")
ROLES_BEFORE = (
    "practitioner", "moderator", "participation", "safeguarding", "board", "administrator",
    "governance",
)  # fmt: skip


def upgrade() -> None:
    """Add the tables, the columns, two voices and a role."""
    _allow("audit_parts", "voice", (*VOICES_BEFORE, "manager", "joint"))
    _allow("memberships", "role", (*ROLES_BEFORE, "partner"))
    op.execute(
        "ALTER TABLE audit_parts ADD COLUMN agency_state VARCHAR(32) "
        "CONSTRAINT ck_audit_parts_agencystate "
        "CHECK (agency_state IN ('writing', 'handed_in', 'left_out'))"
    )
    op.add_column("audit_parts", sa.Column("agency_state_at", sa.DateTime(timezone=True)))
    op.add_column(
        "actions", sa.Column("agency", sa.String(length=80), server_default="", nullable=False)
    )
    op.create_table(
        "agencies",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agencies")),
        sa.UniqueConstraint("name", name=op.f("uq_agencies_name")),
    )
    _add_authors()


def downgrade() -> None:
    """Forget agencies and partners, and the parts that an older site could not open.

    What was written in them stays as responses that belong to no audit.
    """
    op.drop_table("part_authors")
    op.drop_table("agencies")
    op.drop_column("actions", "agency")
    op.execute("DELETE FROM audit_parts WHERE voice IN ('manager', 'joint', 'agency')")
    op.drop_column("audit_parts", "agency_state_at")
    with op.batch_alter_table("audit_parts") as table:
        table.drop_constraint(op.f("ck_audit_parts_agencystate"), type_="check")
        table.drop_column("agency_state")
    _allow("audit_parts", "voice", VOICES_BEFORE)
    op.execute("DELETE FROM memberships WHERE role = 'partner'")
    _allow("memberships", "role", ROLES_BEFORE)


def _allow(table_name: str, column: str, words: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{word}'" for word in words)
    name = op.f(f"ck_{table_name}_{column}")
    with op.batch_alter_table(table_name) as table:
        table.drop_constraint(name, type_="check")
        table.create_check_constraint(name, f"{column} IN ({listed})")


def _add_authors() -> None:
    op.create_table(
        "part_authors",
        sa.Column("part_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["part_id"],
            ["audit_parts.id"],
            name=op.f("fk_part_authors_part_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_part_authors_user_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_part_authors")),
        sa.UniqueConstraint("part_id", "user_id", name=op.f("uq_part_authors_part_id_user_id")),
    )
    op.create_index(op.f("ix_part_authors_part_id"), "part_authors", ["part_id"])
    op.create_index(op.f("ix_part_authors_user_id"), "part_authors", ["user_id"])
