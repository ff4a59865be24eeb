"""Let codings be suggestions, and keep what each model learned and how well."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BEFORE = ("proposed", "accepted", "rejected")
AFTER = ("suggested", *BEFORE)


def upgrade() -> None:
    """Widen the states of a coding and add the tables."""
    _allow(AFTER)
    op.create_table(
        "learnings",
        sa.Column("codebook_id", sa.Uuid(), nullable=False),
        sa.Column("model", sa.String(length=64), nullable=False),
        sa.Column("model_version", sa.String(length=64), nullable=False),
        sa.Column("own_answers", sa.Integer(), nullable=False),
        sa.Column("shipped_examples", sa.Integer(), nullable=False),
        sa.Column("decided_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("learned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["codebook_id"],
            ["codebooks.id"],
            name=op.f("fk_learnings_codebook_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learnings")),
    )
    op.create_index(op.f("ix_learnings_codebook_id"), "learnings", ["codebook_id"], unique=False)
    op.create_table(
        "theme_cards",
        sa.Column("learning_id", sa.Uuid(), nullable=False),
        sa.Column("theme_id", sa.Uuid(), nullable=False),
        sa.Column("is_learned", sa.Boolean(), nullable=False),
        sa.Column("examples", sa.Integer(), nullable=False),
        sa.Column("own_examples", sa.Integer(), nullable=False),
        sa.Column("precision", sa.Double(), nullable=False),
        sa.Column("recall", sa.Double(), nullable=False),
        sa.Column("f1", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["learning_id"],
            ["learnings.id"],
            name=op.f("fk_theme_cards_learning_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["themes.id"], name=op.f("fk_theme_cards_theme_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("learning_id", "theme_id", name=op.f("pk_theme_cards")),
    )
    op.create_index(
        op.f("ix_theme_cards_learning_id"), "theme_cards", ["learning_id"], unique=False
    )
    op.create_index(op.f("ix_theme_cards_theme_id"), "theme_cards", ["theme_id"], unique=False)


def downgrade() -> None:
    """Forget what was learned; suggestions go, for nothing counted them."""
    op.drop_index(op.f("ix_theme_cards_theme_id"), table_name="theme_cards")
    op.drop_index(op.f("ix_theme_cards_learning_id"), table_name="theme_cards")
    op.drop_table("theme_cards")
    op.drop_index(op.f("ix_learnings_codebook_id"), table_name="learnings")
    op.drop_table("learnings")
    op.execute("DELETE FROM codings WHERE state = 'suggested'")
    _allow(BEFORE)


def _allow(states: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{state}'" for state in states)
    with op.batch_alter_table("codings") as table:
        table.drop_constraint(op.f("ck_codings_codingstate"), type_="check")
        table.create_check_constraint(op.f("ck_codings_codingstate"), f"state IN ({listed})")
