"""Addresses worked out once for the whole run: each test has a site of its own, all the same routes."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from werkzeug.routing import Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_compile = Rule._compile_builder
_kept: dict[tuple[Any, ...], Callable[..., tuple[str, str]]] = {}


def _compile_once(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
    # Werkzeug writes and compiles a function for each rule of each site, five sixths of the time
    # that a site takes. It depends on nothing but this, and is handed the rule when it is called.
    defaults = tuple(sorted((rule.defaults or {}).items()))
    known = (rule.rule, tuple(rule._trace), defaults, append_unknown)
    if known not in _kept:
        _kept[known] = _compile(rule, append_unknown)
    return _kept[known]


@contextmanager
def worked_out_once() -> Iterator[None]:
    """Let the sites that are made meanwhile use what earlier ones worked out."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", _compile_once)
        yield
