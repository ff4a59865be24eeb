"""What Chromium tells a screen reader about a page, as lines that a person can read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

Node = dict[str, Any]
# Boxes and pieces of text that a screen reader does not tell of.
SILENT = {"generic", "none", "InlineTextBox", "LineBreak", "ListMarker", "RootWebArea", "Iframe"}
# What says its own words, so that the text within need not be said again.
NAMED = {"heading", "link", "button", "LabelText", "DisclosureTriangle", "Legend"}
STATES = ("level", "checked", "invalid", "required", "expanded", "disabled", "autocomplete")
# What differs from run to run.
CHANGING = (
    (
        re.compile(
            r"\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December) \d{4}"
        ),
        "‹day›",
    ),
    (re.compile(r"(?:[0-9A-Z]{4}-){4}[0-9A-Z]"), "‹code›"),
)


def read_aloud(page: Page) -> str:
    """Return one line a thing: its role, its name, its states, and what describes it."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    known = {one["nodeId"]: one for one in nodes}
    text = "\n".join(_lines(nodes[0], known, depth=0, said="")) + "\n"
    for pattern, sign in CHANGING:
        text = pattern.sub(sign, text)
    return text


def _lines(node: Node, known: dict[str, Node], *, depth: int, said: str) -> Iterator[str]:
    role, name = _value(node, "role"), " ".join(_value(node, "name").split())
    is_text_again = role == "StaticText" and name in said
    if not (node.get("ignored") or role in SILENT or is_text_again):
        yield "  " * depth + _line(node, role, name)
        depth += 1
        said = name if role in NAMED else ""
    for child in node.get("childIds", ()):
        if child in known:
            yield from _lines(known[child], known, depth=depth, said=said)


def _line(node: Node, role: str, name: str) -> str:
    if role == "StaticText":
        return f"“{name}”"
    states = [
        f"{one['name']} {one['value'].get('value')}"
        for one in node.get("properties", ())
        if one["name"] in STATES and one["value"].get("value") not in {False, "false", ""}
    ]
    described = " ".join(_value(node, "description").split())
    said = [
        role,
        *([f"“{name}”"] if name else []),
        *([f"({', '.join(states)})"] if states else []),
    ]
    return " ".join(said) + (f" – described by “{described}”" if described else "")


def _value(node: Node, what: str) -> str:
    return str(node.get(what, {}).get("value", ""))
