"""The way through a survey: which pages and questions the earlier answers show."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from surveys.definition import Definition, Page
    from surveys.given import Given
    from surveys.questions import Question


def visible_pages(
    definition: Definition, answers: Mapping[str, Given], asked: Collection[str] | None = None
) -> tuple[Page, ...]:
    """Return the pages that are shown, each with the questions that are shown.

    Of the questions only those are shown that are `asked`, by key; all of them when it is None.

    Conditions look only backwards, so one walk from the front settles everything: an answer to
    a question that turned out hidden is not seen by any later condition.
    """
    seen: dict[str, Given] = {}
    pages = []
    for page in definition.pages:
        if page.show_if and not page.show_if.holds(seen):
            continue
        shown = []
        for question in page.questions:
            if not _is_shown(question, seen, asked):
                continue
            shown.append(question)
            if given := answers.get(question.key):
                seen[question.key] = given
        if not shown:
            continue
        is_whole = len(shown) == len(page.questions)
        pages.append(page if is_whole else replace(page, questions=tuple(shown)))
    return tuple(pages)


def _is_shown(
    question: Question, seen: Mapping[str, Given], asked: Collection[str] | None
) -> bool:
    if asked is not None and question.key not in asked:
        return False
    return question.show_if is None or question.show_if.holds(seen)


def next_page(
    definition: Definition, answers: Mapping[str, Given], after: str | None
) -> Page | None:
    """Return the page shown after one, the first for None, and None after the last.

    Raises:
        KeyError: there is no page of that key.
    """
    return page_after(definition, visible_pages(definition, answers), after)


def page_after(definition: Definition, pages: Sequence[Page], after: str | None) -> Page | None:
    """Return the first of some pages that comes after one; None after the last.

    Raises:
        KeyError: there is no page of that key.
    """
    if after is None:
        return pages[0] if pages else None
    order = _order(definition)
    return next((page for page in pages if order[page.key] > order[after]), None)


def previous_page(
    definition: Definition, answers: Mapping[str, Given], before: str
) -> Page | None:
    """Return the page shown before one, and None before the first.

    Raises:
        KeyError: there is no page of that key.
    """
    return page_before(definition, visible_pages(definition, answers), before)


def page_before(definition: Definition, pages: Sequence[Page], before: str) -> Page | None:
    """Return the last of some pages that comes before one; None before the first.

    Raises:
        KeyError: there is no page of that key.
    """
    order = _order(definition)
    earlier = [page for page in pages if order[page.key] < order[before]]
    return earlier[-1] if earlier else None


def _order(definition: Definition) -> dict[str, int]:
    return {page.key: number for number, page in enumerate(definition.pages)}
