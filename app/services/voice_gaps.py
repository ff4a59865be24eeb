"""The gap between the voices of one audit, in words for its page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.db.models import Response
from app.domain.audits import VOICE_LABELS, AgencyState, Voice
from app.services import agency_states, answers, auditing
from surveys.gaps import Heard, Said, VoiceAnswer, gaps

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.db.models import Audit
    from surveys.gaps import VoiceGap

SILENCE = {
    Said.NOT_ASKED: "Not asked",
    Said.NOT_YET: "Not filled in yet",
    Said.NOTHING: "Asked, and said nothing",
}
ABOUT = {
    "feels_listened_to": "Feeling listened to",
    "difference_made": "Life being better because of the help",
    "knows_plan": "Knowing what the plan is",
    "feels_safe": "Feeling safe at home",
}


@dataclass(frozen=True)
class GapLine:
    """What one voice said to a shared question, or why it said nothing."""

    voice: str
    words: str
    is_placed: bool


@dataclass(frozen=True)
class GapView:
    """One shared question of an audit: each voice, and a sentence on how far they are apart."""

    about: str
    lines: tuple[GapLine, ...]
    finding: str
    steps: int


def of_audit(session: Session, audit: Audit) -> tuple[GapView, ...]:
    """Return the gaps between the voices of one audit, the widest first.

    The caller has checked that the person may see the audit. Agencies are in it once all of
    them have handed in. What one voice alone is asked, as in a dip sample, has no gap.
    """
    found = gaps(auditing.form_of(session, audit), _heard(session, audit))
    return tuple(_view(gap) for gap in found if len(gap.answers) > 1)


def about(shared: str, label: str) -> str:
    """Return what a shared question is about, in a few words if there are any."""
    return ABOUT.get(shared, label)


def _heard(session: Session, audit: Audit) -> list[Heard]:
    voices = [
        Heard(voice.label, voice.value, answers.givens(session, response))
        for voice in auditing.voices_of(session, audit)
        for response in [auditing.part_response(session, audit.id, voice)]
    ]
    if not agency_states.are_all_in(session, audit.id):
        return voices
    return voices + [
        Heard(part.agency, Voice.AGENCY.value, answers.givens(session, response))
        for part in agency_states.agency_parts_of(session, audit.id)
        if part.agency_state is AgencyState.HANDED_IN
        for response in [session.get_one(Response, part.response_id)]
    ]


def _view(gap: VoiceGap) -> GapView:
    return GapView(
        about=about(gap.shared, gap.label),
        lines=tuple(_line(one) for one in gap.answers),
        finding=_finding(gap),
        steps=round(gap.steps or 0),
    )


def _line(answer: VoiceAnswer) -> GapLine:
    words = answer.words or SILENCE.get(answer.said, "")
    return GapLine(_name(answer), words, answer.place is not None)


def _name(answer: VoiceAnswer) -> str:
    return answer.name if answer.number == 1 else f"{answer.name}, the other"


def _finding(gap: VoiceGap) -> str:
    if gap.steps is None:
        return "Fewer than two voices answered, so there is nothing to compare."
    if not gap.steps:
        return "All who answered say the same."
    steps = f"{gap.steps:g} {'step' if gap.steps == 1 else 'steps'}"
    agree = "agrees" if len(gap.lowest) == 1 else "agree"
    lowest = _names(gap.lowest)
    return f"{lowest[0].upper()}{lowest[1:]} {agree} less than {_names(gap.highest)}, by {steps}."


def _names(answers_given: tuple[VoiceAnswer, ...]) -> str:
    names = [_within_a_sentence(one) for one in answers_given]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _within_a_sentence(answer: VoiceAnswer) -> str:
    # An agency has a name of its own, and keeps its capitals.
    name = _name(answer)
    return name.lower() if answer.name in VOICE_LABELS.values() else name
