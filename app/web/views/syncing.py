"""Where devices without a signal send audits to, and how such a device is revoked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import (
    Blueprint,
    current_app,
    flash,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_wtf.csrf import generate_csrf

from app import clock
from app.db import reading, unit_of_work
from app.domain.errors import Conflict, Invalid, NotAllowed, NotFound
from app.domain.people import Permission
from app.services import (
    audit_syncing,
    capture_devices,
    capture_views,
    help_places,
    revoked_devices,
)
from app.services.audit_revisions import Author
from app.web import sync_message
from app.web.access import actor, can, requires
from app.web.audit_forms import KINDS
from surveys.variants import COHORTS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from app.domain.revisions import Revision
    from app.services.audit_syncing import Sent, Synced

bp = Blueprint("syncing", __name__, url_prefix="/audits")

REFUSALS = {
    "device_revoked": "This device was revoked, so nothing is taken from it any more. All that "
    "it holds is still on it. Save a rescue file, and open that on another device.",
    "device_of_another": "This device holds the audits of another person. Sign in as that "
    "person to send them. Nothing was changed.",
    "sync_unreadable": "This message could not be read, so nothing of it was taken. All of it is "
    "still on the device. Save a rescue file, and tell whoever looks after Earshot.",
    "no_audit_form": "No audit form is in use where you audit, so this could not be opened. All "
    "of it is still on the device.",
    "not_found": "This audit is not one of yours here, so nothing was added to it. All of it is "
    "still on the device.",
    "conflict": "Somebody changed this audit at the same moment. It will be sent again.",
    "invalid": "Something about the case has to be put right before this audit can be sent.",
}


@bp.url_value_preprocessor
def _allow(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Let a message be larger than a form, for those who may send one."""
    del values
    if endpoint == "syncing.sync" and can(Permission.RECORD_AUDITS):
        request.max_content_length = sync_message.MOST_BYTES


@bp.get("/sync")
@requires(Permission.RECORD_AUDITS)
def state() -> ResponseReturnValue:
    """Give a device the forms, the person's drafts, whom to ring, and proof that it is ours."""
    with reading() as session:
        found = capture_views.capture_state(session, by=actor())
    return jsonify(
        csrf=generate_csrf(),
        who=str(actor().id),
        today=clock.today().isoformat(),
        forms={str(version): form for version, form in found.forms.items()},
        newest=str(found.newest) if found.newest else None,
        voices=found.voices,
        kinds=list(KINDS.items()),
        cohorts=list(COHORTS.items()),
        duty=_duty(),
        drafts=[
            {
                "id": str(one.id),
                "audit_ref": one.audit_ref,
                "case_ref": one.case_ref,
                "kind": one.kind,
                "cohort": one.cohort,
                "version": str(one.version_id),
            }
            for one in found.drafts
        ],
    )


@bp.post("/sync")
@requires(Permission.RECORD_AUDITS)
def sync() -> ResponseReturnValue:
    """Take what a device sends, audit by audit, and say what is safe now that it is stored."""
    try:
        message = sync_message.read(request.get_data())
    except Invalid as invalid:
        return _refusal(invalid.code), 422
    try:
        with unit_of_work() as session:
            called = capture_devices.meet(
                session, message.device_id, message.device_name, by=actor()
            )
    except NotAllowed as refused:
        is_revoked = refused.code == "device_revoked"
        return _refusal(refused.code, **_heard(message.audits) if is_revoked else {}), 403
    author = Author(actor().id, message.device_id)
    return jsonify(called=called, audits=[_one(sent, author) for sent in message.audits])


@bp.get("/devices")
@requires(Permission.RECORD_AUDITS)
def devices() -> ResponseReturnValue:
    """List the devices that audits are captured on."""
    with reading() as session:
        found = capture_devices.devices_of(session, actor())
    return render_template("pages/audits/devices.html", found=found)


@bp.post("/devices/<uuid:device_id>/revoke")
@requires(Permission.RECORD_AUDITS)
def revoke(device_id: UUID) -> ResponseReturnValue:
    """Take nothing more from a device."""
    with unit_of_work() as session:
        capture_devices.revoke(session, device_id, by=actor())
    flash("The device is revoked. What it sent before stays.", "success")
    return redirect(url_for("syncing.devices"))


def _duty() -> list[dict[str, str]]:
    settings = current_app.config["SETTINGS"]
    return [
        {"name": one.name, "number": one.number, "text_to": one.text_to, "hours": one.hours}
        for one in help_places.on_duty(help_places.load(settings.help_file))
    ]


def _refusal(code: str, **more: list[str]) -> Any:
    return jsonify(code=code, message=REFUSALS[code], **more)


def _heard(audits: Sequence[Sent]) -> dict[str, list[str]]:
    # One that was heard says nothing of another: the device has to know of which nobody was told.
    heard = [str(one.id) for one in audits if _heeds(one)]
    unsafe = [str(one.id) for one in audits if revoked_devices.says_unsafe(one.edits)]
    return {"heard": heard, "unheard": [one for one in unsafe if one not in heard]}


def _heeds(sent: Sent) -> bool:
    try:
        with unit_of_work() as session:
            return revoked_devices.heed(session, sent, by=actor())
    except NotFound:
        return False


def _one(sent: Sent, author: Author) -> dict[str, Any]:
    # Each audit has a transaction of its own: one that can't be taken holds up none of the others.
    try:
        with unit_of_work() as session:
            synced = audit_syncing.sync(session, sent, by=actor(), author=author)
    except (Invalid, NotFound, Conflict) as error:
        return {
            "id": str(sent.id),
            "state": "refused",
            "code": error.code,
            "message": REFUSALS.get(error.code, REFUSALS["not_found"]),
            "fields": error.fields if isinstance(error, Invalid) else {},
        }
    return _as_data(synced)


def _as_data(synced: Synced) -> dict[str, Any]:
    return {
        "id": str(synced.id),
        "state": synced.state.value,
        "audit_ref": synced.audit_ref,
        "case_ref": synced.case_ref,
        "kind": synced.kind,
        "cohort": synced.cohort,
        "version": str(synced.version_id),
        "number": synced.number,
        "safe": [str(one) for one in synced.safe],
        "refused": {str(one): why for one, why in synced.refused.items()},
        "heads": {field: [_head(one) for one in found] for field, found in synced.heads.items()},
        "problems": dict(synced.problems),
        "missing": dict(synced.missing),
        "keeps_open": synced.keeps_open,
    }


def _head(revision: Revision) -> dict[str, Any]:
    seen = sorted(str(one) for one in revision.edit.seen)
    return {"id": str(revision.id), "seen": seen, "raw": revision.edit.raw}
