"""What a device is given before it goes where there is no signal: the forms, and the drafts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from app.db.models import Audit, SurveyVersion
from app.domain.audits import FIRST_VOICES, AuditState
from app.domain.errors import NotFound
from app.services import auditing, publishing
from surveys.described import described

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.domain.people import Actor


@dataclass(frozen=True)
class DraftLine:
    """One draft that a device may take along."""

    id: UUID
    audit_ref: str
    case_ref: str
    kind: str
    cohort: str
    version_id: UUID


@dataclass(frozen=True)
class CaptureState:
    """The drafts of a person, the forms of them by version, and which form a new audit takes."""

    drafts: tuple[DraftLine, ...]
    forms: dict[UUID, dict[str, Any]]
    newest: UUID | None
    voices: dict[str, str]


def capture_state(session: Session, *, by: Actor) -> CaptureState:
    """Return what the devices of a person need; no words of any answer are in it."""
    rows = session.scalars(
        select(Audit)
        .where(Audit.auditor_id == by.id, Audit.state == AuditState.DRAFT)
        .order_by(Audit.held_on.desc(), Audit.audit_ref)
    )
    drafts = tuple(
        DraftLine(one.id, one.audit_ref, one.case_ref, one.kind.value, one.cohort, one.version_id)
        for one in rows
    )
    newest = _newest(session, by)
    versions = {one.version_id for one in drafts} | ({newest} if newest else set())
    voices = {voice.value: voice.label for voice in FIRST_VOICES}
    forms = {version_id: _form(session, version_id, voices) for version_id in versions}
    return CaptureState(drafts, forms, newest, voices)


def _form(session: Session, version_id: UUID, voices: Collection[str]) -> dict[str, Any]:
    # What agencies write has other authors, who have no device.
    definition = publishing.definition_of(session.get_one(SurveyVersion, version_id))
    return described(definition, voices)


def _newest(session: Session, by: Actor) -> UUID | None:
    try:
        return auditing.form_in_use(session, by)[0].id
    except NotFound:
        return None
