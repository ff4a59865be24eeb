"""The definitions that ship, and what is said in them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from surveys import parsing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from surveys.definition import Definition


ROOT = Path(parsing.__file__).parents[1]
LIBRARY = ROOT / "surveys" / "library"
FILES = sorted(LIBRARY.glob("*.yaml"))
# The most words in a sentence that each audience is asked to read (DOMAIN: reading age 9).
LONGEST_SENTENCE = {"children": 15, "young_people": 22, "care_leavers": 24}
SENTENCE_END = re.compile(r"[.!?:]+[\"”]?\s|\n")


def read_definition(path: Path) -> Definition:
    """Return the definition in a file."""
    return parsing.parse_yaml(path.read_text(encoding="utf-8"), path.name)


def wordings(definition: Definition) -> Iterator[str]:
    """Yield all that a definition says to people."""
    yield from (definition.title, definition.introduction, definition.thanks)
    for page in definition.pages:
        yield from (page.title, page.introduction)
        for question in page.questions:
            yield from (question.label, question.hint)
            yield from (option.label for option in getattr(question, "options", ()))
