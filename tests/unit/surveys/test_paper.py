"""A survey on paper: whoever follows its sentences is asked what the screen would ask."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys import Given, paper, parse_yaml
from surveys.paper import asked_only, on_paper, read_return
from surveys.routing import visible_pages

LIBRARY = [
    file.read_text("utf-8")
    for file in sorted((Path(paper.__file__).parent / "library").glob("*.yaml"))
]
ROUTED = """
key: routed
title: Routes
kind: questionnaire
audience: young_people
pages:
  - key: mood
    title: Mood
    questions:
      - {key: mood, kind: scale_0_10, label: "How was it?"}
      - key: pets
        kind: many_choices
        label: Which pets?
        other: true
        options: [{value: cat, label: A cat}, {value: dog, label: A dog}]
        may_say: [dont_know]
  - key: bad
    title: Bad
    show_if: {question: mood, at_most: 3}
    introduction: We are sorry.
    questions:
      - {key: why, kind: long_text, label: "Why?", required: true}
      - {key: since, kind: number, label: "How many days?", min: 0, max: 99}
  - key: dogs
    title: "{{ pets | Pets }}"
    questions:
      - {key: name, kind: short_text, label: "Its name?", show_if: {question: pets, includes: dog}}
      - {key: walk, kind: number, label: "Walks?", min: 0, max: 9, show_if: {question: name, answered: true}}
      - key: alone
        kind: one_choice
        label: Alone?
        options: [{value: "yes", label: "Yes"}, {value: "no", label: "No"}]
        show_if: {all: [{question: since, at_least: 4}, {not: {question: walk, answered: true}}]}
      - {key: unsure, kind: short_text, label: "Sure?", show_if: {question: pets, includes: dont_know}}
      - key: end
        kind: short_text
        label: Last?
        show_if: {any: [{question: alone, is: "yes"}, {question: alone, is_not: "no"}]}
"""


def _questions(definition):
    return [one for page in on_paper(definition) for one in page.questions]


def _follow(questions, answers):
    """Answer as a person with the paper does, and return what they came to."""
    seen, asked, number = {}, [], 1
    while number is not None and number <= len(questions):
        one = questions[number - 1]
        if one.only_if and not all(part.holds(seen) for part in one.only_if):
            number = one.go_to
            continue
        asked.append(one.question.key)
        if one.question.key in answers:
            seen[one.question.key] = answers[one.question.key]
        number += 1
    return asked


def _any_answer(chance, question):
    options = [one.value for one in getattr(question, "options", ())]
    if chance.random() < 0.3:
        return None
    if question.may_say and chance.random() < 0.2:
        return Given(special=question.may_say[0])
    if question.kind in {"many_choices", "ranked_choice"}:
        return Given(value=chance.sample(options, chance.randint(1, len(options))))
    if options:
        return Given(value=chance.choice(options))
    if question.is_free_text:
        return Given(text="Words")
    return Given(value=chance.randint(0, 9) if question.kind != "date" else "2025-01-01")


class TestOnPaper:
    @pytest.mark.parametrize("text", [ROUTED, *LIBRARY], ids=lambda text: text[:30].strip())
    @settings(max_examples=20)
    @given(seed=st.integers(0, 100_000))
    def test_leads_to_what_the_screen_asks(self, text, seed):
        """Whatever is answered, the sentences lead to the questions that the screen shows."""
        definition, chance = parse_yaml(text), Random(seed)
        drawn = {one.key: _any_answer(chance, one) for one in definition.questions()}
        answers = {key: one for key, one in drawn.items() if one is not None}

        pages = visible_pages(definition, answers)
        shown = [question.key for page in pages for question in page.questions]
        assert shown == _follow(_questions(definition), answers)

    def test_says_where_to_go(self):
        """Each route is a sentence with the choices that people see and the number to go to."""
        routes = {one.question.key: one.route for one in _questions(parse_yaml(ROUTED))}

        assert {
            "mood": "",
            "pets": "",
            "why": "Answer questions 3 to 4 only if you chose “0” or “1” or “2” or “3” at "
            "question 1. If not, go to question 5.",
            "since": "",
            "name": "Answer this only if you chose “A dog” at question 2. If not, go to question 6.",
            "walk": "Answer this only if you answered question 5. If not, go to question 7.",
            "alone": "Answer this only if your answer to question 4 is 4 or more, and it is not so "
            "that you answered question 6. If not, go to question 8.",
            "unsure": "Answer this only if you chose “I’m not sure” at question 2. If not, go to "
            "question 9.",
            "end": "Answer this only if you chose “Yes” at question 7, or you did not choose “No” "
            "at question 7. If not, you have finished.",
        } == routes

    def test_calls_another_answer_as_the_paper_does(self):
        """A route to “Something else” uses the words that stand at the box, not the stored one."""
        definition = parse_yaml(ROUTED.replace("includes: dont_know", "includes: other"))
        routes = {one.question.key: one.route for one in _questions(definition)}

        assert routes["unsure"].startswith("Answer this only if you chose “Something else”")

    def test_says_routes_in_the_language_of_the_paper(self):
        """All that a route says, but for the choices, goes through the translation."""
        pages = on_paper(parse_yaml(ROUTED), lambda words: words.replace("question", "item"))
        translated = [one.route for page in pages for one in page.questions if one.route]

        assert (
            "Answer this only if you chose “A dog” at item 2. If not, go to item 6." in translated
        )
        assert not [one for one in translated if "question" in one]

    def test_says_what_is_piped_without_an_answer(self):
        """A wording that repeats an earlier answer is said as it is for everybody."""
        assert ["Mood", "Bad", "Pets"] == [page.title for page in on_paper(parse_yaml(ROUTED))]
        assert "We are sorry." == on_paper(parse_yaml(ROUTED))[1].introduction


class TestReadReturn:
    def test_takes_what_is_there(self):
        """A required question that was left empty on paper is not missing."""
        read = read_return(parse_yaml(ROUTED), {"mood": ["2"], "since": ["4"]})

        assert {} == read.errors
        assert {"mood": Given(value=2), "since": Given(value=4)} == read.answers

    def test_leaves_out_what_should_have_been_passed_over(self):
        """An answer to a question that is not asked as the answers stand does not count."""
        read = read_return(parse_yaml(ROUTED), {"mood": ["8"], "since": ["4"], "name": ["Rex"]})

        assert {"mood": Given(value=8)} == read.answers

    def test_names_what_cannot_be_read(self):
        """What the kind of question cannot take is an error at that question."""
        read = read_return(parse_yaml(ROUTED), {"mood": ["2"], "since": ["many"]})

        assert ["since"] == list(read.errors)


class TestAskedOnly:
    def test_drops_what_is_hidden(self):
        """An answer that hides another takes it away."""
        answers = {"mood": Given(value=9), "why": Given(text="Loud"), "since": None}

        assert {"mood": Given(value=9)} == asked_only(parse_yaml(ROUTED), answers)


class TestUnrequired:
    def test_asks_for_no_file(self):
        """Paper brings no photo, and what is entered for one is not believed."""
        definition = parse_yaml(ROUTED.replace("kind: long_text", "kind: photo"))

        assert "why" not in {one.key for one in paper.unrequired(definition).questions()}
        reading = read_return(definition, {"mood": ["1"], "why": ["jpeg 8 6 90"]})
        assert (["mood"], {}) == (list(reading.answers), reading.errors)
