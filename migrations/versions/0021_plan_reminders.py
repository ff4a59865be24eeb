"""Plan reminders of invitations: after how many days they go out without anybody pressing."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the days; what was made before waits for somebody to press."""
    every = sa.Column("remind_every", sa.Integer(), nullable=False, server_default=sa.text("0"))
    op.add_column("mailings", every)
    op.add_column("mailings", sa.Column("reminded_on", sa.Date(), nullable=True))


def downgrade() -> None:
    """Forget which days were planned; reminders that were sent stay counted."""
    op.drop_column("mailings", "reminded_on")
    op.drop_column("mailings", "remind_every")
