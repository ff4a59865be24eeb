"""Keep what was promised: identity that freezes, who said yes, and how paper was entered.

The guards are triggers, because a check of one table cannot look into another.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

UNPROMISED = (
    "NEW.kind <> 'import' AND NEW.state = 'live' "
    "AND (trim(NEW.decision_maker) = '' OR NEW.told_by IS NULL)"
)
# name: (moment, condition, message), all of the table of surveys
GUARDS = {
    "surveys_identity_frozen": (
        "UPDATE",
        "OLD.identity <> NEW.identity AND EXISTS (SELECT 1 FROM responses "
        "JOIN survey_versions ON survey_versions.id = responses.version_id "
        "WHERE survey_versions.survey_id = OLD.id)",
        "identity is frozen by the first response",
    ),
    "surveys_promised": ("INSERT", UNPROMISED, "a live survey says who decides and by when"),
    "surveys_still_promised": ("UPDATE", UNPROMISED, "a live survey says who decides and by when"),
}


def upgrade() -> None:
    """Add the columns, the tables and the guards."""
    op.execute(
        "ALTER TABLE surveys ADD COLUMN consent VARCHAR(32) DEFAULT 'none' NOT NULL "
        "CONSTRAINT ck_surveys_consent CHECK (consent IN ('none', 'own', 'carer'))"
    )
    op.execute("ALTER TABLE surveys ADD COLUMN checked_share INTEGER DEFAULT 10 NOT NULL")
    _add_consents()
    _add_paper_returns()
    for name, guard in GUARDS.items():
        _guard(name, *guard)


def downgrade() -> None:
    """Take them away; what was entered stays as responses, without who entered it."""
    for name in GUARDS:
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"DROP TRIGGER {name}")
        else:
            op.execute(f"DROP TRIGGER {name} ON surveys")
            op.execute(f"DROP FUNCTION {name}()")
    op.drop_table("paper_returns")
    op.drop_table("consents_given")
    op.execute("ALTER TABLE surveys DROP COLUMN checked_share")
    op.execute("ALTER TABLE surveys DROP COLUMN consent")


def _add_consents() -> None:
    op.create_table(
        "consents_given",
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column(
            "giver",
            sa.Enum(
                "carer",
                "person",
                name="giver",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("words_version", sa.String(length=40), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["response_id"],
            ["responses.id"],
            name=op.f("fk_consents_given_response_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("response_id", "giver", name=op.f("pk_consents_given")),
    )
    op.create_index(op.f("ix_consents_given_response_id"), "consents_given", ["response_id"])


def _add_paper_returns() -> None:
    op.create_table(
        "paper_returns",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("data_key", sa.LargeBinary(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=False),
        sa.Column("is_sampled", sa.Boolean(), nullable=False),
        sa.Column("checked_by", sa.Uuid(), nullable=True),
        sa.Column("second_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("compared", sa.Integer(), nullable=False),
        sa.Column("same", sa.Integer(), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=True),
        *[
            sa.ForeignKeyConstraint(
                [column], [target], name=op.f(f"fk_paper_returns_{column}"), ondelete=ondelete
            )
            for column, target, ondelete in (
                ("survey_id", "surveys.id", "RESTRICT"),
                ("response_id", "responses.id", "CASCADE"),
                ("entered_by", "users.id", "RESTRICT"),
                ("checked_by", "users.id", "RESTRICT"),
            )
        ],
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_returns")),
        sa.UniqueConstraint("survey_id", "number", name=op.f("uq_paper_returns_survey_id_number")),
        sa.CheckConstraint(
            "checked_by IS NULL OR checked_by <> entered_by",
            name=op.f("ck_paper_returns_two_people"),
        ),
        sa.CheckConstraint(
            "same >= 0 AND same <= compared", name=op.f("ck_paper_returns_counts_in_order")
        ),
    )
    op.create_index(
        op.f("ix_paper_returns_response_id"), "paper_returns", ["response_id"], unique=True
    )
    for column in ("entered_by", "checked_by"):
        op.create_index(op.f(f"ix_paper_returns_{column}"), "paper_returns", [column])


def _guard(name: str, moment: str, condition: str, message: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {moment} ON surveys WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {condition} THEN RAISE EXCEPTION '{message}' "
        f"USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {moment} ON surveys FOR EACH ROW EXECUTE FUNCTION {name}()"
    )
