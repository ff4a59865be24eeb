"""Keep invitations, the addresses they go to, and which responses a person must look at first."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

WAYS = ("letter", "message")
ENVELOPE_STATES = ("waiting", "sending", "sent", "refused")


def upgrade() -> None:
    """Add the tables and the two marks."""
    _add_mailings()
    op.create_table(
        "invitations",
        sa.Column("mailing_id", sa.Uuid(), nullable=False),
        sa.Column("used", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _key("invitations", "mailing_id", "mailings", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
    )
    op.create_index(op.f("ix_invitations_mailing_id"), "invitations", ["mailing_id"])
    op.create_table(
        "invitation_codes",
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("invitation_id", sa.Uuid(), nullable=False),
        _key("invitation_codes", "invitation_id", "invitations", "CASCADE"),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_invitation_codes")),
    )
    op.create_index(
        op.f("ix_invitation_codes_invitation_id"), "invitation_codes", ["invitation_id"]
    )
    _add_envelopes()
    op.add_column(
        "surveys",
        sa.Column("is_by_invitation", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.add_column(
        "responses",
        sa.Column("is_held", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.create_index(op.f("ix_responses_is_held"), "responses", ["is_held"])


def downgrade() -> None:
    """Forget invitations; what was held counts again."""
    op.drop_index(op.f("ix_responses_is_held"), table_name="responses")
    op.drop_column("responses", "is_held")
    op.drop_column("surveys", "is_by_invitation")
    op.drop_table("envelopes")
    op.drop_table("invitation_codes")
    op.drop_table("invitations")
    op.drop_table("mailings")


def _add_mailings() -> None:
    op.create_table(
        "mailings",
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column(
            "way",
            sa.Enum(*WAYS, name="way", native_enum=False, length=32, create_constraint=True),
            nullable=False,
        ),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("keeps_addresses", sa.Boolean(), nullable=False),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.Column("codes_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("data_key", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("reminders BETWEEN 0 AND 2", name=op.f("ck_mailings_two_reminders")),
        _key("mailings", "survey_id", "surveys", "RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailings")),
    )
    op.create_index(op.f("ix_mailings_survey_id"), "mailings", ["survey_id"])
    op.create_index(op.f("ix_mailings_expires_on"), "mailings", ["expires_on"])


def _add_envelopes() -> None:
    op.create_table(
        "envelopes",
        sa.Column("mailing_id", sa.Uuid(), nullable=False),
        sa.Column("invitation_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                *ENVELOPE_STATES,
                name="envelopestate",
                native_enum=False,
                length=32,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("address_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("code_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        _key("envelopes", "mailing_id", "mailings", "CASCADE"),
        _key("envelopes", "invitation_id", "invitations", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_envelopes")),
    )
    op.create_index(op.f("ix_envelopes_mailing_id"), "envelopes", ["mailing_id"])
    op.create_index(op.f("ix_envelopes_invitation_id"), "envelopes", ["invitation_id"])


def _key(table: str, column: str, target: str, ondelete: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"), ondelete=ondelete
    )
