"""An audit form as one kind of plan and one kind of audit is asked it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from surveys.definition import Definition


def fitted(definition: Definition, *, cohort: str, kind: str) -> Definition:
    """Return the form as an audit of this cohort and kind is asked it.

    Only pages are left out and none is changed, so whatever is asked keeps its identity and its
    figures can be put beside those of every other audit.
    """
    applying = [one for one in definition.variants if one.applies(cohort, kind)]
    pages = {key for one in applying for key in one.without}
    parts = {part for one in applying for part in one.without_parts}
    kept = (one for one in definition.pages if one.key not in pages and one.part not in parts)
    return replace(definition, pages=tuple(kept))
