"""Keep what people decide on the workbench, so that it can be undone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def _word(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "decisions",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            _word("decisionkind", "accepted", "rejected", "replaced", "added", "checked"),
            nullable=False,
        ),
        sa.Column(
            "state",
            _word("decisionstate", "standing", "undone", "overtaken"),
            nullable=False,
        ),
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["response_id", "question_id"],
            ["answers.response_id", "answers.question_id"],
            name=op.f("fk_decisions_response_id_question_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_decisions_user_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
        sa.UniqueConstraint("user_id", "number", name=op.f("uq_decisions_user_id_number")),
    )
    op.create_index("ix_decisions_answer", "decisions", ["response_id", "question_id"])
    op.create_index(op.f("ix_decisions_user_id"), "decisions", ["user_id"])
    op.create_table(
        "decision_changes",
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("coding_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state_before",
            _word("codingstate", "suggested", "proposed", "accepted", "rejected"),
            nullable=True,
        ),
        sa.Column("decided_by_before_id", sa.Uuid(), nullable=True),
        sa.Column("decided_before_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("start_before", sa.Integer(), nullable=True),
        sa.Column("end_before", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"],
            ["decisions.id"],
            name=op.f("fk_decision_changes_decision_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["coding_id"],
            ["codings.id"],
            name=op.f("fk_decision_changes_coding_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_before_id"],
            ["users.id"],
            name=op.f("fk_decision_changes_decided_by_before_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("decision_id", "coding_id", name=op.f("pk_decision_changes")),
    )
    for column in ("decision_id", "coding_id", "decided_by_before_id"):
        op.create_index(op.f(f"ix_decision_changes_{column}"), "decision_changes", [column])


def downgrade() -> None:
    """Forget the way back; what was decided stays decided."""
    for column in ("decided_by_before_id", "coding_id", "decision_id"):
        op.drop_index(op.f(f"ix_decision_changes_{column}"), table_name="decision_changes")
    op.drop_table("decision_changes")
    op.drop_index(op.f("ix_decisions_user_id"), table_name="decisions")
    op.drop_index("ix_decisions_answer", table_name="decisions")
    op.drop_table("decisions")
