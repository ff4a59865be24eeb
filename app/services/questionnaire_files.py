"""A questionnaire as files: its definition, and beside it one file for each other wording."""

from __future__ import annotations

from typing import TYPE_CHECKING

from surveys.beside import with_wordings
from surveys.parsing import parse_yaml, warnings
from surveys.voices import missing, unpictured

if TYPE_CHECKING:
    from pathlib import Path

    from surveys.definition import Definition


class NotText(Exception):
    """A file is not text in UTF-8; `name` says which."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)


def read(file: Path) -> Definition:
    """Return the definition of a file, with the wordings of the folder that has its name.

    `my_survey.yaml` is worded again by `my_survey/cy.yaml`, `my_survey/easy_read.yaml` and so on.

    Raises:
        DefinitionErrors: one of the files has mistakes; it is named.
        NotText: one of them is not text.
    """
    definition = parse_yaml(_text(file), source=file.name)
    beside = sorted(file.with_suffix("").glob("*.yaml"))
    return with_wordings(
        definition, {f"{one.parent.name}/{one.name}": _text(one) for one in beside}
    )


def advice(definition: Definition) -> list[str]:
    """Return what its author should look at: hard, missing or unchecked words, and no picture."""
    # What it takes to judge words takes a second to load, and nothing else needs it.
    from surveys import reading_age  # noqa: PLC0415

    hard = (*warnings(definition), *reading_age.too_hard(definition))
    found = [f"warning, {one}" for one in hard]
    for wording in definition.wordings:
        lacking = missing(definition, wording)
        if lacking:
            found.append(f"{wording.voice.code} has no words for: {', '.join(lacking)}")
        if bare := unpictured(definition, wording):
            found.append(f"{wording.voice.code} has no picture for: {', '.join(bare)}")
        if wording.is_translation and not wording.checked:
            found.append(f"{wording.voice.code}: nobody who speaks it has checked this wording")
    return found


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except UnicodeDecodeError:
        raise NotText(file.name) from None
