"""Measure how long it takes to bring in a file of comments and theme them; print JSON.

    python -m bench.importing [FILE --text COLUMN --question COLUMN] [--rows N]

Without a file, comments are made from a few invented sentences. Everything runs on a fresh
SQLite database in a temporary folder, as the web process, the import job and the theming job do.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import random
import sys
import tempfile
import time
from pathlib import Path
from uuid import UUID, uuid4

from analysis.codebook import shipped
from app import db
from app.db import sealing
from app.db.migrating import migrate
from app.db.models import Membership, Service, User
from app.domain.people import Actor, Role
from app.services import codebooks, import_views, importing
from app.services.import_rows import Columns
from app.worker import importing as taking_in
from app.worker import theming

SEED = 2026
ROWS = 3_374
OPENINGS = ("My worker", "The office", "The new house", "Our family meeting", "The phone line")
MIDDLES = ("listened to me", "was always late", "felt safe", "changed without a word", "was kind")
ENDINGS = ("and I was glad.", "so I gave up asking.", "and nobody told me why.", "every time.")
QUESTIONS = ("What was good?", "What could be better?", "Please tell us why.")


def main() -> int:
    """Import one file and print the seconds of each step."""
    given = arguments()
    content = given.file.read_bytes() if given.file else made_up(given.rows)
    with tempfile.TemporaryDirectory() as folder:
        seconds = measure(content, Columns(given.text, given.question), Path(folder))
    json.dump(seconds, sys.stdout, indent=2)
    print()
    return 0


def made_up(rows: int) -> bytes:
    """Return a file of invented comments, the same every time."""
    draw = random.Random(SEED)
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(["text", "question"])
    for number in range(rows):
        words = f"{draw.choice(OPENINGS)} {draw.choice(MIDDLES)} {draw.choice(ENDINGS)}"
        writer.writerow([f"{words} ({number})", draw.choice(QUESTIONS)])
    return stream.getvalue().encode()


def measure(content: bytes, columns: Columns, folder: Path) -> dict[str, float]:
    """Return the seconds of each step, and how many rows it was about."""
    sealing.use(sealing.Keyring(os.urandom(32)))
    database = db.use(db.Database(f"sqlite:///{folder / 'bench.db'}"))
    migrate(database)
    by, service_id = _officer()
    began = time.perf_counter()
    opened = importing.open_file(content)
    read = time.perf_counter()
    about = {"title": "Bench", "audience": "parents", "file_name": "bench.csv"}
    with db.unit_of_work() as session:
        import_id = importing.upload(session, opened, by=by, service_id=service_id, about=about)
        importing.map_columns(session, import_id, columns, by=by)
        importing.confirm(session, import_id, by=by)
    confirmed = time.perf_counter()
    taking_in.take_in(str(import_id), _silently)
    stored = time.perf_counter()
    with db.reading() as session:
        line = import_views.line(session, import_id, by=by)
    theming.read_survey(str(line.survey_id), _silently)
    themed = time.perf_counter()
    database.close()
    return {
        "rows": line.rows,
        "added": line.added,
        "rejected": line.rejected,
        "read_seconds": round(read - began, 2),
        "confirm_seconds": round(confirmed - read, 2),
        "store_seconds": round(stored - confirmed, 2),
        "theme_seconds": round(themed - stored, 2),
        "total_seconds": round(themed - began, 2),
    }


def _silently(done: int, total: int) -> None:
    del done, total


def _officer() -> tuple[Actor, UUID]:
    with db.unit_of_work() as session:
        codebooks.use_codebook(session, shipped())
        service = Service(key="bench", name="Bench")
        user = User(email="bench@anytown.example", name="Bench", password_hash=uuid4().hex)
        session.add_all([service, user])
        session.flush()
        session.add(Membership(user_id=user.id, service_id=service.id, role=Role.PARTICIPATION))
        grants = frozenset({(Role.PARTICIPATION, service.id)})
        return Actor(user.id, user.name, user.email, grants), service.id


def arguments() -> argparse.Namespace:
    """Return the file and its columns as given, for this and other measurements on comments."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path, nargs="?")
    parser.add_argument("--text", default="text")
    parser.add_argument("--question", default="question")
    parser.add_argument("--rows", type=int, default=ROWS)
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
