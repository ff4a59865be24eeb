"""Wordings that stand in files of their own beside a definition, one file a voice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from surveys import marks
from surveys.errors import DefinitionErrors, Problem
from surveys.marks import NotYaml
from surveys.parts import Reader
from surveys.wording_checking import check_wording
from surveys.wording_parsing import read_wording

if TYPE_CHECKING:
    from collections.abc import Mapping

    from surveys.definition import Definition
    from surveys.wordings import Wording


def with_wordings(definition: Definition, files: Mapping[str, str]) -> Definition:
    """Return a definition with the wordings of some YAML texts, by the names of their files.

    Raises:
        DefinitionErrors: one has mistakes, or words a voice that has a wording already; the first
            such file is named, with every mistake in it, its line and what to do.
    """
    for source, text in files.items():
        definition = _with_one(definition, source, text)
    return definition


def _with_one(definition: Definition, source: str, text: str) -> Definition:
    try:
        marked = marks.read(text)
    except NotYaml as error:
        what = f"This is not YAML that can be read: {error.what}."
        remedy = "Check the spaces, quotes and colons on this line."
        problem = Problem("not_yaml", "the file", error.line, what, remedy)
        raise DefinitionErrors((problem,), source) from None
    reader = Reader(marked)
    for path, line in marked.repeated:
        reader.add("repeated", path, f"“{path[-1]}” is written twice.", "Keep one.", line=line)
    wording = read_wording(reader, marked.data, ())
    found = _checked(definition, wording, reader) if wording else definition
    if reader.problems:
        raise DefinitionErrors(tuple(sorted(reader.problems, key=lambda p: p.line)), source)
    return found


def _checked(definition: Definition, wording: Wording, reader: Reader) -> Definition:
    if any(one.voice == wording.voice for one in definition.wordings):
        what = f"There are two wordings for “{wording.voice.code}”."
        reader.add("repeated_voice", (), what, "Keep one.")
    check_wording(definition, wording, reader)
    return replace(definition, wordings=(*definition.wordings, wording))
