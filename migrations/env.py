"""How a migration meets the database: on the connection it is given, as one transaction."""

from __future__ import annotations

from alembic import context

from app.db.models import Base


def main() -> None:
    """Run the steps on the connection that the caller opened."""
    connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


main()
