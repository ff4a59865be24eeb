"""Measure how long the workbench takes with many comments on it; print JSON.

    python -m bench.workbench [FILE --text COLUMN --question COLUMN] [--rows N]

The comments are brought in and themed as `bench.importing` does, on a fresh SQLite database. Each
figure is the median of several whole requests, in milliseconds, with the page drawn.
"""

from __future__ import annotations

import base64
import json
import re
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select

from app import create_app, db
from app.config import Settings
from app.db import sealing
from app.db.models import User
from app.services import accounts
from bench import importing

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

TIMES, OK = 7, 200
PAGES = {
    "useful_first": "/workbench",
    "surest_first": "/workbench?order=sure",
    "last_page": "/workbench?page=200",
    "nobody_checked": "/workbench?coded=nobody",
    "no_theme": "/workbench?theme=none",
    "rare_words": "/workbench?words=waiting",
    "common_words": "/workbench?words=the",
}
WHERE = re.compile(r'<form action="(/workbench/[^"]+)" method="post" data-decide-form>')
FIELD = re.compile(r'name="(csrf_token|seen)" value="([^"]+)"')


def main() -> int:
    """Time the pages, a search that nothing is known of, and a decision."""
    given = importing.arguments()
    content = given.file.read_bytes() if given.file else importing.made_up(given.rows)
    with tempfile.TemporaryDirectory() as folder:
        columns = importing.Columns(given.text, given.question)
        brought = importing.measure(content, columns, Path(folder))
        client = _client(Path(folder))
        # What a process does once at its start is no part of a search.
        client.get(PAGES["useful_first"])
        first = {
            "common_words_first_time": _milliseconds(lambda: client.get(PAGES["common_words"]))
        }
        pages = {name: _median(lambda at=at: client.get(at)) for name, at in PAGES.items()}
        decided = {
            "decision_and_passage": statistics.median(_decide(client) for _ in range(TIMES))
        }
        db.current().close()
    json.dump({"rows": brought["added"]} | first | pages | decided, sys.stdout, indent=2)
    print()
    return 0


def _client(folder: Path) -> FlaskClient:
    kept = sealing.keyring()
    app = create_app(
        Settings(
            env="test",
            database_url=f"sqlite:///{folder / 'bench.db'}",
            encryption_key=base64.b64encode(bytes(32)).decode(),
            runner="none",
            demo=False,
        )
    )
    sealing.use(kept)
    with db.unit_of_work() as session:
        token = accounts.start_session(session, session.scalars(select(User.id)).one())
    client = app.test_client()
    client.set_cookie("earshot_staff", token)
    return client


def _decide(client: FlaskClient) -> float:
    page = client.get(PAGES["useful_first"]).text
    found = WHERE.search(page)
    if found is None:
        raise SystemExit("the workbench is empty")
    fields = dict(FIELD.findall(page, found.end())[:2]) | {"what": "check"}
    headers = {"X-Earshot-Part": "passage"}

    def act() -> TestResponse:
        client.post(found[1], data=fields, headers=headers)
        return client.get(PAGES["useful_first"], headers=headers)

    return _milliseconds(act)


def _median(act: Callable[[], TestResponse]) -> float:
    return statistics.median(_milliseconds(act) for _ in range(TIMES))


def _milliseconds(act: Callable[[], TestResponse]) -> float:
    began = time.perf_counter()
    answer = act()
    if answer.status_code != OK:
        raise SystemExit(f"{answer.status}: {answer.request.path}")
    return round((time.perf_counter() - began) * 1000, 1)


if __name__ == "__main__":
    raise SystemExit(main())
