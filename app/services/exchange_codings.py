"""Codings out: redacted words with their themes, under names that are new in every export."""

from __future__ import annotations

import secrets
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from analysis.exchange import attributes, wording
from app.db.models import Coding
from app.domain.errors import Invalid
from app.domain.evidence import COUNTED, CodingSource, CodingState
from app.domain.people import Permission
from app.domain.surveys import Channel
from app.services import activity, answers, codebooks, exchange_words
from app.services.selection import response_ids, select_surveys

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID

    from sqlalchemy.orm import Session

    import analysis
    from analysis.exchange.attributes import Values
    from analysis.exchange.wording import Redacted
    from app.domain.people import Actor
    from app.services.exchange_words import Place, Said
    from app.services.selection import Selection

MOST_COMMENTS = 20_000


@dataclass(frozen=True)
class Given:
    """One theme on one stretch of redacted words, and whether a person stands behind it."""

    theme_key: str
    start: int
    end: int
    is_checked: bool


@dataclass(frozen=True)
class Comment:
    """One person's words to one question as they leave."""

    key: str
    person: str
    survey: str
    question: str
    words: Redacted
    given: tuple[Given, ...]


@dataclass(frozen=True)
class Collected:
    """Everything that one export holds; `held_back` are words that their authors keep here."""

    export: str
    codebook: analysis.Codebook
    comments: tuple[Comment, ...]
    groups: Mapping[str, Values]
    held_back: int


def collect(
    session: Session, survey_ids: Iterable[UUID], *, by: Actor, only_checked: bool = False
) -> Collected:
    """Return the words and codings of some surveys, as they may leave.

    Names and places are hidden as far as the rules know them; nothing says who anyone is, nor
    that two exports are of the same people.

    Raises:
        NotFound: one of the surveys is not there, or not for this person.
        Invalid: no survey, no words, or more than can leave at once; `fields` says so.
    """
    chosen = select_surveys(session, by, Permission.APPROVE_QUOTES, survey_ids)
    if not chosen.survey_ids:
        raise Invalid(fields={"surveys": "Choose the surveys to take out."})
    export = secrets.token_hex(4)
    every = list(exchange_words.said(session, chosen))
    agreed = exchange_words.agreed(session, chosen)
    may_leave = [o for o in every if o.response.channel is not Channel.AUDIT or o.place in agreed]
    _refuse_unfit(len(may_leave))
    in_use = codebooks.codebook_in_use(session)
    keys = {theme_id: key for key, theme_id in in_use.theme_ids.items()}
    codings = _codings(session, chosen, keys, only_checked=only_checked)
    comments = (_comment(export, one, codings[one.place], keys) for one in may_leave)
    return Collected(
        export=export,
        codebook=in_use.codebook,
        # In the order of ids that say nothing, so that no order tells who answered when.
        comments=tuple(sorted(comments, key=lambda comment: comment.key)),
        groups=attributes.safe(_people(export, may_leave)),
        held_back=len(every) - len(may_leave),
    )


def _refuse_unfit(comments: int) -> None:
    if not comments:
        raise Invalid(
            fields={"surveys": "Nobody has written anything there that may be taken out."}
        )
    if comments > MOST_COMMENTS:
        wrong = f"Choose fewer surveys: {MOST_COMMENTS:,} comments is the most at once."
        raise Invalid(fields={"surveys": wrong})


def _people(export: str, said: Iterable[Said]) -> dict[str, dict[str, str]]:
    return {
        exchange_words.person_id(export, one.response.id): {
            title: str(value) for title, value in one.response.groups.items()
        }
        for one in said
    }


def record(session: Session, collected: Collected, *, by: Actor) -> None:
    """Note that words left, how many, and in which export; without the note nothing leaves."""
    counts = {
        "comments": len(collected.comments),
        "codings": sum(len(comment.given) for comment in collected.comments),
        "held_back": collected.held_back,
    }
    about = ("export", collected.export)
    activity.record(session, "codings.exported", by=by.id, about=about, counts=counts)


def _codings(
    session: Session, chosen: Selection, keys: Mapping[UUID, str], *, only_checked: bool
) -> dict[Place, list[Coding]]:
    rows = session.scalars(
        select(Coding)
        .where(
            Coding.response_id.in_(response_ids(chosen)),
            Coding.theme_id.in_(list(keys)),
            Coding.state.in_(COUNTED),
        )
        .order_by(Coding.start, Coding.end, Coding.theme_id)
    )
    found: dict[Place, list[Coding]] = defaultdict(list)
    for coding in rows:
        if _is_checked(coding) or not only_checked:
            found[coding.response_id, coding.question_id].append(coding)
    return found


def _comment(
    export: str, one: Said, codings: Iterable[Coding], keys: Mapping[UUID, str]
) -> Comment:
    words = wording.redact(answers.words_of(one.response, one.answer) or "")
    placed = ((coding, words.there(coding.start, coding.end)) for coding in codings)
    return Comment(
        key=exchange_words.exported_id(export, one.place),
        person=exchange_words.person_id(export, one.response.id),
        survey=one.survey,
        question=one.question.wording,
        words=words,
        given=tuple(
            Given(keys[coding.theme_id], start, end, _is_checked(coding))
            for coding, (start, end) in placed
            if start < end
        ),
    )


def _is_checked(coding: Coding) -> bool:
    return coding.source is CodingSource.PERSON or coding.state is CodingState.ACCEPTED
