"""Whether practice changed: one question before and after, or why that can't be shown yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from analysis.disclosure import withhold
from analysis.prevalence import DOWN, TOO_FEW, UP, Change, Interval, difference, prevalence
from app.db.models import Answer, Audit, AuditPart, Question, Survey
from app.domain.audits import AuditState, Voice
from app.domain.surveys import SurveyKind, SurveyState
from app.services import closed_answers, safe_waves, selection
from app.services.selection import Selection
from surveys.audits import RANK
from surveys.questions.grade import Grade
from surveys.questions.scale import AGREEMENT, Agreement
from surveys.wording import unpiped

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.services.selection import WaveLine
    from surveys.definition import Definition

GRADE = "grade"
FINISHED = [state for state in AuditState if state.is_finished]
# Of the five steps of agreement the first two agree.
AGREE = 2

NO_END = "It can be shown once this is done, and a wave has begun after it."
NO_WAVE_BEFORE = "There was no wave before, so there is nothing to compare with."
NO_WAVE_AFTER = "The next wave has not begun yet."
FEW = "There are too few answers to show one of the two without showing who gave them."
SAID = {
    UP: "There are more than before, and that is more than chance would make.",
    DOWN: "There are fewer than before, and that is more than chance would make.",
    TOO_FEW: "There are too few to say whether this is a change or chance.",
}
UNCLEAR = "No clear change: the difference may be chance."


@dataclass(frozen=True)
class Measure:
    """A question that can show whether practice changed: a graded domain, or one of agreement."""

    survey_id: UUID
    key: str
    kind: str
    survey: str
    wording: str

    @property
    def value(self) -> str:
        """The measure as one word, for forms."""
        return f"{self.survey_id}/{self.key}"

    @property
    def label(self) -> str:
        """The measure as people read it."""
        return f"{self.survey}: {self.wording}"

    @property
    def counted(self) -> str:
        """What the share is of."""
        is_graded = self.kind == GRADE
        return "audits graded good or outstanding" if is_graded else "people who agreed"


@dataclass(frozen=True)
class Impact:
    """One measure before and after; a share that may not be shown is None, and `said` says why."""

    measure: Measure
    said: str
    before_wave: str = ""
    after_wave: str = ""
    before: Interval | None = None
    after: Interval | None = None
    change: Change | None = None


def measures(session: Session) -> tuple[Measure, ...]:
    """Return the questions of the live surveys that can show a change, audits first."""
    surveys = session.scalars(
        select(Survey)
        .where(
            Survey.state == SurveyState.LIVE,
            Survey.kind.in_([SurveyKind.AUDIT, SurveyKind.QUESTIONNAIRE]),
        )
        .order_by(Survey.kind, Survey.title)
    )
    return tuple(
        Measure(survey.id, question.key, question.kind, survey.title, unpiped(question.label))
        for survey in surveys
        for question in _closed(closed_answers.newest_definition(session, survey.id), survey.kind)
    )


def measure(session: Session, survey_id: UUID | None, key: str) -> Measure | None:
    """Return one measure, or None when its survey is over or asks it no more."""
    known = measures(session) if survey_id else ()
    return next((one for one in known if (one.survey_id, one.key) == (survey_id, key)), None)


def impact(session: Session, chosen: Measure, *, began_on: date, done_on: date | None) -> Impact:
    """Return a measure in the wave in which something began, and in the next after it was done.

    Shares are 0 to 1 with Wilson's interval, and their difference has Newcombe's; nothing is
    shown that the pages of answers withhold.
    """
    if done_on is None:
        return Impact(chosen, NO_END)
    waves = selection.waves(session)
    before = next((one for one in waves if one.starts_on <= began_on), None)
    after = next((one for one in reversed(waves) if one.starts_on > done_on), None)
    if before is None or after is None:
        return Impact(chosen, NO_WAVE_AFTER if before else NO_WAVE_BEFORE)
    was, is_now = (_share(session, chosen, one, waves) for one in (before, after))
    change = difference(was, is_now) if was and is_now else None
    said = SAID.get(change.verdict, UNCLEAR) if change else FEW
    return Impact(chosen, said, before.name, after.name, was, is_now, change)


def _closed(definition: Definition, kind: SurveyKind) -> list[Grade] | list[Agreement]:
    if kind is SurveyKind.AUDIT:
        # Several agencies grade one audit, so their grades are no share of audits.
        asked = definition.for_part(Voice.AUDITOR).questions()
        return [one for one in asked if isinstance(one, Grade)]
    asked = definition.questions()
    # With steps of its own, a question may begin with those who disagree.
    return [one for one in asked if isinstance(one, Agreement) and one.options == AGREEMENT]


def _share(
    session: Session, chosen: Measure, wave: WaveLine, waves: tuple[WaveLine, ...]
) -> Interval | None:
    if chosen.kind == GRADE:
        return _graded(session, chosen, wave)
    whole = Selection(frozenset({chosen.survey_id}))
    if wave not in safe_waves.safe_waves(session, whole, waves):
        return None
    return _agreed(session, chosen, whole.during(wave))


def _agreed(session: Session, chosen: Measure, during: Selection) -> Interval | None:
    # Made of the cells that the page of the survey shows, so that it tells nothing beyond them.
    definition = closed_answers.newest_definition(session, chosen.survey_id)
    givens = closed_answers.values(session, during)
    lines = closed_answers.question_lines(definition, givens)
    line = next((one for one in lines if one.key == chosen.key), None)
    if line is None or line.base is None:
        return None
    agree = [one.count for one in line.options[:AGREE] if one.count is not None]
    rest = [one.count for one in line.options[AGREE:] if one.count is not None]
    if len(agree) == AGREE:
        return prevalence(sum(agree), line.base)
    if len(rest) == len(line.options) - AGREE:
        return prevalence(line.base - sum(rest), line.base)
    return None


def _graded(session: Session, chosen: Measure, wave: WaveLine) -> Interval | None:
    rows = session.scalars(
        select(Answer.value)
        .join(Question, Question.id == Answer.question_id)
        .join(AuditPart, AuditPart.response_id == Answer.response_id)
        .join(Audit, Audit.id == AuditPart.audit_id)
        .where(
            Question.key == chosen.key,
            AuditPart.voice == Voice.AUDITOR,
            Audit.state.in_(FINISHED),
            Audit.held_on.between(wave.starts_on, wave.ends_on),
        )
    )
    ranks = [RANK[str(value)] for value in rows if str(value) in RANK]
    good = sum(rank >= RANK["good"] for rank in ranks)
    shown = withhold({"good": good, "not yet": len(ranks) - good}, base=len(ranks))
    return prevalence(good, len(ranks)) if shown["good"] is not None else None
