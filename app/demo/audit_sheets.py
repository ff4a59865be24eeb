"""The audits of Anytown as filled-in forms, from short notes and lines of evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

Form = dict[str, list[str]]

# How content each grade leaves people, on a scale of 1 to 5.
FELT = {"outstanding": 5, "good": 4, "requires_improvement": 3, "inadequate": 2}
ONLY_FOR = {"stability": ("looked_after", "care_leaver"), "right_level": ("early_help",)}
NEXT = {
    "outstanding": "Share how this was done with the other teams.",
    "good": "Write the child's own words into the next plan.",
    "requires_improvement": "See the child alone within ten days and ask what should change.",
    "inadequate": "See the child this week, with the manager, and write a new plan with the family.",
}
WHY = {
    "outstanding": "So that other children are heard as well as this one.",
    "good": "So that the plan is theirs as much as ours.",
    "requires_improvement": "So that the child's view shapes what happens next.",
    "inadequate": "So that the child is safe and knows that somebody has listened.",
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
    voices: Mapping[str, Form]
    actions: tuple[DemoAction, ...]


def read_audits(
    notes: list[dict[str, Any]], evidence: dict[str, dict[str, str]]
) -> tuple[DemoAudit, ...]:
    """Return the audits that short notes describe."""
    return tuple(_audit(number, note, evidence) for number, note in enumerate(notes))


def _audit(number: int, note: dict[str, Any], evidence: dict[str, dict[str, str]]) -> DemoAudit:
    most = note["most"]
    return DemoAudit(
        case_ref=note["case"],
        service=note["service"],
        team=note["team"],
        cohort=note["cohort"],
        kind="conversational",
        age=note["age"],
        wave=note["wave"],
        practitioner_ref=f"P-{100 + number % 9}",
        voices={
            "child": _spoken("child", note["child"], most),
            "parent_or_carer": _spoken("parent", note["parent"], most),
            "practitioner": _worker(note["worker"], most),
            "auditor": _auditor(note, evidence),
        },
        actions=(DemoAction(NEXT[most], WHY[most], "Team manager"),),
    )


def _spoken(who: str, words: str, most: str) -> Form:
    if not words:
        return {f"{who}_asked": ["asked"], f"{who}_took_part": ["declined"]}
    felt = str(FELT[most])
    return {
        f"{who}_asked": ["asked"],
        f"{who}_took_part": ["took_part"],
        f"{who}_method": ["face_to_face"],
        f"{who}_support": ["none_needed"],
        f"{who}_words": [words],
        f"{who}_quote_use": ["reports"],
        f"{who}_feels_listened_to": [felt],
        f"{who}_difference_made": [felt],
        f"{who}_knows_plan": [felt],
    }


def _worker(words: str, most: str) -> Form:
    # Workers tend to feel a little better about the work than the child does.
    felt = str(min(5, FELT[most] + 1))
    return {
        "practitioner_took_part": ["took_part"],
        "practitioner_method": ["face_to_face"],
        "practitioner_words": [words],
        "practitioner_feels_listened_to": [felt],
        "practitioner_difference_made": [felt],
    }


def _auditor(note: dict[str, Any], evidence: dict[str, dict[str, str]]) -> Form:
    most, differ = note["most"], note.get("differ", {})
    form: Form = {
        "safe_now": [note.get("safe", "yes")],
        "auditor_feels_listened_to": [str(FELT[most])],
        "auditor_difference_made": [str(FELT[most])],
        "chronology_present": ["useful" if FELT[most] > 3 else "list_only"],  # noqa: PLR2004
        "what_worked": [note["worker"]],
        "what_next": [NEXT[most]],
        "good_practice": ["nothing_yet"],
        "family_told": ["not_yet"],
    }
    if "safe" in note:
        form |= _made_safe()
    for domain, lines in evidence.items():
        if note["cohort"] not in ONLY_FOR.get(domain, (note["cohort"],)):
            continue
        grade = differ.get(domain, most)
        form[domain] = [grade]
        form[f"{domain}-evidence"] = [lines[grade]]
    return form


def _made_safe() -> Form:
    return {
        "told_who": ["The duty manager at the front door"],
        "told_when-day": ["1"],
        "told_when-month": ["9"],
        "told_when-year": ["2026"],
        "told_how": ["phone"],
        "immediate_action": [
            "Rang the front door before leaving the house. The duty manager sent a worker the "
            "same evening, and the child knows who to ring."
        ],
    }
