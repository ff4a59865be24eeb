"""The fields of an audit as a device knows them: each with its voice and its question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.audits import Voice
from app.domain.revisions import Raw
from app.services import answers, auditing
from surveys.errors import AnswerError
from surveys.routing import visible_pages

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from app.db.models import Audit
    from surveys.questions import Given, Question


@dataclass(frozen=True)
class Field:
    """One question of one voice."""

    voice: Voice
    question: Question


@dataclass(frozen=True)
class Reading:
    """What the strings of a field say: what is given, or what is wrong with them."""

    given: Given | None = None
    problem: str = ""


def of_audit(session: Session, audit: Audit) -> dict[str, Field]:
    """Return the fields that can be given on a device, by key; files can't."""
    return {
        question.key: Field(voice, question)
        for voice in auditing.voices_of(session, audit)
        for question in auditing.definition_of(session, audit, voice).questions()
        if not question.is_file
    }


def asked(session: Session, audit: Audit) -> frozenset[str]:
    """Return the fields that are asked as the audit stands; its other answers hide the rest."""
    return frozenset(
        question.key
        for voice in auditing.voices_of(session, audit)
        for page in visible_pages(
            auditing.definition_of(session, audit, voice),
            answers.givens(session, auditing.part_response(session, audit.id, voice)),
        )
        for question in page.questions
    )


def read(question: Question, raw: Raw) -> Reading:
    """Read the strings of one field as the page online would; empty ones take an answer away."""
    try:
        return Reading(question.read(raw))
    except AnswerError as error:
        if error.code == question.needed and question.is_empty(raw):
            return Reading()
        return Reading(problem=error.message)


def stored(session: Session, audit: Audit) -> Mapping[str, Given]:
    """Return every stored answer of an audit by field."""
    found: dict[str, Given] = {}
    for voice in auditing.voices_of(session, audit):
        found |= answers.givens(session, auditing.part_response(session, audit.id, voice))
    return found
