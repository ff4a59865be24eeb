"""The web site: its pages, who may open them, and how they are dressed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.web import (
    access,
    aloud,
    compression,
    errors,
    headers,
    origin,
    page_compression,
    steps,
    templating,
)
from app.web import kiosk as tablet
from app.web.views import (
    accounts,
    agencies,
    agency_parts,
    answer_files,
    audit_documents,
    audit_photos,
    audit_workers,
    audits,
    carry_on,
    case_lists,
    child_safety,
    chronology,
    clashes,
    codebook,
    consent,
    crossings,
    cycle_findings,
    display,
    disputes,
    evidence,
    exchange,
    following,
    importing,
    improvement,
    inviting,
    kiosk,
    learning_plan,
    machine,
    mailings,
    moderation,
    not_understood,
    offline,
    own_audits,
    pages,
    paper,
    passwords,
    programme,
    proposals,
    reliability,
    reports,
    respond,
    seen,
    spoken,
    staff,
    studio,
    syncing,
    triage,
    voice_gaps,
    voices,
    waiting,
    workbench,
)

if TYPE_CHECKING:
    from flask import Flask

    from app.config import Settings

BLUEPRINTS = (
    pages.bp,
    respond.bp,
    voices.bp,
    display.bp,
    carry_on.bp,
    consent.bp,
    kiosk.bp,
    inviting.bp,
    answer_files.bp,
    audit_photos.bp,
    accounts.bp,
    passwords.bp,
    staff.bp,
    studio.bp,
    spoken.bp,
    paper.bp,
    mailings.bp,
    importing.bp,
    evidence.bp,
    crossings.bp,
    voice_gaps.bp,
    workbench.bp,
    not_understood.bp,
    exchange.bp,
    codebook.bp,
    proposals.bp,
    reliability.bp,
    machine.bp,
    audits.bp,
    moderation.bp,
    audit_workers.bp,
    disputes.bp,
    waiting.bp,
    programme.bp,
    cycle_findings.bp,
    case_lists.bp,
    offline.bp,
    syncing.bp,
    clashes.bp,
    child_safety.bp,
    own_audits.bp,
    audit_documents.bp,
    learning_plan.bp,
    seen.bp,
    chronology.bp,
    following.bp,
    agencies.bp,
    agency_parts.bp,
    triage.bp,
    improvement.bp,
    reports.bp,
)


def add_site(app: Flask, settings: Settings) -> None:
    """Add every page to the application.

    Raises:
        UnguardedRoute: a route does not say who may open it.
    """
    templating.set_up(app, settings)
    headers.add_headers(app, is_secure=settings.is_secure)
    steps.tell_next(app)
    aloud.keep_speed(app)
    compression.compress_static(app)
    page_compression.compress_pages(app)
    errors.show_errors(app)
    app.before_request(origin.refuse_cross_site)
    app.before_request(tablet.keep_inside)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    access.guard(app)
