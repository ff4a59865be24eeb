"""Keep the keys of drafts: a browser's, a link's and a typed code's, and the tries at codes.

A draft that was begun before this step has no link and no code; it stays open in its browser.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

KINDS = sa.Enum(
    "browser",
    "link",
    "code",
    name="draftkeykind",
    native_enum=False,
    create_constraint=True,
    length=32,
)


def upgrade() -> None:
    """Move what opens a draft into rows of their own, so that several may."""
    op.create_table(
        "draft_keys",
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("kind", KINDS, nullable=False),
        sa.ForeignKeyConstraint(
            ["response_id"],
            ["responses.id"],
            name=op.f("fk_draft_keys_response_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("key_hash", name=op.f("pk_draft_keys")),
    )
    op.create_index(op.f("ix_draft_keys_response_id"), "draft_keys", ["response_id"])
    op.execute(
        "INSERT INTO draft_keys (key_hash, response_id, kind) "
        "SELECT resume_hash, id, 'browser' FROM responses WHERE resume_hash IS NOT NULL"
    )
    with op.batch_alter_table("responses") as table:
        table.drop_constraint(op.f("uq_responses_resume_hash"), type_="unique")
        table.drop_column("resume_hash")
    op.create_table(
        "code_tries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_tries")),
    )
    op.create_index(op.f("ix_code_tries_at"), "code_tries", ["at"])


def downgrade() -> None:
    """Let one browser keep each draft; links and codes open nothing any more."""
    op.drop_index(op.f("ix_code_tries_at"), "code_tries")
    op.drop_table("code_tries")
    with op.batch_alter_table("responses") as table:
        table.add_column(sa.Column("resume_hash", sa.String(length=64), nullable=True))
        table.create_unique_constraint(op.f("uq_responses_resume_hash"), ["resume_hash"])
    op.execute(
        "UPDATE responses SET resume_hash = (SELECT min(key_hash) FROM draft_keys "
        "WHERE draft_keys.response_id = responses.id AND kind = 'browser')"
    )
    op.drop_index(op.f("ix_draft_keys_response_id"), "draft_keys")
    op.drop_table("draft_keys")
