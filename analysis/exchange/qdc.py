"""Codebooks as REFI-QDA `.qdc` files, and the code tree that projects hold as well.

Source: REFI-QDA Standard for Codebooks, version 1.0 (2018) and 1.5 (2019), qdasoftware.org:
Codebook.xsd, target namespace urn:QDA-XML:codebook:1.0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from analysis.exchange import markup
from analysis.exchange.errors import ExchangeError
from analysis.exchange.shapes import Code

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

NAMESPACE = "urn:QDA-XML:codebook:1.0"
MOST_CODES = 2_000
DEEPEST = 50


def write(codes: Iterable[Code], *, origin: str) -> bytes:
    """Return a codebook file, valid against Codebook.xsd.

    Raises:
        ExchangeError: `no_themes`, because the schema wants one at least.
    """
    root = Element("CodeBook", {"xmlns": NAMESPACE, "origin": markup.clean(origin)})
    add_codes(root, codes)
    return markup.document(root)


def read(content: bytes) -> tuple[Code, ...]:
    """Return the codes of a codebook file, each parent before its children.

    Raises:
        ExchangeError: whatever is wrong with it.
    """
    return codes_of(markup.parse(content, "CodeBook"))


def add_codes(book: Element, codes: Iterable[Code]) -> None:
    """Add a tree of codes to a CodeBook element.

    Raises:
        ExchangeError: `no_themes`.
    """
    places: dict[UUID | None, Element] = {None: SubElement(book, "Codes")}
    for code in codes:
        about = {
            "guid": str(code.guid),
            "name": markup.clean(code.name),
            "isCodable": "true" if code.is_codable else "false",
        }
        if code.colour:
            about["color"] = code.colour
        element = SubElement(places.get(code.parent, places[None]), "Code", about)
        if code.description:
            SubElement(element, "Description").text = markup.clean(code.description)
        places[code.guid] = element
    if len(places) == 1:
        raise ExchangeError("no_themes")


def codes_of(book: Element) -> tuple[Code, ...]:
    """Return the codes of a CodeBook element, each parent before its children.

    A GUID that is used twice keeps its first code.

    Raises:
        ExchangeError: `no_themes` or `too_large`.
    """
    top = tuple(markup.children(markup.child(book, "Codes"), "Code"))
    waiting: list[tuple[Element, UUID | None, int]] = []
    waiting += [(one, None, 1) for one in reversed(top)]
    found: dict[UUID, Code] = {}
    while waiting:
        element, parent, depth = waiting.pop()
        code = _code(element, parent)
        if len(found) >= MOST_CODES or depth > DEEPEST:
            raise ExchangeError("too_large", "codes")
        found.setdefault(code.guid, code)
        inner = tuple(markup.children(element, "Code"))
        waiting += [(one, code.guid, depth + 1) for one in reversed(inner)]
    if not found:
        raise ExchangeError("no_themes")
    return tuple(found.values())


def _code(element: Element, parent: UUID | None) -> Code:
    return Code(
        guid=markup.guid(element.get("guid") or element.get("name")),
        name=element.get("name", ""),
        description=markup.words(element, "Description"),
        colour=markup.colour(element.get("color")),
        is_codable=element.get("isCodable", "true").strip() not in {"false", "0"},
        parent=parent,
    )
