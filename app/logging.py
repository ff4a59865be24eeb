"""Logs as JSON lines that can never hold what a person wrote."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING, Any

import structlog

if TYPE_CHECKING:
    from collections.abc import MutableMapping

PRIVATE = frozenset(
    {
        "address",
        "answer",
        "code",
        "comment",
        "email",
        "ip",
        "message",
        "name",
        "note",
        "password",
        "phone",
        "quote",
        "receipt",
        "secret",
        "text",
        "token",
        "user_agent",
        "value",
        "words",
    }
)


class PrivateKeyLogged(Exception):
    """A log line tried to carry something private; raised under test only."""


def set_up(level: str, *, strict: bool = False) -> None:
    """Send structured logs to standard error; under test, a private key raises."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _Keeper(strict=strict),
            _drop_local_values,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.getLevelNamesMapping()[level.upper()]
        ),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


class _Keeper:
    """Blanks private keys, or raises where a test should notice."""

    def __init__(self, *, strict: bool) -> None:
        self._strict = strict

    def __call__(self, logger: Any, method: str, event: MutableMapping[str, Any]) -> Any:
        del logger, method
        for key in PRIVATE & event.keys():
            if self._strict:
                raise PrivateKeyLogged(key)
            event[key] = "<private>"
        return event


def _drop_local_values(logger: Any, method: str, event: MutableMapping[str, Any]) -> Any:
    # A traceback names files, lines and the kind of error; its message could quote an answer.
    del logger, method
    error = event.pop("exc_info", None)
    if error:
        kind, _, trace = (
            sys.exc_info() if error is True else (type(error), error, error.__traceback__)
        )
        event["error"] = kind.__name__ if kind else ""
        lines = []
        while trace:
            code = trace.tb_frame.f_code
            lines.append(f"{code.co_filename}:{trace.tb_lineno} {code.co_name}")
            trace = trace.tb_next
        event["trace"] = lines
    return event
