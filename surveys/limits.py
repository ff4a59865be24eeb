"""Limits: an overall grade higher than its parts allow is flagged, and asks for a reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from surveys.questions.grade import GRADE_LABELS, NOT_GRADED, Grade

if TYPE_CHECKING:
    from collections.abc import Mapping

    from surveys.marks import Path
    from surveys.parts import Reader
    from surveys.questions import Question

RANKED = tuple(grade for grade in GRADE_LABELS if grade != NOT_GRADED)
FIELDS = frozenset({"domains", "when", "most"})


@dataclass(frozen=True)
class Limit:
    """While any of the domains has the grade `when`, more than `most` overall is flagged."""

    domains: tuple[str, ...]
    when: str = "inadequate"
    most: str = "requires_improvement"

    def as_data(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {"domains": list(self.domains), "when": self.when, "most": self.most}


def read_limit(
    reader: Reader, data: Any, path: Path, questions: Mapping[str, Question]
) -> Limit | None:
    """Return a limit; None when it cannot be made, with the problems noted."""
    if not reader.is_mapping(data, path, "limit"):
        return None
    reader.only(data, path, FIELDS)
    domains = tuple(map(str, reader.list_of(data, path, "domains")))
    for key in domains:
        if not isinstance(questions.get(key), Grade) and key not in reader.unread:
            what = f"“{key}” is no question that is graded."
            reader.add("limit", (*path, "domains"), what, "Name questions of kind: grade.")
    return Limit(
        domains,
        reader.one_of(data, path, "when", RANKED, default="inadequate"),
        reader.one_of(data, path, "most", RANKED, default="requires_improvement"),
    )
