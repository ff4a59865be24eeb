"""Variants of an audit form: what a kind of plan or of audit leaves out of the one core."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

# The kinds of plan, by which a form differs (DOMAIN 1.6 A).
COHORTS = {
    "early_help": "Early help or step-down",
    "child_in_need": "Child in need",
    "child_protection": "Child protection",
    "looked_after": "Child in our care",
    "care_leaver": "Care leaver",
    "disabled_children": "Disabled children's team",
    "front_door": "Front door",
}
AUDIT_KINDS = ("conversational", "thematic", "dip_sample", "multi_agency")


@dataclass(frozen=True)
class Variant:
    """Pages and whole parts of the core that some audits are not asked.

    It applies to an audit whose cohort is one of `cohorts` and whose kind is one of `kinds`; an
    empty one of the two means any.
    """

    key: str
    cohorts: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    without_parts: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    def applies(self, cohort: str, kind: str) -> bool:
        """Return whether an audit of this cohort and kind is asked less because of it."""
        return cohort in (self.cohorts or (cohort,)) and kind in (self.kinds or (kind,))

    def as_data(self) -> dict[str, Any]:
        """Return it as plain data."""
        names = ("cohorts", "kinds", "without_parts", "without")
        lists = {name: list(getattr(self, name)) for name in names}
        return {"key": self.key, **{name: value for name, value in lists.items() if value}}
