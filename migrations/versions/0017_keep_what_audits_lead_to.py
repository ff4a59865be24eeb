"""Keep what audits lead to: proof of actions, the worker's reply, learning, and closing."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

# Neighbouring steps may have added a state of their own; none of them is refused here.
BEFORE = ("planned", "allocated", "draft", "submitted", "moderating", "agreed")
STATES = "ck_audits_auditstate"
# Dropped in this order, so that nothing refers to a table that has gone.
TABLES = ("attendees", "learning_sessions", "learning_aims", "replies", "follow_ups")


def upgrade() -> None:
    """Add the tables, and the state of an audit that is closed."""
    _add_follow_ups()
    _add_replies()
    _add_aims()
    _add_sessions()
    _allow_states(*BEFORE, "closed")


def downgrade() -> None:
    """Take them away; an audit that was closed counts as handed in again."""
    op.execute("UPDATE audits SET state = 'submitted' WHERE state = 'closed'")
    _allow_states(*BEFORE)
    for name in TABLES:
        op.drop_table(name)


def _allow_states(*states: str) -> None:
    allowed = ", ".join(f"'{state}'" for state in states)
    with op.batch_alter_table("audits", schema=None) as batch_op:
        batch_op.drop_constraint(op.f(STATES), type_="check")
        batch_op.create_check_constraint(op.f(STATES), sa.text(f"state IN ({allowed})"))


def _add_follow_ups() -> None:
    _table(
        "follow_ups",
        _to("action_id", nullable=False),
        _to("owner_id"),
        _to("survey_id"),
        sa.Column("question_key", sa.String(length=80), nullable=False),
        sa.Column("evidence_sealed", sa.LargeBinary(), nullable=True),
        _to("done_by_id"),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        _to("checked_by_id"),
        sa.Column("sent_back_sealed", sa.LargeBinary(), nullable=True),
        action_id=("actions", "CASCADE"),
        owner_id=("users", "RESTRICT"),
        survey_id=("surveys", "SET NULL"),
        done_by_id=("users", "RESTRICT"),
        checked_by_id=("users", "RESTRICT"),
    )


def _add_replies() -> None:
    _table(
        "replies",
        _to("audit_id", nullable=False),
        _to("by_id", nullable=False),
        _word("stance", "stance", "agrees", "disputes"),
        sa.Column("reflection_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("reasons_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("data_key", sa.LargeBinary(), nullable=False),
        audit_id=("audits", "CASCADE"),
        by_id=("users", "RESTRICT"),
    )


def _add_aims() -> None:
    _table(
        "learning_aims",
        sa.Column("theme_key", sa.String(length=80), nullable=False),
        sa.Column("aim_sealed", sa.LargeBinary(), nullable=False),
        _to("survey_id"),
        sa.Column("question_key", sa.String(length=80), nullable=False),
        _to("added_by_id", nullable=False),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.Column("data_key", sa.LargeBinary(), nullable=False),
        survey_id=("surveys", "SET NULL"),
        added_by_id=("users", "RESTRICT"),
    )


def _add_sessions() -> None:
    _table(
        "learning_sessions",
        _to("aim_id", nullable=False),
        _word("kind", "sessionkind", "lunch_and_learn", "supervision", "coaching", "other"),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("points_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("came", sa.Integer(), nullable=False),
        _to("added_by_id", nullable=False),
        sa.Column("data_key", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "came BETWEEN 0 AND 500", name=op.f("ck_learning_sessions_came_can_be")
        ),
        aim_id=("learning_aims", "CASCADE"),
        added_by_id=("users", "RESTRICT"),
    )
    op.create_index(op.f("ix_learning_sessions_held_on"), "learning_sessions", ["held_on"])
    _table(
        "attendees",
        _to("session_id", nullable=False),
        _to("user_id", nullable=False),
        session_id=("learning_sessions", "CASCADE"),
        user_id=("users", "CASCADE"),
    )


def _to(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def _word(name: str, kind: str, *words: str) -> sa.Column[str]:
    enum = sa.Enum(*words, name=kind, native_enum=False, create_constraint=True, length=32)
    return sa.Column(name, enum, nullable=False)


def _table(name: str, *columns: object, **targets: tuple[str, str]) -> None:
    """Create a table with a key, and an index and a foreign key for each target."""
    keys = [
        sa.ForeignKeyConstraint(
            [column], [f"{table}.id"], name=op.f(f"fk_{name}_{column}"), ondelete=ondelete
        )
        for column, (table, ondelete) in targets.items()
    ]
    op.create_table(
        name,
        *columns,
        sa.Column("id", sa.Uuid(), nullable=False),
        *keys,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    for column in targets:
        is_one = (name, column) in {("follow_ups", "action_id"), ("replies", "audit_id")}
        op.create_index(op.f(f"ix_{name}_{column}"), name, [column], unique=is_one)
