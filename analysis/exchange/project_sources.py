"""The texts of a project and what is marked in them, in and out of `project.qde`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import UUID
from xml.etree.ElementTree import Element, SubElement

from analysis.exchange import ends, markup
from analysis.exchange.errors import ExchangeError
from analysis.exchange.shapes import Mark, Source, guid_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

MOST_SOURCES = 20_000
MOST_MARKS = 200_000
LONGEST_TEXT = 5_000_000
LONGEST_NAME = 200
INTERNAL = "internal://"
BYTE_ORDER = "\ufeff"
PLACE = re.compile(r"\s*\+?(\d{1,9})\s*")


@dataclass(frozen=True)
class _Given:
    """One code at one selection, before it is known how the file counts its ends."""

    code: UUID
    coder: UUID | None
    selection: ends.Selection
    is_whole: bool = False


def add(root: Element, sources: Iterable[Source]) -> dict[str, bytes]:
    """Add the sources to a project, and return their texts by their names in the archive."""
    texts: dict[str, bytes] = {}
    group: Element | None = None
    for source in sources:
        group = SubElement(root, "Sources") if group is None else group
        name = f"{source.guid}.txt"
        about = {
            "guid": str(source.guid),
            "name": markup.clean(source.name),
            "plainTextPath": INTERNAL + name,
        }
        element = SubElement(group, "TextSource", about)
        for number, mark in enumerate(source.marks):
            _add_mark(element, source, number, mark)
        # A mark of the order of bytes is taken off when a file is read; a text may begin with one.
        first = BYTE_ORDER if source.text.startswith(BYTE_ORDER) else ""
        texts[f"sources/{name}"] = (first + source.text).encode("utf-8", errors="replace")
    return texts


def read(root: Element, texts: Mapping[str, str]) -> tuple[Source, ...]:
    """Return the text sources of a project; a code of a whole source marks all its characters.

    Raises:
        ExchangeError: `too_large`.
    """
    found: dict[UUID, tuple[str, str, list[_Given]]] = {}
    count = 0
    for element in markup.children(markup.child(root, "Sources"), "TextSource"):
        text = _text(element, texts)
        given = list(_given(element, text))
        count += len(given)
        if len(found) >= MOST_SOURCES or count > MOST_MARKS or len(text) > LONGEST_TEXT:
            raise ExchangeError("too_large", "sources")
        guid = markup.guid(element.get("guid") or element.get("name"))
        found.setdefault(guid, (element.get("name", ""), text, given))
    every = (one for _, _, given in found.values() for one in given)
    more = ends.reach(one.selection for one in every if not one.is_whole)
    return tuple(
        Source(guid, name, text, tuple(_marks(given, more)))
        for guid, (name, text, given) in found.items()
    )


def _add_mark(element: Element, source: Source, number: int, mark: Mark) -> None:
    key = f"{source.guid}:{number}"
    by = {"creatingUser": str(mark.coder)} if mark.coder else {}
    words = markup.clean(source.text[mark.start : mark.end])
    about = {
        "guid": str(guid_of("selection", key)),
        "name": words if len(words) <= LONGEST_NAME else words[:LONGEST_NAME] + "…",
        "startPosition": str(mark.start),
        "endPosition": str(mark.end),
    }
    selection = SubElement(element, "PlainTextSelection", about | by)
    coding = SubElement(selection, "Coding", {"guid": str(guid_of("coding", key))} | by)
    SubElement(coding, "CodeRef", {"targetGUID": str(mark.code)})


def _text(element: Element, texts: Mapping[str, str]) -> str:
    inner = markup.words(element, "PlainTextContent")
    path = element.get("plainTextPath", "")
    return inner if inner or not path else texts[path.removeprefix(INTERNAL)]


def _given(element: Element, text: str) -> Iterator[_Given]:
    for one in markup.children(element, "PlainTextSelection"):
        start, end = _place(one, "startPosition"), _place(one, "endPosition")
        if start is None or end is None:
            continue
        selection = ends.Selection(start, end, one.get("name", ""), text)
        yield from _codings(one, one.get("creatingUser"), selection)
    whole = ends.Selection(0, len(text), "", text)
    for given in _codings(element, element.get("creatingUser"), whole):
        yield replace(given, is_whole=True)


def _codings(element: Element, user: str | None, selection: ends.Selection) -> Iterator[_Given]:
    for coding in markup.children(element, "Coding"):
        by = coding.get("creatingUser") or user
        for target in markup.children(coding, "CodeRef"):
            code = markup.guid(target.get("targetGUID"))
            yield _Given(code, markup.guid(by) if by else None, selection)


def _marks(given: Iterable[_Given], more: int) -> Iterator[Mark]:
    for one in given:
        start, end = ends.place(one.selection, 0 if one.is_whole else more)
        if start < end:
            yield Mark(one.code, start, end, one.coder)


def _place(element: Element, name: str) -> int | None:
    match = PLACE.fullmatch(element.get(name, ""))
    return int(match[1]) if match else None
