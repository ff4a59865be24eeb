"""The pages of the programme of audits, as who leads it fills them in."""

import io
from datetime import timedelta

from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import stream_encode_multipart

from app import clock, db
from app.db.models import AuditCase, AuditCycle
from app.domain.programme import CaseState

PROGRAMME = "/audits/programme"


def day(days):
    """Return the day so many days from today, as a page takes it."""
    return (clock.today() + timedelta(days=days)).isoformat()


def cycle(**changes):
    """Return the fields of a new cycle."""
    return {
        "title": "Winter audits",
        "kind": "conversational",
        "starts_on": day(0),
        "ends_on": day(90),
        "target_per_auditor": "3",
        "target_per_team": "2",
        "share_moderated": "20",
    } | changes


def rows_of(model):
    """Return all rows of a table."""
    with db.reading() as session:
        return session.scalars(select(model)).all()


def upload(browser, place, content, name="cases.csv"):
    """Send a file as a browser does, and return the answer."""
    page = browser.opens(place)
    token = page.select_one("main input[name=csrf_token]")["value"]
    data = {"csrf_token": token, "file": FileStorage(io.BytesIO(content), name)}
    body, _, boundary = stream_encode_multipart(data, use_tempfile=False)
    kind = f"multipart/form-data; boundary={boundary}"
    browser.answer = browser.client.post(f"{place}/lists", data=body.read(), content_type=kind)
    return browser.answer


def waiting_case(title="Winter audits"):
    """Return the id of a case that was given to somebody."""
    with db.reading() as session:
        return session.scalars(
            select(AuditCase.id)
            .join(AuditCycle, AuditCycle.id == AuditCase.cycle_id)
            .where(AuditCycle.title == title, AuditCase.state == CaseState.ALLOCATED)
        ).first()


def opened(lead, service_id):
    """Open a cycle and return its address."""
    answer = lead.sends(f"{PROGRAMME}/new", **cycle(service_id=str(service_id)))
    assert 303 == answer.status_code, answer.text
    return answer.headers["Location"]
