"""XML in and out, safely: no document type, no entity, no endless depth, and only legal letters.

Source of the refusals: OWASP, XML External Entity Prevention Cheat Sheet; what XML may hold:
Extensible Markup Language 1.0 (Fifth Edition), W3C 2008, production 2.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from uuid import UUID
from xml.etree import ElementTree as ET

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from analysis.exchange.errors import ExchangeError
from analysis.exchange.shapes import guid_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

FAMILY = "urn:QDA-XML:"
LARGEST = 50 * 1024 * 1024
ILLEGAL = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
LINE_ENDS = re.compile("\r\n?")
GUID = re.compile(r"\{?([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})\}?")
COLOUR = re.compile(r"#(?:[0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})")


def parse(content: bytes, root: str) -> Element:
    """Return the root element of a document of the REFI-QDA family.

    Both spellings of its namespaces are read, `…:1.0` and `…:1:0`, and none at all.

    Raises:
        ExchangeError: `too_large`, `unsafe`, `broken` or `wrong_kind`.
    """
    if len(content) > LARGEST:
        raise ExchangeError("too_large", "document")
    try:
        found: Element = fromstring(content, forbid_dtd=True)
    except DefusedXmlException as error:
        raise ExchangeError("unsafe", "document type") from error
    except (ET.ParseError, ValueError, LookupError) as error:
        raise ExchangeError("broken", "document") from error
    space, _, name = found.tag.rpartition("}")
    if name != root or not (space == "" or space.startswith("{" + FAMILY)):
        raise ExchangeError("wrong_kind", name[:80])
    return found


def children(element: Element | None, name: str) -> Iterator[Element]:
    """Yield the children of a name, whatever their namespace; none of no element."""
    for child in () if element is None else element:
        if local(child) == name:
            yield child


def child(element: Element | None, name: str) -> Element | None:
    """Return the first child of a name, or None."""
    return next(children(element, name), None)


def words(element: Element | None, name: str) -> str:
    """Return the text of the first child of a name, or nothing."""
    found = child(element, name)
    return "" if found is None else found.text or ""


def local(element: Element) -> str:
    """Return the name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def clean(text: str) -> str:
    """Return a text with what XML cannot hold left out, and line ends as one letter."""
    return ILLEGAL.sub("", LINE_ENDS.sub("\n", text))


def guid(text: str | None) -> UUID:
    """Return a GUID as it was written, or one made of whatever stands in its place."""
    match = GUID.fullmatch(text or "")
    return UUID(match[1]) if match else guid_of("stranger", text or "")


def colour(text: str | None) -> str:
    """Return a colour that the schema allows, or none."""
    return text if text and COLOUR.fullmatch(text) else ""


def document(root: Element) -> bytes:
    """Return a document as bytes in UTF-8."""
    content: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return content
