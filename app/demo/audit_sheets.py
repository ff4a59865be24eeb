"""The audits of Anytown as filled-in forms, from notes and lines of evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from app.domain.actions import Priority

if TYPE_CHECKING:
    from collections.abc import Mapping

Form = dict[str, list[str]]
Note = dict[str, Any]

ONLY_FOR = {"stability": ("looked_after", "care_leaver"), "right_level": ("early_help",)}
# Where each voice stands in the `felt` of a note.
CHILD, PARENT, WORKER, AUDITOR = range(4)
# How far each voice's answer to a question lies from what it felt, in every other audit as the
# first says and in the rest as the second: voices differ on each question in a way of its own, and
# workers know plans best, so much that their gap to the child can't be told without few.
FELT_ABOUT = {
    "feels_listened_to": ((-1, 0, 0, 0), (0, 0, -1, 0)),
    "difference_made": ((0, 0, -1, 0), (0, 1, 1, 0)),
    "knows_plan": ((-1, 0, 1, 0), (-1, 0, 1, 0)),
    "feels_safe": ((0, 1, -1, 0), (-1, 0, 0, 0)),
}
CHRONOLOGY = {
    "outstanding": "useful",
    "good": "useful",
    "requires_improvement": "list_only",
    "inadequate": "not_current",
}


@dataclass(frozen=True)
class DemoAction:
    """An action of Anytown."""

    what: str
    why: str
    owner_role: str
    service: str = ""
    theme: str = ""
    due_after: timedelta = timedelta(days=28)
    priority: Priority = Priority.STANDARD
    outcome: str = ""


@dataclass(frozen=True)
class DemoAudit:
    """An audit of Anytown: what is known of it, and each voice as a filled-in form."""

    case_ref: str
    service: str
    team: str
    cohort: str
    kind: str
    age: int
    wave: int
    practitioner_ref: str
    theme: str
    voices: Mapping[str, Form]
    actions: tuple[DemoAction, ...]


def read_audits(notes: list[Note], evidence: Mapping[str, Any]) -> tuple[DemoAudit, ...]:
    """Return the audits that notes describe."""
    return tuple(
        _audit(number, note | {"number": number}, evidence) for number, note in enumerate(notes)
    )


def _audit(number: int, note: Note, evidence: Mapping[str, Any]) -> DemoAudit:
    about = note["about"]
    return DemoAudit(
        case_ref=about["case"],
        service=about["service"],
        team=about["team"],
        cohort=about["cohort"],
        kind=about["kind"],
        age=about["age"],
        wave=about["wave"],
        practitioner_ref=f"P-{100 + number % 9}",
        theme=about.get("theme", ""),
        voices={
            "child": _family("child", note, CHILD),
            "parent_or_carer": _family("parent", note, PARENT) | _parents(note),
            "practitioner": _worker(note),
            "auditor": _auditor(note) | _grades(number, note, evidence),
            "manager": _filled(manager_comment=note.get("manager")),
        },
        actions=tuple(_action(action) for action in note["actions"]),
    )


def _action(action: Note) -> DemoAction:
    is_now = action.get("now", False)
    return DemoAction(
        what=action["what"],
        why=action["why"],
        owner_role=action["owner"],
        due_after=timedelta(days=5 if is_now else 28),
        priority=Priority.IMMEDIATE if is_now else Priority.STANDARD,
        outcome=action.get("done", ""),
    )


def _filled(**fields: str | None) -> Form:
    return {name: [words] for name, words in fields.items() if words}


def _felt(who: str, note: Note, voice: int) -> Form:
    felt, turn = note["felt"][voice], note["number"] % 2
    asked = {
        name: min(max(felt + by[turn][voice], 1), 5) for name, by in FELT_ABOUT.items() if felt
    }
    return {f"{who}_{name}": [str(value)] for name, value in asked.items()}


def _family(who: str, note: Note, voice: int) -> Form:
    seen = {f"{who}_asked": ["asked"]} | _filled(**{f"{who}_seen": note.get("seen")})
    words = note[who]
    if not words:
        return seen | _filled(
            **{f"{who}_took_part": note[f"{who}_why"], f"{who}_method": "watching"}
        )
    return (
        seen
        | _felt(who, note, voice)
        | _filled(
            **{
                f"{who}_took_part": "took_part",
                f"{who}_method": "face_to_face",
                f"{who}_support": "none_needed",
                f"{who}_words": words,
                f"{who}_quote_use": "reports",
                f"{who}_wish": note.get("wish"),
            }
        )
    )


def _parents(note: Note) -> Form:
    which = {"parent_role": [note.get("parent_is", "mother")]}
    other = note.get("other")
    if not other:
        return which | {"other_parent_asked": ["nobody_else"]}
    is_heard = "words" in other
    return which | _filled(
        other_parent_asked="asked" if is_heard else "not_asked",
        other_parent_role=other["is"],
        other_parent_not_asked_why=other.get("why"),
        other_parent_took_part="took_part",
        other_parent_method="phone",
        other_parent_support="none_needed",
        other_parent_words=other.get("words"),
        other_parent_quote_use="reports",
    )


def _worker(note: Note) -> Form:
    return _felt("practitioner", note, WORKER) | _filled(
        practitioner_took_part="took_part",
        practitioner_method="face_to_face",
        practitioner_words=note["worker"],
        practitioner_proud=note.get("proud"),
        practitioner_obstacles=note.get("obstacle"),
        practitioner_reflection=note.get("reflection"),
        practitioner_reply=note.get("reply"),
    )


def _auditor(note: Note) -> Form:
    share, told = note.get("share"), note.get("told", {})
    return (
        _felt("auditor", note, AUDITOR)
        | _filled(
            safe_now=note.get("safe", "yes"),
            told_who=told.get("who"),
            told_how=told.get("how"),
            immediate_action=told.get("action"),
            chronology_present=CHRONOLOGY[note.get("differ", {}).get("history", note["most"])],
            what_worked=note["worked"],
            what_next=note["next"],
            one_thing_family_wants=note["wants"],
            good_practice="share" if share else "nothing_yet",
            good_practice_what=share,
            family_told="not_yet",
            theme_found=note.get("found"),
        )
        | {"themes": note.get("themes", []), "learning_need": note.get("needs", [])}
    )


def _grades(number: int, note: Note, evidence: Mapping[str, Any]) -> Form:
    form: Form = {}
    cohort = note["about"]["cohort"]
    for domain, lines in evidence.items():
        if cohort not in ONLY_FOR.get(domain, (cohort,)):
            continue
        grade = note.get("differ", {}).get(domain, note["most"])
        # Several lines for one grade are dealt out, so that audits do not sound alike.
        some = lines[grade] if isinstance(lines[grade], list) else [lines[grade]]
        words = note["evidence"].get(domain, some[number % len(some)])
        form |= {domain: [grade], f"{domain}-evidence": [words]}
    return form
