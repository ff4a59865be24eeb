"""Keep photos and recordings that people answer with, sealed, with their answers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TABLE = "answer_files"
COLUMNS = ("response_id", "question_id")


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        TABLE,
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("thumbnail_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            COLUMNS,
            [f"answers.{name}" for name in COLUMNS],
            name=op.f("fk_answer_files_response_id_question_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["response_id"],
            ["responses.id"],
            name=op.f("fk_answer_files_response_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["questions.id"],
            name=op.f("fk_answer_files_question_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_files")),
        sa.UniqueConstraint(*COLUMNS, name=op.f("uq_answer_files_response_id_question_id")),
    )
    for name in COLUMNS:
        op.create_index(op.f(f"ix_answer_files_{name}"), TABLE, [name])


def downgrade() -> None:
    """Forget the photos and recordings; their answers then say that they are gone."""
    op.drop_table(TABLE)
