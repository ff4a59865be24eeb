"""Importing: a file of comments from its upload to its last row."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    jsonify,
    redirect,
    render_template,
    url_for,
)

from app.db import reading, unit_of_work
from app.domain.errors import Invalid
from app.domain.evidence import ImportState
from app.domain.people import Permission
from app.services import import_views, importing, selection
from app.web import uploads
from app.web.access import actor, requires
from app.web.import_forms import ColumnsForm, UploadForm

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("importing", __name__, url_prefix="/imports")
uploads.allow(bp, {"upload"}, Permission.IMPORT_COMMENTS)
REFUSED = {
    "nothing_to_import": "There is no row that can be taken in. Check the columns.",
    "too_many_questions": "Together with earlier files there would be more than 50 questions.",
    "file_known": "These words of this file were taken in before. Nothing was added.",
}


@bp.get("")
@requires(Permission.IMPORT_COMMENTS)
def imports() -> ResponseReturnValue:
    """List the imports, and offer to upload a file."""
    return _imports_page(_upload_form())


@bp.post("")
@requires(Permission.IMPORT_COMMENTS)
def upload() -> ResponseReturnValue:
    """Take a file."""
    form = _upload_form()
    if form.validate_on_submit():
        import_id = _upload(form)
        if import_id:
            return redirect(url_for("importing.mapping", import_id=import_id), 303)
    return _imports_page(form), 422


@bp.route("/<uuid:import_id>/columns", methods=["GET", "POST"])
@requires(Permission.IMPORT_COMMENTS)
def mapping(import_id: UUID) -> ResponseReturnValue:
    """Say what the columns hold."""
    with unit_of_work() as session:
        page = import_views.columns_page(session, import_id, by=actor())
    form = ColumnsForm.about(page)
    if form.validate_on_submit() and _map(import_id, form):
        return redirect(url_for("importing.preview", import_id=import_id), 303)
    shown = render_template("pages/importing/mapping.html", page=page, form=form)
    return shown, 422 if form.errors else 200


@bp.get("/<uuid:import_id>/preview")
@requires(Permission.IMPORT_COMMENTS)
def preview(import_id: UUID) -> ResponseReturnValue:
    """Show what would be taken in, and every row that would not be."""
    with unit_of_work() as session:
        page = import_views.preview(session, import_id, by=actor())
    return render_template("pages/importing/preview.html", page=page)


@bp.post("/<uuid:import_id>/confirm")
@requires(Permission.IMPORT_COMMENTS)
def confirm(import_id: UUID) -> ResponseReturnValue:
    """Begin to take in the rows."""
    try:
        with unit_of_work() as session:
            importing.confirm(session, import_id, by=actor())
    except Invalid as invalid:
        flash(REFUSED[invalid.code], "error")
        return redirect(url_for("importing.preview", import_id=import_id), 303)
    return redirect(url_for("importing.progress", import_id=import_id), 303)


@bp.post("/<uuid:import_id>/discard")
@requires(Permission.IMPORT_COMMENTS)
def discard(import_id: UUID) -> ResponseReturnValue:
    """Throw away a file before anything of it was taken in."""
    with unit_of_work() as session:
        importing.discard(session, import_id, by=actor())
    flash("The file is thrown away, and nothing of it was taken in.", "success")
    return redirect(url_for("importing.imports"), 303)


@bp.get("/<uuid:import_id>")
@requires(Permission.IMPORT_COMMENTS)
def progress(import_id: UUID) -> ResponseReturnValue:
    """Show how far an import has come, and what became of its rows."""
    with reading() as session:
        line = import_views.line(session, import_id, by=actor())
    return render_template("pages/importing/progress.html", line=line)


@bp.get("/<uuid:import_id>/progress")
@requires(Permission.IMPORT_COMMENTS)
def progress_data(import_id: UUID) -> ResponseReturnValue:
    """Say how far an import has come."""
    with reading() as session:
        line = import_views.line(session, import_id, by=actor())
    is_over = line.has_failed or line.state is not ImportState.IMPORTING
    return jsonify(done=line.done, total=line.total, label=line.progress_label, finished=is_over)


@bp.get("/<uuid:import_id>/rejected.csv")
@requires(Permission.IMPORT_COMMENTS)
def rejected(import_id: UUID) -> ResponseReturnValue:
    """Send the rows that were refused, with the reasons."""
    with unit_of_work() as session:
        content = import_views.rejected_csv(session, import_id, by=actor())
    answer = Response(content, mimetype="text/csv")
    answer.headers["Content-Disposition"] = 'attachment; filename="rejected-rows.csv"'
    return answer


def _upload_form() -> UploadForm:
    with reading() as session:
        found = selection.services_for(session, actor(), Permission.IMPORT_COMMENTS)
    return UploadForm.about(found)


def _imports_page(form: UploadForm) -> str:
    with reading() as session:
        lines = import_views.lines(session, by=actor())
    largest = current_app.config["SETTINGS"].upload_megabytes
    return render_template("pages/importing/imports.html", lines=lines, form=form, largest=largest)


def _upload(form: UploadForm) -> UUID | None:
    # The file is read before the transaction: that takes a child process and maybe seconds.
    opened = importing.open_file(form.file.data.read())
    about = {
        "title": form.title.data or "",
        "audience": form.audience.data or "",
        "file_name": form.file.data.filename or "",
    }
    try:
        with unit_of_work() as session:
            service_id = UUID(form.service_id.data)
            return importing.upload(
                session, opened, by=actor(), service_id=service_id, about=about
            )
    except Invalid as invalid:
        form.take(invalid.fields)
        return None


def _map(import_id: UUID, form: ColumnsForm) -> bool:
    try:
        with unit_of_work() as session:
            importing.map_columns(session, import_id, form.columns(), by=actor())
    except Invalid as invalid:
        form.take(invalid.fields)
        return False
    return True
