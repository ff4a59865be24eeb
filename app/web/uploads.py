"""Forms that bring a file may be larger than others, for those who may send it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import current_app, request

from app.web.access import can

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from flask import Blueprint

    from app.domain.people import Permission

MEGABYTE = 1_000_000


def allow(bp: Blueprint, views: AbstractSet[str], permission: Permission) -> None:
    """Let some views of a blueprint take a file, before anything reads what is sent."""
    endpoints = {f"{bp.name}.{view}" for view in views}

    @bp.url_value_preprocessor
    def _allow(endpoint: str | None, values: dict[str, Any] | None) -> None:
        del values
        if endpoint in endpoints and can(permission):
            request.max_content_length = current_app.config["SETTINGS"].upload_megabytes * MEGABYTE
