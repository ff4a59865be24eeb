"""About 400 people of Anytown answering, wave by wave."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from app.db import unit_of_work
from app.db.models import SurveyVersion
from app.demo.people import WAVE_DAYS
from app.domain.surveys import Channel, SurveyKind
from app.services import publishing, responding, theming
from surveys.questions import DONT_KNOW, PREFER_NOT, Given
from surveys.questions.choice import Chosen
from surveys.routing import visible_pages

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.demo.content import Anytown
    from app.demo.people import Places
    from surveys.definition import Definition
    from surveys.questions import Question

SEED = 1989
BATCH = 40
TOLD_AFTER = timedelta(days=60)
# How often somebody leaves a question, says “not sure”, or would rather not say.
LEFT, UNSURE, RATHER_NOT = 0.06, 0.04, 0.03
WROTE = 0.72


def publish_surveys(
    session: Session, anytown: Anytown, places: Places, today: date
) -> dict[str, UUID]:
    """Publish every survey of Anytown and return its version by key."""
    return {
        survey.key: publishing.publish(
            session,
            survey.definition,
            service_id=places.services[survey.service],
            slug=survey.slug,
            decision_maker=survey.decision_maker,
            told_by=today + TOLD_AFTER,
            identity=None,
            by=None,
            kind=SurveyKind(survey.definition.kind),
        )
        for survey in anytown.surveys
    }


def add(
    anytown: Anytown, places: Places, versions: Mapping[str, UUID], say: Callable[[str], None]
) -> int:
    """Add the responses of every questionnaire and return how many there are."""
    rng = random.Random(SEED)
    total = 0
    for survey in anytown.surveys:
        if not survey.people:
            continue
        sheets = [
            (wave, _answers(rng, anytown, survey.key, survey.definition, wave), number)
            for wave, people in enumerate(survey.people)
            for number in range(people)
        ]
        for start in range(0, len(sheets), BATCH):
            _store(rng, survey.key, versions[survey.key], sheets[start : start + BATCH], places)
        with unit_of_work() as session:
            theming.enqueue(session, _survey_id(session, versions[survey.key]))
        total += len(sheets)
        say(f"{len(sheets)} answered “{survey.definition.title}”")
    return total


def _store(
    rng: random.Random,
    key: str,
    version_id: UUID,
    sheets: list[tuple[int, dict[str, Given], int]],
    places: Places,
) -> None:
    with unit_of_work() as session:
        for wave, givens, number in sheets:
            responding.accept(
                session,
                version_id,
                givens,
                channel=Channel.WEB,
                received_on=places.waves[wave][0] + timedelta(days=rng.randrange(WAVE_DAYS)),
                client_token=f"anytown-{key}-{wave}-{number}",
            )


def _survey_id(session: Session, version_id: UUID) -> UUID:
    return session.get_one(SurveyVersion, version_id).survey_id


def _answers(
    rng: random.Random, anytown: Anytown, key: str, definition: Definition, wave: int
) -> dict[str, Given]:
    # Page by page, as a person would: what is hidden by earlier answers is never asked.
    answers: dict[str, Given] = {}
    for question in definition.questions():
        pages = visible_pages(definition, answers)
        if not any(question.key == shown.key for page in pages for shown in page.questions):
            continue
        given = _given(rng, anytown, key, question, wave)
        if given is not None:
            answers[question.key] = given
    return answers


def _given(
    rng: random.Random, anytown: Anytown, key: str, question: Question, wave: int
) -> Given | None:
    if question.is_free_text:
        words = anytown.next_words(key, question.key, wave) if rng.random() < WROTE else None
        return Given(text=words) if words else None
    chance = rng.random()
    if chance < LEFT and not question.required:
        return None
    if chance < LEFT + UNSURE and DONT_KNOW in question.may_say:
        return Given(special=DONT_KNOW)
    if chance < LEFT + UNSURE + RATHER_NOT and PREFER_NOT in question.may_say:
        return Given(special=PREFER_NOT)
    return _closed(rng, question, anytown.weights(key, question, wave), wave)


def _closed(
    rng: random.Random, question: Question, weights: Mapping[str, float], wave: int
) -> Given | None:
    if isinstance(question, Chosen):
        return _chosen(rng, question, weights)
    if question.kind == "number":
        low = int(getattr(question, "low", 0) or 0)
        high = int(getattr(question, "high", 10) or 10)
        mean = weights.get("mean", (low + high) / 4)
        return Given(value=max(low, min(high, round(rng.gauss(mean, max(1.0, mean / 2))))))
    if question.kind == "date":
        month = rng.randrange(1, 13)
        return Given(value=f"{2025 + (wave > 1)}-{month:02}")
    return None


def _chosen(rng: random.Random, question: Chosen, weights: Mapping[str, float]) -> Given:
    values = [option.value for option in question.options]
    chances = [weights.get(str(value), 1.0) for value in values]
    if question.kind == "many_choices":
        return Given(value=_several(rng, question, chances))
    if question.kind == "ranked_choice":
        return Given(value=_ranked(rng, values, chances))
    return Given(value=rng.choices(values, chances)[0])


def _several(rng: random.Random, question: Chosen, chances: list[float]) -> list[Any]:
    first = rng.choices(question.options, chances)[0]
    if first.exclusive:
        return [first.value]
    most = max(chances)
    return [
        option.value
        for option, chance in zip(question.options, chances, strict=True)
        if option is first or (not option.exclusive and rng.random() < 0.5 * chance / most)
    ]


def _ranked(rng: random.Random, values: list[Any], chances: list[float]) -> list[Any]:
    left = dict(zip(values, chances, strict=True))
    order = []
    for _ in range(rng.choice([len(values), len(values), 3])):
        value = rng.choices(list(left), list(left.values()))[0]
        order.append(value)
        del left[value]
    return order
