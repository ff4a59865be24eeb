"""Keep the devices that audits are captured on, and every revision of a field that they send."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

DEVICES = "capture_devices"
REVISIONS = "audit_revisions"


def upgrade() -> None:
    """Add both tables."""
    op.create_table(
        DEVICES,
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.Column("heard_on", sa.Date(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["users.id"],
            name=op.f("fk_capture_devices_user_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_capture_devices")),
    )
    op.create_index(op.f("ix_capture_devices_user_id"), DEVICES, ["user_id"])
    op.create_table(
        REVISIONS,
        sa.Column("audit_id", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=80), nullable=False),
        sa.Column("seen", sa.JSON(), nullable=False),
        sa.Column("raw_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["audit_id"],
            ["audits.id"],
            name=op.f("fk_audit_revisions_audit_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["device_id"],
            ["capture_devices.id"],
            name=op.f("fk_audit_revisions_device_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["by_id"],
            ["users.id"],
            name=op.f("fk_audit_revisions_by_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_revisions")),
        sa.UniqueConstraint("audit_id", "number", name=op.f("uq_audit_revisions_audit_id_number")),
    )
    for name in ("audit_id", "device_id", "by_id"):
        op.create_index(op.f(f"ix_audit_revisions_{name}"), REVISIONS, [name])


def downgrade() -> None:
    """Forget the devices and the revisions; the answers themselves stay."""
    op.drop_table(REVISIONS)
    op.drop_table(DEVICES)
