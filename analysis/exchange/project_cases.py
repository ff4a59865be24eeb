"""The people of a project, by names that say nothing, and the groups they are in."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from analysis.exchange import markup
from analysis.exchange.errors import ExchangeError
from analysis.exchange.shapes import Case, guid_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

MOST_CASES = 20_000
KINDS = ("Text", "Boolean", "Integer", "Float", "Date", "DateTime")


def add(root: Element, cases: Sequence[Case]) -> None:
    """Add the cases to a project, and the variables that they have values of."""
    names = sorted({name for case in cases for name, _ in case.values})
    if names:
        variables = SubElement(root, "Variables")
        for name in names:
            about = {
                "guid": str(guid_of("variable", name)),
                "name": markup.clean(name),
                "typeOfVariable": "Text",
            }
            SubElement(variables, "Variable", about)
    group = SubElement(root, "Cases") if cases else root
    for case in cases:
        about = {"guid": str(case.guid), "name": markup.clean(case.name)}
        element = SubElement(group, "Case", about)
        for name, value in case.values:
            held = SubElement(element, "VariableValue")
            SubElement(held, "VariableRef", {"targetGUID": str(guid_of("variable", name))})
            SubElement(held, "TextValue").text = markup.clean(value)
        for source in case.sources:
            SubElement(element, "SourceRef", {"targetGUID": str(source)})


def read(root: Element) -> tuple[Case, ...]:
    """Return the cases of a project.

    Raises:
        ExchangeError: `too_large`.
    """
    variables = {
        markup.guid(one.get("guid")): one.get("name", "")
        for one in markup.children(markup.child(root, "Variables"), "Variable")
    }
    found: dict[UUID, Case] = {}
    for element in markup.children(markup.child(root, "Cases"), "Case"):
        guid = markup.guid(element.get("guid") or element.get("name"))
        sources = (one.get("targetGUID") for one in markup.children(element, "SourceRef"))
        values = tuple(_values(element, variables))
        case = Case(guid, element.get("name", ""), tuple(map(markup.guid, sources)), values)
        found.setdefault(guid, case)
        if len(found) > MOST_CASES:
            raise ExchangeError("too_large", "cases")
    return tuple(found.values())


def _values(element: Element, variables: dict[UUID, str]) -> list[tuple[str, str]]:
    found = []
    for held in markup.children(element, "VariableValue"):
        target = markup.child(held, "VariableRef")
        name = variables.get(markup.guid(None if target is None else target.get("targetGUID")))
        value = next(filter(None, (markup.words(held, f"{kind}Value") for kind in KINDS)), "")
        if name is not None:
            found.append((name, value))
    return found
