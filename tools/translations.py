"""Bring the files of translations up to date: what the pages say now, and no more.

Run it after changing the words of a respondent's page: `python tools/translations.py`. New words
come without a translation; words that are gone are taken out.
"""

from __future__ import annotations

import io
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from surveys import paper
from surveys.errors import MESSAGES
from surveys.languages import BASE, LANGUAGES
from surveys.questions import SPECIALS
from surveys.questions.choice import OTHER_LABEL

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "app" / "content" / "translations"
TEMPLATES = ROOT / "templates"
# Messages for staff alone.
STAFF = frozenset({"evidence_needed"})
# What Python code says to those who answer.
SAID = (
    *(text for code, text in MESSAGES.items() if code not in STAFF),
    *SPECIALS.values(),
    OTHER_LABEL,
    *paper.WORDS.values(),
    "You did not answer this",
    "%(number)s out of 10",
    "Write the code that you were given.",
    "A photo",
    "A recording",
    "We cannot use this code. Check each letter and number and try again.",
    "Type the code from your letter or message.",
    # What templates choose from a table, so that no program can find it there.
    "The usual words",
    "Easy words, to do with a grown-up",
    "For ages 8 to 11",
    "For ages 11 to 17",
    "For care leavers",
    "For adults",
    "Easy Read: short and plain",
    "letter",
    "letters",
)
# Catalogues carry a date, which must not change with every run.
STARTED = datetime(2026, 11, 25, tzinfo=UTC)
OPTIONS = {"extensions": "jinja2.ext.i18n", "trimmed": "false", "silent": "false"}


def wanted() -> Catalog:
    """Return every text that the respondent's side says."""
    catalogue = Catalog(charset="utf-8")
    methods = [("**.html", "jinja2")]
    found = extract_from_dir(TEMPLATES, methods, {"**.html": OPTIONS}, strip_comment_tags=True)
    for _file, _line, message, _comments, _context in found:
        catalogue.add(message)
    for text in SAID:
        catalogue.add(text)
    return catalogue


def updated(language: str, wanted: Catalog) -> Catalog:
    """Return the translations of a language with the texts that are said now."""
    file = FOLDER / f"{language}.po"
    known = Catalog(locale=language)
    if file.exists():
        known = read_po(io.BytesIO(file.read_bytes()), locale=language)
    made = Catalog(
        locale=language,
        project="Earshot",
        charset="utf-8",
        fuzzy=False,
        creation_date=STARTED,
        revision_date=STARTED,
        header_comment="# What Earshot says to those who answer; "
        "app/domain/translations.py says who checked it.",
    )
    for message in wanted:
        if message.id:
            old = known.get(message.id)
            made.add(message.id, old.string if old else None)
    return made


def main() -> int:
    """Write the file of every language, and say what each still needs."""
    texts = wanted()
    for language in LANGUAGES:
        if language == BASE:
            continue
        made = updated(language, texts)
        file = io.BytesIO()
        write_po(file, made, omit_header=False, sort_output=True, no_location=True, width=0)
        (FOLDER / f"{language}.po").write_bytes(file.getvalue())
        lacking = sum(1 for one in made if one.id and not one.string)
        print(f"{language}: {len(made)} texts, {lacking} without a translation")
    return 0


if __name__ == "__main__":
    sys.exit(main())
