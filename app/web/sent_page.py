"""A page of answers as it was sent: its files, and the buttons that only arrange it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from flask import request, url_for

from app.db import reading
from app.services import answer_files
from app.web import draft_cookie
from surveys.arranging import arrange
from surveys.questions.choice import RankedChoice
from surveys.questions.recorded import FILE
from surveys.submission import raw_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flask import Blueprint

    from app.services.answer_files import CleanedFiles
    from app.web.question_fields import QuestionField
    from surveys.definition import Page

# The name of the buttons that change a page and show it again: `question:option:what`.
BUTTON = "_press"
REMOVE = "remove"
PRESS_PARTS = 3
MOST_BYTES = 30_000_000


def allow_files(bp: Blueprint, view: str) -> None:
    """Let a page that may bring files be larger than other forms, before anything reads it."""

    @bp.url_value_preprocessor
    def _allow(endpoint: str | None, values: dict[str, Any] | None) -> None:
        del values
        if endpoint == f"{bp.name}.{view}" and request.mimetype == "multipart/form-data":
            request.max_content_length = MOST_BYTES


def files() -> dict[str, bytes]:
    """Return the files that were sent, by the key of their question; to take away, empty."""
    sent = {}
    for name, file in request.files.items():
        if name.endswith(f"-{FILE}") and file.filename:
            sent[name.removesuffix(f"-{FILE}")] = file.read()
        file.close()
    key, _, what = _pressed()
    return sent | ({key: b""} if what == REMOVE else {})


def clean_files(slug: str, page_key: str) -> CleanedFiles:
    """Return the files that were sent with a page of a draft, fit to keep.

    Raises:
        DraftGone: the cookie opens nothing here, or nothing any more.
        NotFound: the page does not exist, or is not asked as the answers stand.
        Conflict: it was sent, or the survey takes no answers now.
    """
    sent = files()
    if not sent:
        return answer_files.NO_FILES
    with reading() as session:
        asked = answer_files.asked(session, draft_cookie.token_of(slug), page_key, slug=slug)
    return answer_files.clean(asked, sent)


def brings_file() -> bool:
    """Return whether a file came along; no page can hold one, so it is lost if not kept."""
    return any(file.filename for file in request.files.values())


def is_press() -> bool:
    """Return whether the page was sent only to be changed and shown again."""
    return BUTTON in request.form


def arranged(page: Page, sent: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    """Return what was sent with one thing moved, as the button that was pressed says."""
    key, value, what = _pressed()
    question = next((one for one in page.questions if one.key == key), None)
    if not isinstance(question, RankedChoice):
        return dict(sent)
    names = question.field_names()
    moved = arrange(question, raw_of(question, sent), value, what)
    return {**sent, **{names[part]: strings for part, strings in moved.items()}}


def dressed(fields: Sequence[QuestionField], slug: str) -> tuple[QuestionField, ...]:
    """Return the fields of a page with what only the request knows: files, and the press."""
    return tuple(
        replace(field, file_href=url_for("answer_files.own", slug=slug, key=field.name))
        if field.question.is_file
        else field
        for field in pressed(fields)
    )


def pressed(fields: Sequence[QuestionField]) -> tuple[QuestionField, ...]:
    """Return fields of which one knows which of its buttons was just pressed."""
    key, value, what = _pressed()
    return tuple(
        replace(field, pressed=f"{value}:{what}") if field.name == key else field
        for field in fields
    )


def _pressed() -> tuple[str, str, str]:
    parts = request.form.get(BUTTON, "").split(":")
    return (parts[0], parts[1], parts[2]) if len(parts) == PRESS_PARTS else ("", "", "")
