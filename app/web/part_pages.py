"""One page of one part of an audit as it is drawn, whoever writes it and whoever writes beside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.errors import NotFound
from app.web.question_fields import QuestionField, fields_of, problems_of
from surveys import shown
from surveys.clashes import choice_name
from surveys.routing import previous_page, visible_pages

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from surveys.definition import Definition, Page
    from surveys.errors import AnswerError
    from surveys.given import Given


@dataclass(frozen=True)
class Sent:
    """A page that is shown again: what was sent, what was wrong, and what clashed with whom."""

    form: Mapping[str, Sequence[str]]
    errors: Mapping[str, AnswerError]
    clashes: Mapping[str, str]
    kept: Collection[str] = ()


@dataclass(frozen=True)
class Clash:
    """A field that two people changed: what the other kept, and how one chooses between them."""

    key: str
    name: str
    label: str
    theirs: str


@dataclass(frozen=True)
class PartFields:
    """What is shown of one part at once; `marks` say what its fields showed when it was opened."""

    title: str
    introduction: str
    number: int
    pages: int
    back_key: str
    fields: tuple[QuestionField, ...]
    problems: list[tuple[str, str]]
    marks: str
    clashes: tuple[Clash, ...]


def part_fields(
    definition: Definition, known: Mapping[str, Given], page_key: str, sent: Sent | None = None
) -> PartFields:
    """Return one page of a part, or of what was sent of it.

    Raises:
        NotFound: the part has no such page now.
    """
    pages = visible_pages(definition, known)
    place = next((n for n, page in enumerate(pages) if page.key == page_key), None)
    if place is None:
        raise NotFound
    page, back = pages[place], previous_page(definition, known, page_key)
    fields = _fields(definition, page, known, sent)
    clashes = _clashes(fields, sent)
    return PartFields(
        title=page.title,
        introduction=page.introduction,
        number=place + 1,
        pages=len(pages),
        back_key=back.key if back else "",
        fields=fields,
        problems=[
            *((f"#{one.name}", f"Choose which words stay: {one.label}") for one in clashes),
            *problems_of(fields),
        ],
        marks=_marks(page, known, sent),
        clashes=clashes,
    )


def _fields(
    definition: Definition, page: Page, known: Mapping[str, Given], sent: Sent | None
) -> tuple[QuestionField, ...]:
    kept = fields_of(definition, page, known)
    if sent is None:
        return kept
    mine = fields_of(definition, page, known, sent=sent.form, errors=sent.errors)
    if not sent.clashes:
        return mine
    # All else is kept, perhaps as somebody else wrote it: what was sent would undo that.
    pairs = zip(kept, mine, strict=True)
    return tuple(own if own.name in sent.clashes else one for one, own in pairs)


def _marks(page: Page, known: Mapping[str, Given], sent: Sent | None) -> str:
    # Where a choice is asked for, the page shows what is kept; after an error, what was sent.
    if sent is not None and not sent.clashes:
        return shown.marks_again(page.questions, known, sent.form, sent.kept)
    return shown.marks_of(page.questions, known)


def _clashes(fields: Sequence[QuestionField], sent: Sent | None) -> tuple[Clash, ...]:
    theirs = sent.clashes if sent else {}
    return tuple(
        Clash(field.name, choice_name(field.name), field.label, theirs[field.name])
        for field in fields
        if field.name in theirs
    )
