"""What the documents promise, as small functions that find what is missing."""

from __future__ import annotations

import re

REQUIREMENT = re.compile(r"\bR-(?:[A-Z]+-)?\d+\b")
ROW = re.compile(r"^\| ([A-Z][^|]*?) \|", re.MULTILINE)


def promised(text: str) -> set[str]:
    """Return the ids of requirements that a text names, such as R-16."""
    return set(REQUIREMENT.findall(text))


def unproved(documents: list[str], tests: list[str]) -> list[str]:
    """Return the requirements that documents name and no test does."""
    wanted = set().union(*map(promised, documents)) if documents else set()
    shown = set().union(*map(promised, tests)) if tests else set()
    return sorted(wanted - shown)


def glossary_words(text: str) -> list[str]:
    """Return the names that the glossary gives to things in the code."""
    return [word.strip() for row in ROW.findall(text) for word in row.split(",")]


def undefined_words(words: list[str], code: str) -> list[str]:
    """Return the words of the glossary that no class and no function of the code bears."""
    known = set(re.findall(r"\bclass (\w+)", code))
    return [
        word
        for word in words
        if word not in known and not re.search(rf"\b\w*{word}\w*\b", code, re.IGNORECASE)
    ]
