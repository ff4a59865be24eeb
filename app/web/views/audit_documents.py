"""Audits as documents: read as they will leave, then taken out as Word or as a page to print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, current_app, render_template

from app.db import unit_of_work
from app.domain.people import Permission
from app.services import audit_documents
from app.web.access import actor, requires
from app.web.sending import sent

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

bp = Blueprint("audit_documents", __name__)


@bp.get("/audits/<uuid:audit_id>/document")
@requires(Permission.RECORD_AUDITS)
def document(audit_id: UUID) -> ResponseReturnValue:
    """Show the copy of my audit that may be shared."""
    with unit_of_work() as session:
        made = audit_documents.for_auditor(
            session, audit_id, is_whole=False, organisation=_organisation(), by=actor()
        )
    return render_template("pages/audits/document.html", document=made, audit_id=audit_id)


@bp.get("/audits/<uuid:audit_id>/document/<format_name>")
@requires(Permission.RECORD_AUDITS)
def file(audit_id: UUID, format_name: str) -> ResponseReturnValue:
    """Send the copy of my audit that may be shared."""
    return _auditors(audit_id, format_name, is_whole=False)


@bp.get("/audits/<uuid:audit_id>/document/whole/<format_name>")
@requires(Permission.RECORD_AUDITS)
def whole(audit_id: UUID, format_name: str) -> ResponseReturnValue:
    """Send the whole of my audit, with what its child asked us to keep."""
    return _auditors(audit_id, format_name, is_whole=True)


@bp.get("/my-audits/<uuid:audit_id>/document")
@requires(Permission.RECORD_AUDITS)
def own_document(audit_id: UUID) -> ResponseReturnValue:
    """Show an audit of my own practice as a document."""
    with unit_of_work() as session:
        made = audit_documents.for_worker(
            session, audit_id, organisation=_organisation(), by=actor()
        )
    return render_template("pages/own_audits/document.html", document=made, audit_id=audit_id)


@bp.get("/my-audits/<uuid:audit_id>/document/<format_name>")
@requires(Permission.RECORD_AUDITS)
def own_file(audit_id: UUID, format_name: str) -> ResponseReturnValue:
    """Send an audit of my own practice."""
    with unit_of_work() as session:
        made = audit_documents.for_worker(
            session, audit_id, organisation=_organisation(), by=actor()
        )
        found = audit_documents.file_of(session, made, format_name, about=audit_id, by=actor())
    return sent(found)


def _auditors(audit_id: UUID, format_name: str, *, is_whole: bool) -> ResponseReturnValue:
    with unit_of_work() as session:
        made = audit_documents.for_auditor(
            session, audit_id, is_whole=is_whole, organisation=_organisation(), by=actor()
        )
        found = audit_documents.file_of(session, made, format_name, about=audit_id, by=actor())
    return sent(found)


def _organisation() -> str:
    return str(current_app.config["SETTINGS"].organisation)
