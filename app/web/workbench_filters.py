"""The filters of the workbench in an address, and what is said about decisions taken there."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from app.domain.evidence import SentimentLabel
from app.domain.workbench import CodedBy, DecisionKind, Order
from app.services.workbench_filters import NO_THEME, Filters

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict

    from app.services.decisions import Place
    from app.services.undoing import DecisionLine, Undone

Word = TypeVar("Word", bound=StrEnum)
SUGGESTIONS = "suggestions"


def read(args: MultiDict[str, str]) -> Filters:
    """Return the filters of an address; what it does not know it passes over."""
    theme = args.get("theme", type=UUID)
    return Filters(
        survey_id=args.get("survey", type=UUID),
        wave=args.get("wave", type=int),
        question_id=args.get("question", type=UUID),
        theme=NO_THEME if args.get("theme") == NO_THEME else theme,
        feeling=_word(SentimentLabel, args.get("feeling")),
        coded=_word(CodedBy, args.get("coded")),
        only_suggestions=args.get("show") == SUGGESTIONS,
        words=args.get("words", "").strip(),
        order=_word(Order, args.get("order")) or Order.USEFUL,
    )


def as_args(filters: Filters) -> dict[str, Any]:
    """Return what of an address says these filters; what is as at first is left out."""
    said = {
        "survey": filters.survey_id,
        "wave": filters.wave,
        "question": filters.question_id,
        "theme": filters.theme,
        "feeling": filters.feeling,
        "coded": filters.coded,
        "show": SUGGESTIONS if filters.only_suggestions else None,
        "words": filters.words,
        "order": filters.order if filters.order is not Order.USEFUL else None,
    }
    return {name: str(value) for name, value in said.items() if value}


def anchor(place: Place) -> str:
    """Return the name that a passage has on a page, so that an address can open the page there."""
    return f"p-{place[0].hex}-{place[1].hex[:8]}"


def place_of(text: str) -> Place | None:
    """Return the passage that an address names; None when it names none."""
    response_id, _, question_id = text.partition(".")
    try:
        return UUID(response_id), UUID(question_id)
    except ValueError:
        return None


def said(line: DecisionLine) -> str:
    """Say what a decision did."""
    came, went = _named(line.came), _named(line.went)
    if line.kind is DecisionKind.CHECKED:
        accepted = f" Accepted: {came}." if came else ""
        rejected = f" Set aside: {went}." if went else ""
        return f"Checked.{accepted}{rejected}" if came or went else "Checked, as it is."
    return {
        DecisionKind.ACCEPTED: f"You accepted {came}.",
        DecisionKind.REJECTED: f"You rejected {went}. It does not count.",
        DecisionKind.REPLACED: f"You put {came} in the place of {went}.",
        DecisionKind.ADDED: f"You gave the theme {came}.",
    }[line.kind]


def said_undone(undone: Undone) -> str:
    """Say what became of a wish to undo."""
    themes = _named((*undone.decision.came, *undone.decision.went))
    if undone.is_done:
        return f"Undone: {themes} as before." if themes else "Undone: no longer checked."
    about = f"about {themes} " if themes else ""
    return (
        f"Somebody has decided {about}since you did, so it was not undone. Nothing was changed. "
        "Undo again to take back your decision before it."
    )


def _named(themes: tuple[str, ...]) -> str:
    return ", ".join(f"“{theme}”" for theme in themes)


def _word(kind: type[Word], text: str | None) -> Word | None:
    return kind(text) if text in set(kind) else None
