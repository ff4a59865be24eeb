"""What in a list of cases could tell who somebody is: by the name of a column, or by a cell."""

from __future__ import annotations

import re

from analysis import redaction
from analysis.wordlists import lists_of

# A column that is called one of these holds who somebody is, whatever stands in it.
PERSONAL = re.compile(
    r"\b(names?|surname|forenames?|initials|child|dob|birth|birthday|e-?mail|address|postcode|"
    r"phone|mobile|telephone|nhs|upn|uln)\b"
)
LOOKS = {
    "email": "an e-mail address",
    "url": "a web address",
    "handle": "a username",
    "phone": "a phone number",
    "number": "a long number, as an NHS number or a pupil number is",
    "date_of_birth": "a date of birth",
    "name": "a person's name",
    "postcode": "a postcode",
    "address": "an address",
}
SAINT = re.compile(r"\b(?:st|saint)\b\.? \w+")
SHORTEST_NAME = 3


def is_about_a_person(column: str) -> bool:
    """Return whether the name of a column says that it tells who somebody is.

    >>> is_about_a_person("Child_Name"), is_about_a_person("Plan")
    (True, False)
    """
    return PERSONAL.search(column.replace("_", " ").lower()) is not None


def begins_with_a_name(ref: str) -> bool:
    """Return whether the letters of a reference are a first name.

    >>> begins_with_a_name("JOHN-12"), begins_with_a_name("CH-1042")
    (True, False)
    """
    letters = re.match(r"[A-Z]+", ref)
    prefix = letters.group().lower() if letters else ""
    return len(prefix) >= SHORTEST_NAME and "first" in lists_of(prefix)


def looks_like(cell: str) -> str:
    """Return what a cell looks like that could tell who somebody is, or "" for nothing.

    What `analysis.redaction` hides, and any first name that is not part of a team's.

    >>> looks_like("Priya"), looks_like("943 476 5919"), looks_like("Care North")
    ('name', 'number', '')
    """
    for found in redaction.find(cell):
        if found.kind in LOOKS and not _is_plain(found.kind, cell[found.start : found.end]):
            return found.kind
    words = [lists_of(word) for word in re.findall(r"[^\W\d_]+", SAINT.sub("", cell.lower()))]
    is_place = any({"homes", "generic"} & lists for lists in words)
    # “Ruby House” may be a place; a team called after Tomasz tells who leads it.
    named = [lists for lists in words if "first" in lists and not (is_place and "plain" in lists)]
    return "name" if named else ""


def _is_plain(kind: str, words: str) -> bool:
    # “Youth Justice” is a team, though Justice is a name too.
    return kind == "name" and all(
        "plain" in (lists := lists_of(word)) and "first" not in lists
        for word in words.lower().split()
    )
