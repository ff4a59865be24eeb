"""Cases on which a device and the site must agree: how answers are read, and what is asked next."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

from surveys.described import described
from surveys.errors import AnswerError
from surveys.fitting import fitted
from surveys.parsing import parse, parse_yaml
from surveys.routing import visible_pages
from surveys.variants import AUDIT_KINDS, COHORTS
from tests.unit.surveys.test_described import FORM

if TYPE_CHECKING:
    from surveys.definition import Definition
    from surveys.questions import Given, Question

STEPS = [{"value": number, "label": f"Step {number}"} for number in (1, 2, 3)]
LETTERS = [{"value": one, "label": one.upper()} for one in "abc"]
MAY_SAY = ["dont_know", "prefer_not_to_say"]
WORDS = [
    "",
    " ",
    "Fine.",
    " two  words ",
    "line\r\nline",
    "x" * 30,
    "🙂🙂🙂",
    "\u200b",
    "a\u00a0b",
    "\u00e9",
]
NUMBERS = [
    "",
    "0",
    "3",
    "-1",
    "12",
    "3.5",
    "1,200",
    "1 200",
    "3,5",
    "²",
    "x",
    "1999",
    "29",
    "2",
    "13",
]

EVERY_KIND = {
    "key": "every_kind",
    "title": "Every kind",
    "kind": "audit",
    "audience": "audit",
    "pages": [
        {
            "key": "all",
            "title": "All",
            "part": "auditor",
            "questions": [
                {"key": "short", "kind": "short_text", "label": "Short", "max_length": 10},
                {
                    "key": "long",
                    "kind": "long_text",
                    "label": "Long",
                    "required": True,
                    "may_say": MAY_SAY,
                    "max_length": 20,
                },
                {
                    "key": "one",
                    "kind": "one_choice",
                    "label": "One",
                    "options": LETTERS,
                    "other": True,
                    "may_say": MAY_SAY,
                },
                {
                    "key": "plain",
                    "kind": "one_choice",
                    "label": "Plain",
                    "options": STEPS,
                    "required": True,
                },
                {
                    "key": "many",
                    "kind": "many_choices",
                    "label": "Many",
                    "other": True,
                    "most": 2,
                    "options": [*LETTERS, {"value": "none", "label": "None", "exclusive": True}],
                },
                {
                    "key": "order",
                    "kind": "ranked_choice",
                    "label": "Order",
                    "options": LETTERS,
                    "may_say": MAY_SAY,
                },
                {"key": "agree", "kind": "agreement", "label": "Agree", "may_say": MAY_SAY},
                {"key": "ten", "kind": "scale_0_10", "label": "Ten"},
                {
                    "key": "whole",
                    "kind": "number",
                    "label": "Whole",
                    "min": 1,
                    "max": 20,
                    "may_say": ["dont_know"],
                },
                {"key": "part", "kind": "number", "label": "Part", "decimals": True},
                {"key": "day", "kind": "date", "label": "Day", "required": True},
                {
                    "key": "month",
                    "kind": "date",
                    "label": "Month",
                    "precision": "day",
                    "partial": "year",
                },
                {"key": "grade", "kind": "grade", "label": "Grade", "required": True},
            ],
        }
    ],
}


def every_kind() -> Definition:
    """Return a definition with every kind of question that a device can ask."""
    return parse(EVERY_KIND)


def audit_form() -> Definition:
    """Return the audit form that ships."""
    return parse_yaml(FORM.read_text("utf-8"), FORM.name)


def reading_cases(random: Random, count: int) -> list[dict[str, Any]]:
    """Return strings of fields, good ones and bad ones, with what the site makes of them."""
    questions = every_kind().questions()
    found = []
    for _ in range(count):
        question = random.choice(questions)
        raw = any_raw(question, random)
        found.append({"key": question.key, "raw": raw, "expected": expected(question, raw)})
    return found


def routing_cases(random: Random, count: int) -> list[dict[str, Any]]:
    """Return answers to the audit form, with the questions that each voice is then asked.

    Each is of a kind of audit and a kind of plan, by which the form differs.
    """
    whole = audit_form()
    found = []
    for _ in range(count):
        about = {"kind": random.choice(AUDIT_KINDS), "cohort": random.choice(list(COHORTS))}
        form = fitted(whole, **about)
        voices = list(dict.fromkeys(page.part for page in form.pages))
        raws = {one.key: any_raw(one, random) for one in form.questions() if random.random() < 0.8}
        givens = {
            key: given for key, raw in raws.items() if (given := _given(form.question(key), raw))
        }
        asked = {
            voice: [
                one.key
                for page in visible_pages(form.for_part(voice), givens)
                for one in page.questions
            ]
            for voice in voices
        }
        found.append({"about": about, "raws": raws, "asked": asked})
    return found


def forms() -> dict[str, Any]:
    """Return both forms as a device is told of them."""
    return {"every": described(every_kind()), "audit": described(audit_form())}


def any_raw(question: Question, random: Random) -> dict[str, list[str]]:
    """Return strings that somebody, or somebody's mistake, could send for a question."""
    options = [str(one.value) for one in getattr(question, "options", ())]
    values = [*options, *options, "other", "dont_know", "prefer_not_to_say", "nonsense", " "]
    raw = {}
    for part in question.parts():
        if random.random() < 0.15:
            continue
        if part == "special":
            raw[part] = random.sample(MAY_SAY, random.choice([0, 0, 0, 1, 2]))
        elif part in {"other", "evidence"} or question.kind.endswith("_text"):
            raw[part] = [random.choice(WORDS)]
        elif options and part == "":
            raw[part] = random.sample(values, random.choice([0, 1, 1, 1, 1, 2, 3]))
        else:
            raw[part] = [random.choice(NUMBERS)]
    return raw


def expected(question: Question, raw: dict[str, list[str]]) -> dict[str, Any]:
    """Return what the site makes of some strings, as the device says it."""
    try:
        given = question.read(raw)
    except AnswerError as error:
        return {"given": None, "problem": error.message}
    if given is None:
        return {"given": None, "problem": None}
    parts = {"value": given.value, "text": given.text, "special": given.special}
    return {
        "given": {name: one for name, one in parts.items() if one is not None},
        "problem": None,
    }


def _given(question: Question, raw: dict[str, list[str]]) -> Given | None:
    try:
        return question.read(raw)
    except AnswerError:
        return None
