"""A small audit form for the world of R-48: two voices, hidden pages, and a child who may be unsafe."""

from __future__ import annotations

from typing import Any

from surveys import parse

CHILD, AUDITOR = "child", "auditor"
TOOK_PART, SAFE_NOW = "child_took_part", "safe_now"


def _words(key: str, **rules: Any) -> dict[str, Any]:
    return {"key": key, "kind": "long_text", "label": key, **rules}


def _choice(key: str, *values: str) -> dict[str, Any]:
    options = [{"value": one, "label": one} for one in values]
    return {"key": key, "kind": "one_choice", "label": key, "options": options, "required": True}


def _page(key: str, part: str, *questions: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"key": key, "title": key, "part": part, "questions": list(questions), **more}


FORM = {
    "key": "offline_audit",
    "title": "A small audit",
    "kind": "audit",
    "audience": "audit",
    "identity": "confidential",
    "pages": [
        _page("asking", CHILD, _choice(TOOK_PART, "took_part", "declined")),
        _page(
            "hearing",
            CHILD,
            _words("child_words"),
            _words("child_wish"),
            show_if={"question": TOOK_PART, "is": "took_part"},
        ),
        _page("safety", AUDITOR, _choice(SAFE_NOW, "yes", "unsure", "no")),
        _page(
            "told",
            AUDITOR,
            _words("told_who", required=True),
            show_if={"question": SAFE_NOW, "any_of": ["unsure", "no"]},
        ),
        _page("work", AUDITOR, _words("plan", required=True), _words("impact")),
    ],
}
DEFINITION = parse(FORM)
PARTS = {part: DEFINITION.for_part(part) for part in (CHILD, AUDITOR)}
QUESTIONS = {one.key: one for one in DEFINITION.questions()}
PART_OF = {one.key: page.part for page in DEFINITION.pages for one in page.questions}
PAGES = {page.key: page for page in DEFINITION.pages}
FIELDS = tuple(QUESTIONS)
WORDS = tuple(key for key, one in QUESTIONS.items() if one.kind == "long_text")
VALUES = {TOOK_PART: ("took_part", "declined"), SAFE_NOW: ("yes", "unsure", "no")}
UNSAFE = ("unsure", "no")


def raw_of(words: str) -> dict[str, list[str]]:
    """Return what a field sends; blank parts say nothing, so they are left out."""
    return {"": [words]} if words.strip() else {}
