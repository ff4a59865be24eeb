"""Keep second readings of audits: draws, readings, how they ended, and who stood back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    _add_draws()
    _add_moderations()
    _add_what_belongs_to_them()


def _add_draws() -> None:
    op.create_table(
        "moderation_draws",
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("share", sa.Integer(), nullable=False),
        sa.Column("pool", sa.JSON(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("drawn_by_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "share BETWEEN 5 AND 100", name=op.f("ck_moderation_draws_share_in_per_cent")
        ),
        sa.ForeignKeyConstraint(
            ["drawn_by_id"],
            ["users.id"],
            name=op.f("fk_moderation_draws_drawn_by_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation_draws")),
    )
    op.create_index(
        op.f("ix_moderation_draws_drawn_by_id"), "moderation_draws", ["drawn_by_id"], unique=False
    )


def _add_moderations() -> None:
    op.create_table(
        "moderations",
        sa.Column("audit_id", sa.Uuid(), nullable=False),
        sa.Column("draw_id", sa.Uuid(), nullable=True),
        sa.Column(
            "selected_for",
            sa.Enum(
                "random",
                "outstanding",
                "inadequate",
                "dispute",
                name="selectedfor",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "grading",
                "comparing",
                "referred",
                "settled",
                name="moderationstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("moderator_id", sa.Uuid(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "agreed",
                "changed_up",
                "changed_down",
                "referred_to_panel",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("final_grade", sa.String(length=24), nullable=True),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("was_referred", sa.Boolean(), nullable=False),
        sa.Column("settled_by_id", sa.Uuid(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("disputed_by_id", sa.Uuid(), nullable=True),
        sa.Column("dispute_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("data_key", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["audit_id"], ["audits.id"], name=op.f("fk_moderations_audit_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["disputed_by_id"],
            ["users.id"],
            name=op.f("fk_moderations_disputed_by_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["draw_id"],
            ["moderation_draws.id"],
            name=op.f("fk_moderations_draw_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["moderator_id"],
            ["users.id"],
            name=op.f("fk_moderations_moderator_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_id"],
            ["users.id"],
            name=op.f("fk_moderations_settled_by_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderations")),
    )
    op.create_index(op.f("ix_moderations_audit_id"), "moderations", ["audit_id"], unique=True)
    op.create_index(
        op.f("ix_moderations_disputed_by_id"), "moderations", ["disputed_by_id"], unique=False
    )
    op.create_index(op.f("ix_moderations_draw_id"), "moderations", ["draw_id"], unique=False)
    op.create_index(
        op.f("ix_moderations_moderator_id"), "moderations", ["moderator_id"], unique=False
    )
    op.create_index(
        op.f("ix_moderations_settled_by_id"), "moderations", ["settled_by_id"], unique=False
    )
    op.create_index(op.f("ix_moderations_state"), "moderations", ["state"], unique=False)


def _add_what_belongs_to_them() -> None:
    op.create_table(
        "settled_grades",
        sa.Column("moderation_id", sa.Uuid(), nullable=False),
        sa.Column("question_key", sa.String(length=80), nullable=False),
        sa.Column("grade", sa.String(length=24), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["moderation_id"],
            ["moderations.id"],
            name=op.f("fk_settled_grades_moderation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("moderation_id", "question_key", name=op.f("pk_settled_grades")),
    )
    op.create_index(
        op.f("ix_settled_grades_moderation_id"), "settled_grades", ["moderation_id"], unique=False
    )
    op.create_table(
        "stood_back",
        sa.Column("moderation_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["moderation_id"],
            ["moderations.id"],
            name=op.f("fk_stood_back_moderation_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_stood_back_user_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("moderation_id", "user_id", name=op.f("pk_stood_back")),
    )
    op.create_index(
        op.f("ix_stood_back_moderation_id"), "stood_back", ["moderation_id"], unique=False
    )
    op.create_index(op.f("ix_stood_back_user_id"), "stood_back", ["user_id"], unique=False)


def downgrade() -> None:
    """Forget second readings; the auditors' own grades stay."""
    for table in ("stood_back", "settled_grades", "moderations", "moderation_draws"):
        op.drop_table(table)
