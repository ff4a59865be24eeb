"""The stages of a child's journey, and what speaks to each, read from the file that says so."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

SHIPPED = Path(__file__).parents[1] / "content" / "journey.yaml"


@dataclass(frozen=True)
class Stage:
    """One stage of a child's journey: its name, what it is, and what speaks to it, by keys.

    `questions` holds pairs of the key of a questionnaire and that of a question of agreement.
    """

    key: str
    name: str
    about: str
    domains: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    questions: tuple[tuple[str, str], ...] = ()


@cache
def stages(path: Path = SHIPPED) -> tuple[Stage, ...]:
    """Return the stages in their order, as the file has them.

    Raises:
        KeyError: a stage has no key, name or words about it.
        ValueError: two stages have one key.
    """
    found = [_stage(one) for one in yaml.safe_load(path.read_text("utf-8"))["stages"]]
    if len({one.key for one in found}) < len(found):
        raise ValueError(f"two stages of {path.name} have one key")
    return tuple(found)


def _stage(written: dict[str, Any]) -> Stage:
    return Stage(
        key=written["key"],
        name=written["name"],
        about=written["about"],
        domains=tuple(written.get("domains", ())),
        themes=tuple(written.get("themes", ())),
        questions=tuple(
            (survey, key) for survey, keys in written.get("questions", {}).items() for key in keys
        ),
    )
