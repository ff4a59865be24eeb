"""What can go wrong, as classes: each has a stable code and parameters, never a finished page."""

from __future__ import annotations

from typing import Any


class EarshotError(Exception):
    """Something the product refuses; `code` is stable, `params` fill its message."""

    code = "error"

    def __init__(self, code: str = "", **params: Any) -> None:
        self.code = code or type(self).code
        self.params = params
        super().__init__(self.code)


class NotFound(EarshotError):
    """There is no such thing, or the person may not know that there is."""

    code = "not_found"


class NotAllowed(EarshotError):
    """The person may not do this."""

    code = "not_allowed"


class Invalid(EarshotError):
    """What was sent cannot be used; `fields` maps each field to what to do about it."""

    code = "invalid"

    def __init__(
        self, code: str = "", *, fields: dict[str, str] | None = None, **params: Any
    ) -> None:
        super().__init__(code, **params)
        self.fields = fields or {}


class Conflict(EarshotError):
    """The thing has moved on since the person looked at it."""

    code = "conflict"


class TooMany(EarshotError):
    """Too many tries in too short a time; `params["wait"]` is the wait in seconds."""

    code = "too_many"


class Unavailable(EarshotError):
    """Something Earshot needs is away for now; trying again later is right."""

    code = "unavailable"
