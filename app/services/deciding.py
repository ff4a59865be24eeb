"""What a person may decide about a passage, on any page: each is one step, and can be undone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.corpus import Span
from analysis.shown import Shown
from app.db.models import Answer, Response
from app.domain.errors import Conflict, Invalid, NotFound
from app.domain.evidence import UNDECIDED, CodingState
from app.domain.workbench import DecisionKind
from app.services import activity, answers, codebooks, coding, decisions

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.db.models import Coding, Decision
    from app.domain.people import Actor
    from app.services.decisions import Place

KEPT = "Nothing was changed."


@dataclass(frozen=True)
class Wish:
    """A theme that a person wants words to carry.

    `words` are as the person saw them, redacted; none means all of them. `start` is where they
    begin in what is shown, when that is known. `instead_of` is the coding that goes.
    """

    theme_key: str
    words: str = ""
    start: int | None = None
    instead_of: UUID | None = None


def accept(session: Session, place: Place, coding_id: UUID, *, seen: str, by: Actor) -> Decision:
    """Agree with a coding.

    Raises:
        NotFound: the coding or the passage is not there, or none of the person's business.
        Conflict: `decided_meanwhile` when the passage is no longer as the person saw it.
    """

    def act(codings: list[Coding]) -> None:
        coding.accept(session, _one(codings, coding_id).id, by=by)

    return decisions.take(session, DecisionKind.ACCEPTED, place, act, seen=seen, by=by)


def reject(session: Session, place: Place, coding_id: UUID, *, seen: str, by: Actor) -> Decision:
    """Disagree with a coding.

    Raises:
        NotFound: the coding or the passage is not there, or none of the person's business.
        Conflict: `decided_meanwhile` when the passage is no longer as the person saw it.
    """

    def act(codings: list[Coding]) -> None:
        coding.reject(session, _one(codings, coding_id).id, by=by)

    return decisions.take(session, DecisionKind.REJECTED, place, act, seen=seen, by=by)


def give(session: Session, place: Place, wish: Wish, *, seen: str, by: Actor) -> Decision:
    """Give words a theme, perhaps in the place of another.

    Raises:
        NotFound: the passage, or the coding to replace, is not there or none of their business.
        Invalid: `fields` says what is wrong with the theme or with the words.
        Conflict: `decided_meanwhile` when the passage is no longer as the person saw it, and
            `already_coded` when the words carry that theme already.
    """
    theme_id = codebooks.codebook_in_use(session).theme_ids.get(wish.theme_key)
    if theme_id is None:
        raise Invalid(fields={"theme": f"No theme was chosen. {KEPT} Choose a theme."})

    def add(_: list[Coding]) -> None:
        span, is_chosen = _span(session, place, wish)
        coding.add(session, place, theme_id, span, by=by, is_chosen=is_chosen)

    def replace(codings: list[Coding]) -> None:
        span, is_chosen = _span(session, place, wish)
        old = _one(codings, wish.instead_of)
        if old.theme_id == theme_id:
            raise Conflict("already_coded")
        coding.replace(session, old.id, theme_id, by=by, span=span if is_chosen else None)

    kind, act = (DecisionKind.REPLACED, replace) if wish.instead_of else (DecisionKind.ADDED, add)
    return decisions.take(session, kind, place, act, seen=seen, by=by)


def check(session: Session, place: Place, *, seen: str, by: Actor) -> Decision:
    """Say that a passage is right as it is: what counts is accepted, what is suggested rejected.

    A passage without a theme is marked as looked at.

    Raises:
        NotFound: the passage is not there, or none of the person's business.
        Conflict: `decided_meanwhile` when it is no longer as the person saw it.
    """
    in_use = set(codebooks.codebook_in_use(session).theme_ids.values())

    def act(codings: list[Coding]) -> None:
        for one in codings:
            if one.theme_id in in_use and one.state in UNDECIDED:
                is_counted = one.state is CodingState.PROPOSED
                (coding.accept if is_counted else coding.reject)(session, one.id, by=by)
        activity.record(session, "passage.checked", by=by.id, about=("response", place[0]))

    return decisions.take(session, DecisionKind.CHECKED, place, act, seen=seen, by=by)


def _one(codings: list[Coding], coding_id: UUID | None) -> Coding:
    found = next((one for one in codings if one.id == coding_id), None)
    if found is None:
        raise NotFound
    return found


def _span(session: Session, place: Place, wish: Wish) -> tuple[Span, bool]:
    """Return where the chosen words are in the true text, and whether any were chosen."""
    response = session.get_one(Response, place[0])
    text = answers.words_of(response, session.get_one(Answer, place)) or ""
    if not wish.words.strip():
        inner = text.strip()
        start = text.index(inner)
        return Span(start, start + len(inner)), False
    return _chosen(Shown(text), wish), True


def _chosen(shown: Shown, wish: Wish) -> Span:
    found = shown.span(wish.words, wish.start) if wish.start is not None else None
    if found is not None:
        return found
    places = shown.places(wish.words)
    if len(places) > 1:
        raise Invalid(
            fields={
                "words": f"These words stand there {len(places)} times. {KEPT} "
                "Take a word more, before or after them."
            }
        )
    only = shown.span(wish.words, places[0]) if places else None
    if only is None:
        raise Invalid(
            fields={
                "words": f"These words are not in the passage as it is shown. {KEPT} "
                "Copy them from it, or leave the field empty for the whole passage."
            }
        )
    return only
