"""Keep photos of drawings that belong to an audit."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

PHOTOS = "audit_photos"
VOICES = (
    "child",
    "parent_or_carer",
    "practitioner",
    "auditor",
    "manager",
    "moderator",
    "agency",
    "joint",
)
TARGETS = {
    "audit_id": ("audits", "CASCADE"),
    "device_id": ("capture_devices", "SET NULL"),
    "by_id": ("users", "RESTRICT"),
}


def upgrade() -> None:
    """Add the table."""
    voice = sa.Enum(*VOICES, name="voice", native_enum=False, create_constraint=True, length=32)
    keys = [
        sa.ForeignKeyConstraint(
            [column], [f"{table}.id"], name=op.f(f"fk_{PHOTOS}_{column}"), ondelete=ondelete
        )
        for column, (table, ondelete) in TARGETS.items()
    ]
    op.create_table(
        PHOTOS,
        sa.Column("audit_id", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("voice", voice, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("thumbnail_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("is_removed", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        *keys,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{PHOTOS}")),
    )
    for column in TARGETS:
        op.create_index(op.f(f"ix_{PHOTOS}_{column}"), PHOTOS, [column])


def downgrade() -> None:
    """Forget the photos; the audits stay."""
    op.drop_table(PHOTOS)
