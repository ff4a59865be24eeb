"""Keep what a model learned, sealed, so that every process need not learn it again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "kept_models",
        sa.Column("learning_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("data_key", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["learning_id"],
            ["learnings.id"],
            name=op.f("fk_kept_models_learning_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_models")),
    )
    op.create_index(op.f("ix_kept_models_learning_id"), "kept_models", ["learning_id"])
    op.create_index(op.f("ix_kept_models_name"), "kept_models", ["name"])


def downgrade() -> None:
    """Forget what was learned; the next job learns it again."""
    op.drop_index(op.f("ix_kept_models_name"), table_name="kept_models")
    op.drop_index(op.f("ix_kept_models_learning_id"), table_name="kept_models")
    op.drop_table("kept_models")
