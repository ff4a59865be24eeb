"""Files in which people marked what identifies somebody: the truth that redaction is measured by.

A CSV file in UTF-8 with one text a row, marked in one of two ways:

- a column `text` and a column `spans`: a JSON list of `[start, end, kind]`, or of objects with
  `start`, `end` and `label` (or `kind`, `type`, `entity`), in characters from 0; or of the words
  themselves, each then meant wherever it stands;
- words marked where they stand, in a column `marked` or `text`: `my carer [[name:Jo]] is kind`.

A row without marks holds nothing that identifies. A file of JSON objects, one a line, with the
same names is read too.
"""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

TEXTS = ("text", "comment", "sentence", "quote", "content")
MARKED = ("marked", "marked_text", "annotated")
SPANS = ("spans", "span", "entities", "labels", "annotations", "identifiers")
KINDS = ("label", "kind", "type", "entity", "entity_type", "category")
WORDS = ("text", "words", "word", "value")
UNNAMED = "unnamed"
LONGEST_FIELD = 1_000_000
_INLINE = re.compile(r"\[\[(?:([A-Za-z][\w /-]{0,40}?)\s*:\s*)?(.+?)\]\]", re.DOTALL)
# What other tools call the kinds.
_SAME = {
    "name": "person per people first_name firstname surname last_name full_name staff child carer",
    "place": "location loc gpe town city area placement home organisation org fac facility",
    "school": "college university education",
    "date_of_birth": "dob date birthday birth_date date_of_birth birthdate",
    "phone": "telephone phone_number mobile tel phonenumber",
    "email": "mail e-mail e_mail email_address",
    "handle": "username user social social_handle social_media gamertag account user_name",
    "postcode": "post_code zip zipcode post-code",
    "address": "street street_address",
    "url": "link website web",
}


@dataclass(frozen=True)
class Mark:
    """A stretch that identifies somebody, in characters, and what it is."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True)
class Marked:
    """One text and all that identifies somebody in it."""

    text: str
    marks: tuple[Mark, ...]


def read(path: Path) -> list[Marked]:
    """Return the marked texts of a file.

    Raises:
        SystemExit: it cannot be read; the message says where and what to do.
    """
    rows = list(_rows(path))
    if not rows:
        raise SystemExit(f"{path.name} has no rows")
    names = {name for row in rows for name in row}
    if names.isdisjoint({*TEXTS, *MARKED}):
        raise SystemExit(f"{path.name} has no column “text”; it has {', '.join(sorted(names))}")
    found = [
        _marked(row, f"{path.name}, row {number}", spanned=not names.isdisjoint(SPANS))
        for number, row in enumerate(rows, 1)
    ]
    if not any(one.marks for one in found):
        raise SystemExit(
            f'{path.name} marks nothing: add a column “spans” such as [[9, 11, "name"]], '
            "or mark words as in “my carer [[name:Jo]]”"
        )
    return found


def unmarked(marked: str) -> Marked:
    """Return the text and the marks of words that are marked where they stand.

    >>> unmarked("my carer [[name:Jo]]")
    Marked(text='my carer Jo', marks=(Mark(start=9, end=11, kind='name'),))
    """
    pieces: list[str] = []
    marks: list[Mark] = []
    position = length = 0
    for match in _INLINE.finditer(marked):
        pieces += [marked[position : match.start()], match.group(2)]
        length += match.start() - position
        marks.append(Mark(length, length + len(match.group(2)), kind_of(match.group(1))))
        length += len(match.group(2))
        position = match.end()
    return Marked("".join([*pieces, marked[position:]]), tuple(marks))


def kind_of(given: str | None) -> str:
    """Return the kind that a label means, by our names where we have one.

    >>> kind_of("PERSON"), kind_of("Case number"), kind_of(None)
    ('name', 'case_number', 'unnamed')
    """
    plain = re.sub(r"[\s-]+", "_", (given or UNNAMED).strip().lower())
    return next((kind for kind, same in _SAME.items() if plain in same.split()), plain)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    try:
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise SystemExit(f"{path} cannot be opened: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SystemExit(f"{path.name} is not in UTF-8 (byte {error.start})") from error
    if path.suffix.lower() in {".jsonl", ".ndjson", ".json"}:
        yield from _json_rows(path.name, text)
        return
    csv.field_size_limit(LONGEST_FIELD)
    try:
        for row in csv.DictReader(io.StringIO(text, newline="")):
            yield {name.strip().lower(): value or "" for name, value in row.items() if name}
    except csv.Error as error:
        raise SystemExit(f"{path.name} is no CSV file: {error}") from error


def _json_rows(name: str, text: str) -> Iterator[dict[str, Any]]:
    try:
        whole = text.lstrip().startswith("[")
        rows = (
            json.loads(text) if whole else [json.loads(line) for line in text.splitlines() if line]
        )
    except (json.JSONDecodeError, RecursionError) as error:
        raise SystemExit(f"{name} is not JSON: {error}") from error
    for row in rows:
        if not isinstance(row, dict):
            raise SystemExit(f"{name}: each row must be an object with “text” and “spans”")
        yield {str(key).lower(): value for key, value in row.items()}


def _marked(row: Mapping[str, Any], where: str, *, spanned: bool) -> Marked:
    inline = _first(row, MARKED)
    if inline:
        return unmarked(str(inline))
    text = str(_first(row, TEXTS) or "")
    if not spanned:
        return unmarked(text)
    given = _first(row, SPANS)
    if isinstance(given, str):
        try:
            given = json.loads(given) if given.strip() else []
        except (json.JSONDecodeError, RecursionError) as error:
            raise SystemExit(f"{where}: “spans” is not JSON ({error})") from error
    if not isinstance(given or [], list):
        raise SystemExit(f'{where}: “spans” must be a list such as [[9, 11, "name"]]')
    return Marked(text, tuple(mark for one in given or [] for mark in _marks(one, text, where)))


def _first(row: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    return next((row[name] for name in names if row.get(name)), None)


def _marks(given: Any, text: str, where: str) -> Iterator[Mark]:
    if isinstance(given, dict):
        kind, words = _first(given, KINDS), _first(given, WORDS)
        if "start" not in given and isinstance(words, str):
            yield from _named(words, kind, text, where)
            return
        given = [given.get("start"), given.get("end"), kind]
    if isinstance(given, str):
        yield from _named(given, None, text, where)
        return
    if not isinstance(given, list) or not 2 <= len(given) <= 3:  # noqa: PLR2004
        raise SystemExit(f"{where}: {given!r} is no span; write [start, end, kind]")
    start, end = given[:2]
    is_there = type(start) is int and type(end) is int and 0 <= start < end <= len(text)
    if not is_there:
        raise SystemExit(
            f"{where}: {start} to {end} is not inside the text of {len(text)} characters"
        )
    yield Mark(start, end, kind_of(str(given[2]) if len(given) > 2 and given[2] else None))  # noqa: PLR2004


def _named(words: str, kind: Any, text: str, where: str) -> Iterator[Mark]:
    found = list(re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)) if words else []
    if not found:
        raise SystemExit(f"{where}: “{words}” is not in the text")
    yield from (Mark(*match.span(), kind_of(str(kind) if kind else None)) for match in found)
