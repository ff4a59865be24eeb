"""Keep the programme of audits: cycles, who audits, lists of cases, draws and conflicts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

TABLES = (
    "audit_conflicts",
    "audit_cases",
    "case_draws",
    "case_lists",
    "cycle_auditors",
    "audit_cycles",
)


def upgrade() -> None:
    """Add the tables."""
    _add_audit_cycles()
    _add_cycle_auditors()
    _add_case_lists()
    _add_case_draws()
    _add_audit_cases()
    _add_audit_conflicts()


def downgrade() -> None:
    """Forget the programme; audits that were begun in it stay."""
    for table in TABLES:
        op.drop_table(table)


def _add_audit_cycles() -> None:
    op.create_table(
        "audit_cycles",
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column(
            "kind",
            _word("auditkind", "conversational", "thematic", "dip_sample", "multi_agency"),
            nullable=False,
        ),
        sa.Column("theme", sa.String(length=120), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("target_per_auditor", sa.Integer(), nullable=False),
        sa.Column("target_per_team", sa.Integer(), nullable=False),
        sa.Column("share_moderated", sa.Integer(), nullable=False),
        sa.Column("opened_by_id", sa.Uuid(), nullable=False),
        sa.Column("data_key", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "share_moderated BETWEEN 0 AND 100", name=op.f("ck_audit_cycles_a_percentage")
        ),
        sa.CheckConstraint(
            "starts_on <= ends_on", name=op.f("ck_audit_cycles_ends_after_it_starts")
        ),
        _key("audit_cycles", "opened_by_id", "users", "RESTRICT"),
        _key("audit_cycles", "service_id", "services", "RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_cycles")),
    )
    op.create_index(op.f("ix_audit_cycles_ends_on"), "audit_cycles", ["ends_on"])
    op.create_index(op.f("ix_audit_cycles_opened_by_id"), "audit_cycles", ["opened_by_id"])
    op.create_index(op.f("ix_audit_cycles_service_id"), "audit_cycles", ["service_id"])


def _add_cycle_auditors() -> None:
    op.create_table(
        "cycle_auditors",
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("team", sa.String(length=120), nullable=False),
        sa.Column("leads", sa.JSON(), nullable=False),
        sa.Column("practitioner_hash", sa.String(length=64), nullable=False),
        sa.Column("target", sa.Integer(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        _key("cycle_auditors", "cycle_id", "audit_cycles", "CASCADE"),
        _key("cycle_auditors", "user_id", "users", "RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cycle_auditors")),
        sa.UniqueConstraint(
            "cycle_id", "user_id", name=op.f("uq_cycle_auditors_cycle_id_user_id")
        ),
    )
    op.create_index(op.f("ix_cycle_auditors_cycle_id"), "cycle_auditors", ["cycle_id"])
    op.create_index(op.f("ix_cycle_auditors_user_id"), "cycle_auditors", ["user_id"])


def _add_case_lists() -> None:
    op.create_table(
        "case_lists",
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("rows_kept", sa.Integer(), nullable=False),
        sa.Column("refused", sa.JSON(), nullable=False),
        sa.Column("uploaded_by_id", sa.Uuid(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("data_key", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _key("case_lists", "cycle_id", "audit_cycles", "CASCADE"),
        _key("case_lists", "uploaded_by_id", "users", "RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_lists")),
    )
    op.create_index(op.f("ix_case_lists_cycle_id"), "case_lists", ["cycle_id"])
    op.create_index(op.f("ix_case_lists_uploaded_by_id"), "case_lists", ["uploaded_by_id"])


def _add_case_draws() -> None:
    op.create_table(
        "case_draws",
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "strata", _word("strata", "none", "team", "cohort", "team_and_cohort"), nullable=False
        ),
        sa.Column("candidates", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("drawn_by_id", sa.Uuid(), nullable=False),
        sa.Column("drawn_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _key("case_draws", "cycle_id", "audit_cycles", "CASCADE"),
        _key("case_draws", "drawn_by_id", "users", "RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_draws")),
        sa.UniqueConstraint("cycle_id", "number", name=op.f("uq_case_draws_cycle_id_number")),
    )
    op.create_index(op.f("ix_case_draws_cycle_id"), "case_draws", ["cycle_id"])
    op.create_index(op.f("ix_case_draws_drawn_by_id"), "case_draws", ["drawn_by_id"])


def _add_audit_cases() -> None:
    op.create_table(
        "audit_cases",
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("case_hash", sa.String(length=64), nullable=False),
        sa.Column("case_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("practitioner_hash", sa.String(length=64), nullable=False),
        sa.Column("practitioner_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("team", sa.String(length=120), nullable=False),
        sa.Column("cohort", sa.String(length=40), nullable=False),
        sa.Column("last_audited_on", sa.Date(), nullable=True),
        sa.Column(
            "state", _word("casestate", "listed", "drawn", "allocated", "begun"), nullable=False
        ),
        sa.Column(
            "left_out", _word("leftout", "audited_lately", "in_another_cycle"), nullable=True
        ),
        sa.Column("draw_id", sa.Uuid(), nullable=True),
        sa.Column("auditor_id", sa.Uuid(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("reminded", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("reminded BETWEEN 0 AND 2", name=op.f("ck_audit_cases_two_reminders")),
        _key("audit_cases", "audit_id", "audits", "RESTRICT"),
        _key("audit_cases", "auditor_id", "users", "RESTRICT"),
        _key("audit_cases", "cycle_id", "audit_cycles", "CASCADE"),
        _key("audit_cases", "draw_id", "case_draws", "RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_cases")),
        sa.UniqueConstraint(
            "cycle_id", "case_hash", name=op.f("uq_audit_cases_cycle_id_case_hash")
        ),
    )
    op.create_index(op.f("ix_audit_cases_audit_id"), "audit_cases", ["audit_id"], unique=True)
    op.create_index(op.f("ix_audit_cases_auditor_id"), "audit_cases", ["auditor_id"])
    op.create_index(op.f("ix_audit_cases_case_hash"), "audit_cases", ["case_hash"])
    op.create_index(op.f("ix_audit_cases_cycle_id"), "audit_cases", ["cycle_id"])
    op.create_index(op.f("ix_audit_cases_draw_id"), "audit_cases", ["draw_id"])
    op.create_index(op.f("ix_audit_cases_due_on"), "audit_cases", ["due_on"])
    op.create_index(op.f("ix_audit_cases_state"), "audit_cases", ["state"])


def _add_audit_conflicts() -> None:
    op.create_table(
        "audit_conflicts",
        sa.Column("auditor_id", sa.Uuid(), nullable=False),
        sa.Column("about", _word("conflictwith", "case", "practitioner", "team"), nullable=False),
        sa.Column("subject_hash", sa.String(length=64), nullable=False),
        sa.Column("subject_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("declared_by_id", sa.Uuid(), nullable=False),
        sa.Column("declared_on", sa.Date(), nullable=False),
        sa.Column("data_key", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _key("audit_conflicts", "auditor_id", "users", "CASCADE"),
        _key("audit_conflicts", "declared_by_id", "users", "RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_conflicts")),
        sa.UniqueConstraint(
            "auditor_id",
            "about",
            "subject_hash",
            name=op.f("uq_audit_conflicts_auditor_id_about_subject_hash"),
        ),
    )
    op.create_index(op.f("ix_audit_conflicts_auditor_id"), "audit_conflicts", ["auditor_id"])
    op.create_index(
        op.f("ix_audit_conflicts_declared_by_id"), "audit_conflicts", ["declared_by_id"]
    )


def _word(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, length=32, create_constraint=True)


def _key(table: str, column: str, target: str, ondelete: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"), ondelete=ondelete
    )
