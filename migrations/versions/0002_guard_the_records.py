"""Guard the records that may never change: published versions, concern events, activity.

INSERT OR REPLACE passes a BEFORE DELETE trigger in SQLite unless recursive_triggers is on, so
the activity record also refuses to insert a number that it already has.
"""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# name: (table, moment, condition, message)
GUARDS = {
    "survey_versions_frozen": (
        "survey_versions",
        "UPDATE",
        "OLD.published_at IS NOT NULL AND (OLD.definition_hash <> NEW.definition_hash "
        "OR CAST(OLD.definition AS TEXT) <> CAST(NEW.definition AS TEXT) "
        "OR OLD.number <> NEW.number OR NEW.published_at IS NULL)",
        "a published version cannot be changed",
    ),
    "survey_versions_kept": (
        "survey_versions",
        "DELETE",
        "OLD.published_at IS NOT NULL",
        "a published version cannot be removed",
    ),
    "concern_events_frozen": ("concern_events", "UPDATE", "TRUE", "concern events only grow"),
    "concern_events_kept": ("concern_events", "DELETE", "TRUE", "concern events only grow"),
    "activity_entries_frozen": ("activity_entries", "UPDATE", "TRUE", "activity only grows"),
    "activity_entries_kept": ("activity_entries", "DELETE", "TRUE", "activity only grows"),
    "activity_entries_new": (
        "activity_entries",
        "INSERT",
        "EXISTS (SELECT 1 FROM activity_entries WHERE seq = NEW.seq)",
        "activity only grows",
    ),
}


def upgrade() -> None:
    """Add the guards."""
    for name, guard in GUARDS.items():
        if op.get_bind().dialect.name == "sqlite":
            _guard_sqlite(name, *guard)
        else:
            _guard_postgresql(name, *guard)


def downgrade() -> None:
    """Take the guards away."""
    for name, (table, *_) in GUARDS.items():
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"DROP TRIGGER {name}")
        else:
            op.execute(f"DROP TRIGGER {name} ON {table}")
            op.execute(f"DROP FUNCTION {name}()")


def _guard_sqlite(name: str, table: str, moment: str, condition: str, message: str) -> None:
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {moment} ON {table} WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
    )


def _guard_postgresql(name: str, table: str, moment: str, condition: str, message: str) -> None:
    result = "OLD" if moment == "DELETE" else "NEW"
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {condition} THEN RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        f"RETURN {result}; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {moment} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
    )
