"""Bring in and take out: codebooks and codings, as other programs read and write them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from uuid import UUID

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)

from app.db import reading, unit_of_work
from app.domain.errors import Invalid
from app.domain.people import Permission
from app.services import (
    codebook_drafts,
    codebooks,
    exchange,
    exchange_codings,
    exchange_files,
    exchange_matching,
    exchange_out,
    exchange_taking,
)
from app.services.selection import surveys_for
from app.web import uploads
from app.web.access import actor, requires
from app.web.exchange_forms import CodebookForm, CodingsForm, TakeOutForm

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flask.typing import ResponseReturnValue

    import analysis
    from analysis.exchange.codebooks import Note
    from app.services.exchange_files import FileOut
    from app.services.exchange_taking import Outcome

bp = Blueprint("exchange", __name__, url_prefix="/evidence/exchange")
uploads.allow(bp, {"bring_codebook", "bring_codings"}, Permission.DECIDE_CODINGS)
NOTES = {
    "folder": "Folders are no themes and were left out; the themes in them came in: {}.",
    "twice": "Names that stand for a theme twice got a key of their own: {}.",
    "cut": "Names longer than 160 characters were cut: {}.",
}


@bp.get("")
@requires(Permission.DECIDE_CODINGS)
def overview() -> ResponseReturnValue:
    """Show what can be brought in and taken out."""
    return _page()


@bp.get("/codebooks/<uuid:codebook_id>")
@requires(Permission.DECIDE_CODINGS)
def version(codebook_id: UUID) -> ResponseReturnValue:
    """Show one version of the codebook beside the one in use."""
    _in_use()
    with reading() as session:
        found = exchange.page(session, codebook_id)
    return render_template("pages/exchange/version.html", found=found)


@bp.get("/codebooks/<uuid:codebook_id>/<kind>")
@requires(Permission.DECIDE_CODINGS)
def codebook(codebook_id: UUID, kind: str) -> ResponseReturnValue:
    """Send one version of the codebook as a file."""
    with unit_of_work() as session:
        return _sent(exchange.take_out(session, codebook_id, kind, by=actor()))


@bp.post("/codebook")
@requires(Permission.DECIDE_CODINGS)
def bring_codebook() -> ResponseReturnValue:
    """Take a codebook as a draft, and show it."""
    form = CodebookForm()
    draft = _draft(form) if form.validate_on_submit() else None
    if draft is None:
        return _page(book=form), 422
    return redirect(url_for("exchange.version", codebook_id=draft), 303)


@bp.post("/codebooks/<uuid:codebook_id>/definitions")
@requires(Permission.DECIDE_CODINGS)
def describe(codebook_id: UUID) -> ResponseReturnValue:
    """Write the definitions that a draft lacks."""
    with unit_of_work() as session:
        exchange.describe(session, codebook_id, request.form, by=actor())
    flash("The definitions are kept.", "success")
    return redirect(url_for("exchange.version", codebook_id=codebook_id), 303)


@bp.post("/codebooks/<uuid:codebook_id>/use")
@requires(Permission.DECIDE_CODINGS)
def use(codebook_id: UUID) -> ResponseReturnValue:
    """Put a version in use."""
    try:
        with unit_of_work() as session:
            exchange.confirm(session, codebook_id, by=actor())
    except Invalid:
        flash("Write a definition for each theme first. Nothing was changed.", "error")
        return redirect(url_for("exchange.version", codebook_id=codebook_id), 303)
    flash("This codebook is in use. All words are being read against it now.", "success")
    return redirect(url_for("evidence.overview"), 303)


@bp.post("/codings/out")
@requires(Permission.APPROVE_QUOTES)
def take_codings() -> ResponseReturnValue:
    """Send the redacted words and codings of some surveys as a file."""
    form = _out_form()
    file = _codings(form) if form.validate_on_submit() else None
    return _sent(file) if file else (_page(out=form), 422)


@bp.post("/codings/in")
@requires(Permission.DECIDE_CODINGS)
def bring_codings() -> ResponseReturnValue:
    """Take in the codings of a file, and say what became of each."""
    form = CodingsForm()
    outcome = _outcome(form) if form.validate_on_submit() else None
    if outcome is None:
        return _page(codings=form), 422
    return render_template("pages/exchange/outcome.html", outcome=outcome)


def _page(**forms: CodebookForm | CodingsForm | TakeOutForm) -> str:
    _in_use()
    with reading() as session:
        versions = exchange.versions(session)
    shown = {
        "book": CodebookForm(None),
        "codings": CodingsForm(None),
        "out": _out_form(),
    } | forms
    largest = current_app.config["SETTINGS"].upload_megabytes
    return render_template(
        "pages/exchange/overview.html", versions=versions, largest=largest, **shown
    )


def _in_use() -> analysis.Codebook:
    # On the first day this is where the shipped codebook is put in use.
    with unit_of_work() as session:
        return codebooks.codebook_in_use(session).codebook


def _out_form() -> TakeOutForm:
    with reading() as session:
        return TakeOutForm.about(surveys_for(session, actor(), Permission.APPROVE_QUOTES))


def _draft(form: CodebookForm) -> UUID | None:
    # The file is read before the transaction: that takes a child process and maybe seconds.
    file = form.book.data
    try:
        brought = exchange_files.open_codebook(file.read(), file.filename or "", _in_use())
    except Invalid as invalid:
        form.take({"book": invalid.fields["file"]})
        return None
    _say(brought.notes)
    with unit_of_work() as session:
        other = codebook_drafts.draft_id(session)
        draft = exchange.bring_in(session, brought, by=actor())
        is_in_use = draft == codebooks.codebook_in_use(session).id
    _say_of_draft(is_in_use=is_in_use, hides=other is not None and other != draft)
    return draft


def _say_of_draft(*, is_in_use: bool, hides: bool) -> None:
    if is_in_use:
        flash("The file says what the codebook in use says. Nothing was changed.", "info")
        return
    flash("The codebook is here as a draft. Nothing uses it until you put it in use.", "success")
    if hides:
        flash(
            "There was another draft, and it waits behind this one. Throw this one away to have "
            "it back; when you put this one in use, the other is set aside.",
            "warning",
        )


def _outcome(form: CodingsForm) -> Outcome | None:
    file = form.codings.data
    _in_use()
    try:
        opened = exchange_files.open_codings(file.read(), file.filename or "")
    except Invalid as invalid:
        form.take({"codings": invalid.fields["file"]})
        return None
    with reading() as session:
        plan = exchange_matching.plan(session, opened, by=actor())
    with unit_of_work() as session:
        return exchange_taking.take_in(session, plan, by=actor())


def _codings(form: TakeOutForm) -> FileOut | None:
    _in_use()
    try:
        with reading() as session:
            collected = exchange_codings.collect(
                session, form.chosen(), by=actor(), only_checked=form.only_checked.data
            )
    except Invalid as invalid:
        form.take(invalid.fields)
        return None
    file = exchange_out.file_of(collected, form.kind.data)
    with unit_of_work() as session:
        exchange_codings.record(session, collected, by=actor())
    return file


def _say(notes: Iterable[Note]) -> None:
    for code, count in Counter(note.code for note in notes).items():
        flash(NOTES[code].format(count), "warning")


def _sent(file: FileOut) -> Response:
    answer = Response(file.content, mimetype=file.mimetype)
    answer.headers["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return answer
