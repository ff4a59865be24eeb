"""Keep which cases a draw was made from, so that it can be made again whatever came since."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; draws that were made before have none to show."""
    pool = sa.Column("pool", sa.JSON(), server_default="[]", nullable=False)
    op.add_column("case_draws", pool)


def downgrade() -> None:
    """Take it away."""
    with op.batch_alter_table("case_draws", schema=None) as batch_op:
        batch_op.drop_column("pool")
