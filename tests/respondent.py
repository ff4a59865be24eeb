"""A person who answers, for tests: opens a survey, answers its pages at random, sends it."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import TYPE_CHECKING, Any

from bs4 import BeautifulSoup

from app import db
from app.services import publishing, studio
from surveys import parse_yaml
from tests import builders

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session
    from werkzeug.test import TestResponse

    from surveys.questions import Question

TOLD_BY = date(2099, 1, 31)
QUESTIONNAIRES = tuple(one.key for one in studio.shipped() if one.kind == "questionnaire")
SMALL = """
key: small
title: A small survey
kind: questionnaire
audience: young_people
ages: [11, 17]
minutes: 2
identity: anonymous
introduction: |
  Tell us.
  You can skip anything.
thanks: That helps a lot.
pages:
  - key: mood
    title: Mood
    questions:
      - key: mood
        kind: faces
        label: How was this week?
        required: true
        may_say: [dont_know]
        options:
          - {value: 1, label: Bad, face: face-1}
          - {value: 2, label: Fine, face: face-3}
          - {value: 3, label: Good, face: face-5}
  - key: why
    title: Why
    show_if: {question: mood, at_most: 1}
    questions:
      - {key: why, kind: long_text, label: "What made it bad?", stance: negative}
  - key: pets
    title: Pets
    introduction: Nearly done.
    questions:
      - key: pet
        kind: one_choice
        label: Do you have a pet?
        options: [{value: "yes", label: "Yes"}, {value: "no", label: "No"}]
      - key: pet_name
        kind: short_text
        label: What is it called?
        required: true
        show_if: {question: pet, is: "yes"}
  - key: about
    title: About you
    questions:
      - key: age_band
        kind: one_choice
        label: How old are you?
        group: true
        other: true
        options: [{value: young, label: 11 to 13}, {value: old, label: 14 to 17}]
"""


def a_published_survey(
    session: Session, text: str = SMALL, *, slug: str = "small", **promises: Any
) -> UUID:
    """Publish a small survey in a service of its own, and return its version's id."""
    return publishing.publish(
        session,
        parse_yaml(text),
        **{
            "service_id": builders.a_service(session).id,
            "slug": slug,
            "decision_maker": "The head of service",
            "told_by": TOLD_BY,
            "identity": None,
            "by": None,
        }
        | promises,
    )


def a_shipped_survey(session: Session, key: str) -> None:
    """Publish one of the shipped questionnaires under its own key."""
    publishing.publish(
        session,
        studio.shipped_one(key),
        service_id=builders.a_service(session).id,
        slug=key.replace("_", "-"),
        decision_maker="The head of service",
        told_by=TOLD_BY,
        identity=None,
        by=None,
    )


def an_answer(chance: Random, question: Question) -> dict[str, list[str]]:
    """Return form strings for one question: any answer it takes, a special one, or nothing."""
    name = question.key
    if question.may_say and chance.random() < 0.1:
        special = chance.choice(question.may_say)
        return {name if question.special_is_choice else f"{name}-special": [special]}
    if not question.required and chance.random() < 0.2:
        return {}
    return _any_value(chance, question)


def _any_value(chance: Random, question: Question) -> dict[str, list[str]]:
    name = question.key
    options = [str(option.value) for option in getattr(question, "options", ())]
    if question.kind == "ranked_choice":
        order = chance.sample(options, chance.randint(1, len(options)))
        return {f"{name}-{value}": [str(place)] for place, value in enumerate(order, 1)}
    if question.kind == "date":
        numbers = {"day": "3", "month": "2", "year": "2025"}
        return {f"{name}-{part}": [numbers[part]] for part in question.parts() if part in numbers}
    if question.is_file:
        return {}
    words = ["My worker rings me back.", "Nothing", "I miss my brother."]
    numbers_or_words = [str(int(getattr(question, "low", None) or 1))]
    if question.kind != "number":
        numbers_or_words = options or words
    return {name: [chance.choice(numbers_or_words)]}


class Visitor:
    """Somebody with a browser and no account."""

    def __init__(self, client: FlaskClient, slug: str = "small") -> None:
        self.client = client
        self.slug = slug
        self.given: dict[str, list[str]] = {}

    def starts(self) -> str:
        """Open the start page, press Start, and return where that leads."""
        soup = self.soup(self.client.get(f"/s/{self.slug}"))
        token = soup.select_one("input[name=client_token]")
        assert token is not None
        answer = self.client.post(f"/s/{self.slug}", data={"client_token": token["value"]})
        assert answer.status_code == 303
        return answer.location

    def answers(self, address: str, **fields: Any) -> TestResponse:
        """Send one page with these fields."""
        return self.client.post(address, data={**self.hidden(address), **fields})

    def walks(self, chance: Random, questions: Iterable[Question]) -> str:
        """Answer every page at random until all are answered, and return where that leads."""
        known = {question.key: question for question in questions}
        address = self.starts()
        while "/p/" in address:
            soup = self.soup(self.client.get(address))
            asked = [known[key] for key in known if _is_asked(soup, known[key])]
            fields: dict[str, list[str]] = {}
            for question in asked:
                fields |= an_answer(chance, question)
            self.given |= fields
            answer = self.answers(address, **fields)
            assert answer.status_code == 303, self.soup(answer).select(".problems")
            address = answer.location
        return address

    def sends(self) -> str:
        """Send everything, and return the receipt code."""
        address = f"/s/{self.slug}/check"
        answer = self.client.post(address, data=self.hidden(address))
        assert (303, f"/s/{self.slug}/thanks") == (answer.status_code, answer.location)
        return self.receipt()

    def receipt(self) -> str:
        """Return the receipt code on the page of thanks."""
        found = self.soup(self.client.get(f"/s/{self.slug}/thanks")).select_one(".receipt")
        assert found is not None
        return found.get_text(strip=True)

    def hidden(self, address: str) -> dict[str, str]:
        """Return the hidden fields of the form on a page."""
        fields = self.soup(self.client.get(address)).select("input[type=hidden]")
        return {str(field["name"]): str(field["value"]) for field in fields}

    def soup(self, answer: TestResponse) -> BeautifulSoup:
        """Return a page, parsed."""
        # A real browser gives ends of lines to a page in one way only.
        return BeautifulSoup(answer.text.replace("\r\n", "\n"), "html.parser")


def _is_asked(soup: BeautifulSoup, question: Question) -> bool:
    names = question.field_names().values()
    # Fields of text have other names each time, and keep their ids.
    return any(soup.select(f'[name="{name}"], [id="{name}"]') for name in names)


def stored(slug: str) -> list[dict[str, Any]]:
    """Return the answers of every response to a survey, opened, by question key."""
    from sqlalchemy import select

    from app.db.models import Response, Survey, SurveyVersion
    from app.services import answers

    with db.reading() as session:
        rows = session.scalars(
            select(Response)
            .join(SurveyVersion, SurveyVersion.id == Response.version_id)
            .join(Survey, Survey.id == SurveyVersion.survey_id)
            .where(Survey.slug == slug)
        )
        return [dict(answers.givens(session, response)) for response in rows]
