"""Measure how long the pages of what audits show take, with few audits and with many; print JSON.

    python -m bench.seen [--audits N]

Anytown is loaded into a fresh SQLite database, and then audits are added to it, of 30 teams in
four months, graded in every domain. Each figure is the median of several whole requests, in
milliseconds, with the page drawn; `cpu_ms` is the time of the process alone, and `queries` how
many questions the database was asked.
"""

from __future__ import annotations

import argparse
import base64
import json
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from sqlalchemy import event, select

from app import clock, create_app, db, demo
from app.config import Settings
from app.db import migrating
from app.db.models import Membership, Service, User
from app.domain.people import Role
from app.services import accounts
from tests import seen

if TYPE_CHECKING:
    from flask.testing import FlaskClient

TIMES, OK, SEED = 7, 200, 1927
TEAMS, DAYS = 30, 120
DOMAINS = (
    "lived_experience",
    "relationship",
    "history",
    "assessment",
    "plan",
    "impact",
    "oversight",
    "challenge",
    "partnership",
    "family_network",
    "identity",
    "recording",
)
GRADES, OFTEN = ("outstanding", "good", "requires_improvement", "inadequate"), (1, 5, 4, 1)


def main() -> int:
    """Time each page with Anytown alone and with many audits more."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--audits", type=int, default=2000)
    wanted = parser.parse_args().audits
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(
            Settings(
                env="test",
                database_url=f"sqlite:///{Path(folder) / 'bench.db'}",
                encryption_key=base64.b64encode(bytes(32)).decode(),
                runner="none",
                demo=False,
            )
        )
        migrating.migrate(db.current())
        demo.load(lambda _: None)
        few = _timed(app.test_client())
        service = _add(wanted)
        many = _timed(app.test_client(), service)
        db.current().close()
    json.dump({"anytown": few, f"with_{wanted}_more": many}, sys.stdout, indent=2)
    print()
    return 0


def _add(number: int) -> str:
    random = Random(SEED)
    some = [
        seen.Held(
            overall=random.choices(GRADES, OFTEN)[0],
            team=f"Team {random.randrange(TEAMS)}",
            worker=f"W-{random.randrange(5 * TEAMS)}",
            held_on=clock.today() - timedelta(days=random.randrange(DAYS)),
            domains={key: random.choices(GRADES, OFTEN)[0] for key in DOMAINS},
            themes=random.sample([f"T{n:02}" for n in range(1, 31)], 3),
        )
        for _ in range(number)
    ]
    with db.unit_of_work() as session:
        service_id = session.scalars(select(Service.id).order_by(Service.name)).first()
        auditor_id = session.scalars(
            select(Membership.user_id).where(Membership.role == Role.PRACTITIONER)
        ).first()
        if service_id is None or auditor_id is None:
            raise SystemExit("Anytown has no service or no auditor")
        seen.hold(session, service_id, auditor_id, some)
    return str(service_id)


def _timed(client: FlaskClient, service: str = "") -> dict[str, dict[str, float]]:
    pages = {
        "all_services": ("participation", "/audits/seen"),
        "all_services_for_a_moderator": ("moderator", "/audits/seen"),
        "journey": ("participation", "/audits/seen/journey"),
    }
    if service:
        pages["one_service"] = ("participation", f"/audits/seen?service={service}")
        pages["one_team"] = ("participation", f"/audits/seen?service={service}&team=Team+1")
    return {name: _page(client, who, at) for name, (who, at) in pages.items()}


def _page(client: FlaskClient, who: str, at: str) -> dict[str, float]:
    with db.unit_of_work() as session:
        user_id = session.scalars(
            select(User.id).where(User.email == f"{who}@anytown.example")
        ).one()
        client.set_cookie("earshot_staff", accounts.start_session(session, user_id))
    asked: list[object] = []
    engine = db.current().engine
    event.listen(engine, "before_cursor_execute", lambda *given: asked.append(given))
    client.get(at)
    queries = len(asked)
    whole, own = [], []
    for _ in range(TIMES):
        began, worked = time.perf_counter(), time.process_time()
        answer = client.get(at)
        whole.append(1000 * (time.perf_counter() - began))
        own.append(1000 * (time.process_time() - worked))
        if answer.status_code != OK:
            raise SystemExit(f"{answer.status}: {at}")
    figures = {"ms": statistics.median(whole), "cpu_ms": statistics.median(own)}
    return {name: round(one, 1) for name, one in figures.items()} | {"queries": queries}


if __name__ == "__main__":
    raise SystemExit(main())
