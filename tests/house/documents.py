"""What the documents promise, as small functions that find what is missing."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

OURS = ("analysis", "app", "bench", "docs", "migrations", "surveys", "templates", "tests", "tools")
REQUIREMENT = re.compile(r"\bR-\d+[a-d]?\b")
ROW = re.compile(r"^\| ([A-Z][^|]*?) \|", re.MULTILINE)
PROMISE = re.compile(
    r"^\| (R-\d+[a-d]?) \| [^|]+ \| `([^`|]+)` \| `([^`|]+)::(\w+)::(\w+)` \|$", re.MULTILINE
)
MISSING = re.compile(r"^\| (R-\d+[a-d]?) \| [^|]+ \|$", re.MULTILINE)


@dataclass(frozen=True)
class Promise:
    """One requirement that is said to be met: the file that sees to it, and the test."""

    id: str
    file: str
    tests: str
    group: str
    test: str


def promises(text: str) -> list[Promise]:
    """Return the requirements that a document says are met."""
    return [Promise(*row) for row in PROMISE.findall(text)]


def missing(text: str) -> list[str]:
    """Return the ids of the requirements that a document says are not met."""
    return MISSING.findall(text)


def unkept(promise: Promise, files: dict[str, str]) -> list[str]:
    """Return what a promise names and nothing bears; `files` holds texts by their path."""
    found = [name for name in (promise.file, promise.tests) if name not in files]
    tree = ast.parse(files.get(promise.tests, ""))
    groups = [
        node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == promise.group
    ]
    names = [
        node.name for group in groups for node in group.body if isinstance(node, ast.FunctionDef)
    ]
    return found + ([] if promise.test in names else [f"{promise.group}::{promise.test}"])


def unexplained(texts: list[str], known: set[str]) -> list[str]:
    """Return the ids that code or tests mention and no row explains."""
    return sorted({one for text in texts for one in REQUIREMENT.findall(text)} - known)


def folders(text: str) -> list[str]:
    """Return the folders that a table describes, without the last slash."""
    return re.findall(r"^\| `([\w./-]+)/` \|", text, re.MULTILINE)


def paths(text: str) -> list[str]:
    """Return the files and folders of the repository that a text names, perhaps with a star."""
    named = re.findall(r"`([\w.*/-]+)`", re.sub(r"<\w+>", "*", text))
    return [one for one in named if one.split("/")[0] in OURS and "/" in one]


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
