"""Keep recordings of questions, each with the words that it says."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

TABLE = "spoken_wordings"


def upgrade() -> None:
    """Add the table, and to each survey the mark that it has any."""
    op.create_table(
        TABLE,
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("question_key", sa.String(length=80), nullable=False),
        sa.Column("voice", sa.String(length=40), nullable=False),
        sa.Column("words_hash", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["survey_id"],
            ["surveys.id"],
            name=op.f("fk_spoken_wordings_survey_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spoken_wordings")),
        sa.UniqueConstraint(
            "survey_id", "words_hash", name=op.f("uq_spoken_wordings_survey_id_words_hash")
        ),
    )
    op.create_index(op.f("ix_spoken_wordings_survey_id"), TABLE, ["survey_id"])
    op.add_column(
        "surveys", sa.Column("is_spoken", sa.Boolean(), server_default=sa.false(), nullable=False)
    )


def downgrade() -> None:
    """Forget the recordings; the device then reads every question."""
    op.drop_column("surveys", "is_spoken")
    op.drop_table(TABLE)
