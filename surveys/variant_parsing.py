"""Reading the variants of an audit form, and proof that each leaves a form that works."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from surveys.variants import AUDIT_KINDS, COHORTS, Variant

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from surveys.definition import Definition, Page
    from surveys.marks import Path
    from surveys.parts import Reader

FIELDS = frozenset({"key", "cohorts", "kinds", "without", "without_parts"})
AUDIT = "audit"
# Whoever audits whatever: whether the child is safe is asked, and all is weighed at the end.
ALWAYS = ("safe_now", "overall_grade")


def read_variant(reader: Reader, data: Any, path: Path) -> Variant | None:
    """Return one variant, noting every name in it that means nothing."""
    if not reader.is_mapping(data, path, "variant"):
        return None
    reader.only(data, path, FIELDS)
    variant = Variant(
        key=reader.key(data, path),
        cohorts=_names(reader, data, path, "cohorts", COHORTS),
        kinds=_names(reader, data, path, "kinds", AUDIT_KINDS),
        without_parts=_names(reader, data, path, "without_parts", None),
        without=_names(reader, data, path, "without", None),
    )
    if not (variant.cohorts or variant.kinds):
        what = "This variant is for no kind of plan and no kind of audit."
        reader.add("variant_for_nobody", path, what, "Add cohorts: or kinds:.")
    if not (variant.without or variant.without_parts):
        what = "This variant leaves nothing out, so it is the core."
        reader.add("variant_empty", path, what, "Add without: or without_parts:, or take it out.")
    reader.stands(variant, path)
    return variant


def check_variants(definition: Definition, reader: Reader) -> None:
    """Note every variant of something that is no audit, or that leaves a form which cannot work.

    A page that stays may look only at pages that stay. Each variant is proved by itself, and
    that is enough: what several leave out together is the union, and a page that stays in all
    of them finds whatever it looks at in all of them.
    """
    seen: set[str] = set()
    for variant in definition.variants:
        place = reader.place(variant)
        if definition.kind != AUDIT:
            remedy = "Take the variants out, or write kind: audit."
            reader.add("variant", place, "Only an audit has variants.", remedy)
        if variant.key in seen:
            what = f"The key “{variant.key}” is used twice."
            reader.add("repeated_key", (*place, "key"), what, "Give each its own key.")
        seen.add(variant.key)
        pages = definition.pages
        _check_names(variant.without, {page.key for page in pages}, place, reader)
        _check_names(variant.without_parts, {page.part for page in pages}, place, reader)
        _check_left(definition, variant, place, reader)


def _check_left(definition: Definition, variant: Variant, place: Path, reader: Reader) -> None:
    left = [page for page in definition.pages if _is_left_out(page, variant)]
    gone = {question.key for page in left for question in page.questions}
    for key in ALWAYS:
        if key in gone:
            what = f"“{key}” is asked in every audit."
            reader.add("variant_always", place, what, "Do not leave its page out.")
    for page in definition.pages:
        if _is_left_out(page, variant):
            continue
        for key in sorted(_looked_at(page) & gone):
            what = f"The page “{page.key}” looks at “{key}”, which is left out."
            reader.add("variant_condition", place, what, f"Leave {page.key} out as well.")


def _is_left_out(page: Page, variant: Variant) -> bool:
    return page.key in variant.without or page.part in variant.without_parts


def _looked_at(page: Page) -> frozenset[str]:
    conditions = [page.show_if, *(question.show_if for question in page.questions)]
    return frozenset[str]().union(*(one.questions() for one in conditions if one))


def _check_names(names: Collection[str], known: set[str], place: Path, reader: Reader) -> None:
    for name in names:
        if name not in known:
            _unknown(reader, place, name, known)


def _names(
    reader: Reader,
    data: Mapping[str, Any],
    path: Path,
    name: str,
    known: Collection[str] | None,
) -> tuple[str, ...]:
    found = [str(one) for one in reader.list_of(data, path, name, required=False)]
    for one in found:
        if known is not None and one not in known:
            _unknown(reader, (*path, name), one, known)
    for one in sorted({one for one in found if found.count(one) > 1}):
        reader.add("variant_repeated", (*path, name), f"“{one}” is named twice.", "Keep one.")
    return tuple(found)


def _unknown(reader: Reader, path: Path, name: str, known: Collection[str]) -> None:
    near = get_close_matches(name, known, n=1)
    remedy = f"Did you mean “{near[0]}”?" if near else f"Use one of: {', '.join(sorted(known))}."
    reader.add("variant_unknown", path, f"There is no “{name}”.", remedy)
