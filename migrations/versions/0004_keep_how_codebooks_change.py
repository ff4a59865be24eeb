"""Keep how codebooks change, and what the machine proposes to change."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "codebook_steps",
        sa.Column("codebook_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "added",
                "edited",
                "merged",
                "split",
                "retired",
                name="stepkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("theme_key", sa.String(length=64), nullable=False),
        sa.Column("theme_name", sa.String(length=160), nullable=False),
        sa.Column("other_key", sa.String(length=64), nullable=False),
        sa.Column("other_name", sa.String(length=160), nullable=False),
        sa.Column("taken_by_id", sa.Uuid(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["codebook_id"],
            ["codebooks.id"],
            name=op.f("fk_codebook_steps_codebook_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["taken_by_id"],
            ["users.id"],
            name=op.f("fk_codebook_steps_taken_by_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_codebook_steps")),
        sa.UniqueConstraint(
            "codebook_id", "number", name=op.f("uq_codebook_steps_codebook_id_number")
        ),
    )
    op.create_index(
        op.f("ix_codebook_steps_codebook_id"), "codebook_steps", ["codebook_id"], unique=False
    )
    op.create_index(
        op.f("ix_codebook_steps_taken_by_id"), "codebook_steps", ["taken_by_id"], unique=False
    )
    op.create_table(
        "theme_proposals",
        sa.Column("codebook_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "new",
                "merge",
                "split",
                name="proposalkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "taken",
                "dismissed",
                name="proposalstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("theme_key", sa.String(length=64), nullable=False),
        sa.Column("other_key", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("other_size", sa.Integer(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("data_key", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["codebook_id"],
            ["codebooks.id"],
            name=op.f("fk_theme_proposals_codebook_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"],
            ["users.id"],
            name=op.f("fk_theme_proposals_decided_by_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme_proposals")),
    )
    op.create_index(
        op.f("ix_theme_proposals_codebook_id"), "theme_proposals", ["codebook_id"], unique=False
    )
    op.create_index(
        op.f("ix_theme_proposals_decided_by_id"),
        "theme_proposals",
        ["decided_by_id"],
        unique=False,
    )
    op.create_table(
        "proposed_passages",
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("half", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"],
            ["theme_proposals.id"],
            name=op.f("fk_proposed_passages_proposal_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["response_id", "question_id"],
            ["answers.response_id", "answers.question_id"],
            name=op.f("fk_proposed_passages_response_id_question_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "proposal_id", "response_id", "question_id", name=op.f("pk_proposed_passages")
        ),
    )
    op.create_index(
        "ix_proposed_passages_answer",
        "proposed_passages",
        ["response_id", "question_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_proposed_passages_proposal_id"),
        "proposed_passages",
        ["proposal_id"],
        unique=False,
    )


def downgrade() -> None:
    """Take the tables away."""
    op.drop_index(op.f("ix_proposed_passages_proposal_id"), table_name="proposed_passages")
    op.drop_index("ix_proposed_passages_answer", table_name="proposed_passages")
    op.drop_table("proposed_passages")
    op.drop_index(op.f("ix_theme_proposals_decided_by_id"), table_name="theme_proposals")
    op.drop_index(op.f("ix_theme_proposals_codebook_id"), table_name="theme_proposals")
    op.drop_table("theme_proposals")
    op.drop_index(op.f("ix_codebook_steps_taken_by_id"), table_name="codebook_steps")
    op.drop_index(op.f("ix_codebook_steps_codebook_id"), table_name="codebook_steps")
    op.drop_table("codebook_steps")
