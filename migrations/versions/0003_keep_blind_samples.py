"""Keep blind samples, who codes them, and what each coder gave."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "blind_samples",
        sa.Column("codebook_id", sa.Uuid(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("model", sa.String(length=64), nullable=False),
        sa.Column("model_version", sa.String(length=64), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("drawn_by_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("size > 0", name=op.f("ck_blind_samples_size_of_some")),
        sa.ForeignKeyConstraint(
            ["codebook_id"],
            ["codebooks.id"],
            name=op.f("fk_blind_samples_codebook_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["drawn_by_id"],
            ["users.id"],
            name=op.f("fk_blind_samples_drawn_by_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blind_samples")),
    )
    op.create_index(
        op.f("ix_blind_samples_codebook_id"), "blind_samples", ["codebook_id"], unique=False
    )
    op.create_index(
        op.f("ix_blind_samples_drawn_by_id"), "blind_samples", ["drawn_by_id"], unique=False
    )
    op.create_table(
        "blind_coders",
        sa.Column("sample_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sample_id"],
            ["blind_samples.id"],
            name=op.f("fk_blind_coders_sample_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_blind_coders_user_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blind_coders")),
        sa.UniqueConstraint(
            "sample_id", "user_id", name=op.f("uq_blind_coders_sample_id_user_id")
        ),
    )
    op.create_index(op.f("ix_blind_coders_sample_id"), "blind_coders", ["sample_id"], unique=False)
    op.create_index(op.f("ix_blind_coders_user_id"), "blind_coders", ["user_id"], unique=False)
    op.create_table(
        "sampled_surveys",
        sa.Column("sample_id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sample_id"],
            ["blind_samples.id"],
            name=op.f("fk_sampled_surveys_sample_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"],
            ["surveys.id"],
            name=op.f("fk_sampled_surveys_survey_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("sample_id", "survey_id", name=op.f("pk_sampled_surveys")),
    )
    op.create_index(
        op.f("ix_sampled_surveys_sample_id"), "sampled_surveys", ["sample_id"], unique=False
    )
    op.create_index(
        op.f("ix_sampled_surveys_survey_id"), "sampled_surveys", ["survey_id"], unique=False
    )
    op.create_table(
        "sampled_passages",
        sa.Column("sample_id", sa.Uuid(), nullable=False),
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("stratum", sa.String(length=64), nullable=False),
        sa.Column("weight", sa.Double(), nullable=False),
        sa.Column("machine_keys", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("weight > 0", name=op.f("ck_sampled_passages_stands_for_some")),
        sa.ForeignKeyConstraint(
            ["response_id", "question_id"],
            ["answers.response_id", "answers.question_id"],
            name=op.f("fk_sampled_passages_response_id_question_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["sample_id"],
            ["blind_samples.id"],
            name=op.f("fk_sampled_passages_sample_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sampled_passages")),
        sa.UniqueConstraint(
            "sample_id", "position", name=op.f("uq_sampled_passages_sample_id_position")
        ),
    )
    op.create_index(
        "ix_sampled_passages_answer",
        "sampled_passages",
        ["response_id", "question_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_sampled_passages_sample_id"), "sampled_passages", ["sample_id"], unique=False
    )
    op.create_table(
        "blind_readings",
        sa.Column("coder_id", sa.Uuid(), nullable=False),
        sa.Column("passage_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "done",
                "skipped",
                name="readingstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("theme_keys", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["coder_id"],
            ["blind_coders.id"],
            name=op.f("fk_blind_readings_coder_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["passage_id"],
            ["sampled_passages.id"],
            name=op.f("fk_blind_readings_passage_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("coder_id", "passage_id", name=op.f("pk_blind_readings")),
    )
    op.create_index(
        op.f("ix_blind_readings_coder_id"), "blind_readings", ["coder_id"], unique=False
    )
    op.create_index(
        op.f("ix_blind_readings_passage_id"), "blind_readings", ["passage_id"], unique=False
    )


def downgrade() -> None:
    """Take the tables away."""
    op.drop_index(op.f("ix_blind_readings_passage_id"), table_name="blind_readings")
    op.drop_index(op.f("ix_blind_readings_coder_id"), table_name="blind_readings")
    op.drop_table("blind_readings")
    op.drop_index(op.f("ix_sampled_passages_sample_id"), table_name="sampled_passages")
    op.drop_index("ix_sampled_passages_answer", table_name="sampled_passages")
    op.drop_table("sampled_passages")
    op.drop_index(op.f("ix_sampled_surveys_survey_id"), table_name="sampled_surveys")
    op.drop_index(op.f("ix_sampled_surveys_sample_id"), table_name="sampled_surveys")
    op.drop_table("sampled_surveys")
    op.drop_index(op.f("ix_blind_coders_user_id"), table_name="blind_coders")
    op.drop_index(op.f("ix_blind_coders_sample_id"), table_name="blind_coders")
    op.drop_table("blind_coders")
    op.drop_index(op.f("ix_blind_samples_drawn_by_id"), table_name="blind_samples")
    op.drop_index(op.f("ix_blind_samples_codebook_id"), table_name="blind_samples")
    op.drop_table("blind_samples")
