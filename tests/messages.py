"""What a device sends to the site, as JSON, for tests."""

import json
from uuid import uuid4

OPENING = {
    "case_ref": "CH-1042",
    "kind": "conversational",
    "cohort": "looked_after",
    "team": "Care North",
    "held_on": "2026-01-05",
    "has_no_conflict": True,
}


def an_audit(**more):
    """Return an audit with one edit."""
    edit = {"id": str(uuid4()), "field": "child_asked", "seen": [], "raw": {"": ["asked"]}}
    return {"id": str(uuid4()), "opening": OPENING, "edits": [edit]} | more


def a_message(*audits, device=None):
    """Return the message of a device that sends some audits."""
    device = device or {"id": str(uuid4()), "name": "Work phone"}
    return {"device": device, "audits": list(audits)}


def send(browser, message, **headers):
    """Send a message as the page of a device does."""
    token = browser.client.get("/audits/sync").json["csrf"]
    return browser.client.post(
        "/audits/sync",
        data=message if isinstance(message, bytes) else json.dumps(message),
        content_type="application/json",
        headers={"X-CSRFToken": token} | headers,
    )
