"""Keep which words were not understood: they have no feeling, and a reason."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

REASONS = sa.Enum(
    "other_language",
    "no_words",
    "partly",
    name="notunderstood",
    native_enum=False,
    create_constraint=True,
    length=32,
)


def upgrade() -> None:
    """Let a reading have no feeling when it has a reason."""
    with op.batch_alter_table("sentiments") as table:
        table.alter_column("label", existing_type=sa.String(length=32), nullable=True)
        table.alter_column("strength", existing_type=sa.Double(), nullable=True)
        table.add_column(sa.Column("not_understood", REASONS, nullable=True))
        table.create_check_constraint(
            op.f("ck_sentiments_felt_or_not_understood"),
            "(label IS NULL) = (strength IS NULL) AND (label IS NOT NULL OR "
            "(not_understood IS NOT NULL AND not_understood != 'partly'))",
        )


def downgrade() -> None:
    """Forget the reasons; what had no feeling is read again by the next run."""
    op.execute("DELETE FROM sentiments WHERE label IS NULL")
    with op.batch_alter_table("sentiments") as table:
        table.drop_constraint(op.f("ck_sentiments_felt_or_not_understood"), type_="check")
        table.drop_constraint(op.f("ck_sentiments_notunderstood"), type_="check")
        table.drop_column("not_understood")
        table.alter_column("strength", existing_type=sa.Double(), nullable=False)
        table.alter_column("label", existing_type=sa.String(length=32), nullable=False)
