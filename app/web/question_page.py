"""One page of a survey drawn for the person who answers: as it was, or as it was just typed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flask import render_template, request, url_for

from app.db import reading
from app.services import responding_views
from app.web import draft_cookie, field_names, languages, sent_page
from app.web.question_fields import fields_of, problems_of
from surveys.shown import FIELD

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.services.responding_views import PageView
    from app.web.question_fields import QuestionField
    from surveys.errors import AnswerError


def question_page(
    slug: str,
    page_key: str,
    *,
    sent: Mapping[str, Sequence[str]] | None = None,
    errors: Mapping[str, AnswerError] | None = None,
    is_unsaved: bool = False,
) -> str:
    """Return a page with what was answered, or with what was `sent` and its errors."""
    with reading() as session:
        view = responding_views.page_view(
            session, draft_cookie.token_of(slug), page_key, slug=slug, sent=sent
        )
    languages.speak(view.speaking.language)
    heads_page = len(view.page.questions) == 1 and not view.page.introduction
    fields = fields_of(
        view.definition,
        view.page,
        view.answers,
        sent=None if view.sent is None else sent_page.arranged(view.page, view.sent),
        errors=errors,
        heads_page=heads_page,
    )
    salt = field_names.new_salt()
    fields = tuple(replace(_in_this_voice(view, field), salt=salt) for field in fields)
    return render_template(
        "pages/respond/page.html",
        view=view,
        fields=sent_page.dressed(fields, slug),
        salt=salt,
        problems=problems_of(fields),
        heads_page=heads_page,
        is_change=is_change(),
        is_unsaved=is_unsaved,
        is_file_lost=is_unsaved and sent_page.brings_file(),
        # A page that comes back with a problem was still shown when it was opened.
        marks=(sent or {}).get(FIELD, [view.marks])[0],
    )


def is_change() -> int:
    """Return 1 when somebody came from the check to change one answer, else 0."""
    return int(request.args.get("change") == "1")


def _in_this_voice(view: PageView, field: QuestionField) -> QuestionField:
    heard = view.recordings.get(field.name)
    return replace(
        field,
        language=view.asked.language_of("question", field.name),
        is_spoken=True,
        recording=url_for("spoken.content", slug=view.slug, content_hash=heard) if heard else "",
    )
