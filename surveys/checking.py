"""What a definition must get right as a whole: its keys, backward looks, scores and voices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from surveys.condition_checking import check_condition
from surveys.kind_checking import check_kind
from surveys.questions.choice import Chosen
from surveys.questions.grade import GRADE_LABELS, Grade
from surveys.score_parsing import ends
from surveys.wording import is_broken, piped
from surveys.wording_checking import check_picture, check_wording

if TYPE_CHECKING:
    from collections.abc import Iterable

    from surveys.definition import Definition, Page
    from surveys.indices import Index
    from surveys.marks import Path
    from surveys.parts import Reader
    from surveys.questions import Question
    from surveys.scoring import Score

AUDIT = "audit"
FEWEST_STEPS, MOST_STEPS = 2, 5


def check(definition: Definition, reader: Reader) -> None:
    """Note every mistake that only the whole survey shows."""
    _check_keys(definition.pages, reader)
    _check_keys(definition.questions(), reader, {*reader.unread})
    # Scores and indices are chosen from one list, so their keys are of one kind.
    _check_keys((*definition.scores, *definition.indices), reader)
    everything = {question.key: question for question in definition.questions()}
    # Each voice of an audit fills in its own part, so no part sees the answers of another.
    seen: dict[str, dict[str, Question]] = {}
    shared: dict[str, Question] = {}
    for page in definition.pages:
        _check_part(definition, page, reader)
        earlier = seen.setdefault(page.part, {})
        place = reader.place(page)
        check_condition(page.show_if, (*place, "show_if"), earlier, everything, reader)
        _check_pipes(page, ("title", "introduction"), earlier, reader)
        for question in page.questions:
            place = reader.place(question)
            check_condition(question.show_if, (*place, "show_if"), earlier, everything, reader)
            _check_pipes(question, ("label", "hint"), earlier, reader)
            _check_question(question, place, reader)
            check_kind(definition, question, place, reader)
            _check_shared(question, shared, reader)
            earlier[question.key] = question
    for score in definition.scores:
        _check_score(score, everything, reader)
    _check_wordings(definition, reader)


def _check_wordings(definition: Definition, reader: Reader) -> None:
    """Note every mistake of the other wordings, and two that are for the same voice."""
    seen = set()
    for wording in definition.wordings:
        check_wording(definition, wording, reader)
        if wording.voice in seen:
            what = f"There are two wordings for “{wording.voice.code}”."
            reader.add("repeated_voice", reader.place(wording), what, "Keep one.")
        seen.add(wording.voice)


def _check_keys(
    things: Iterable[Page | Question | Score | Index], reader: Reader, others: Iterable[str] = ()
) -> None:
    seen = set(others)
    for thing in things:
        if thing.key and thing.key in seen:
            what, remedy = f"The key “{thing.key}” is used twice.", "Give each its own key."
            reader.add("repeated_key", (*reader.place(thing), "key"), what, remedy)
        seen.add(thing.key)


def _check_part(definition: Definition, page: Page, reader: Reader) -> None:
    if (definition.kind == AUDIT) != bool(page.part):
        what = "In an audit each page needs the voice it belongs to; elsewhere it has none."
        remedy = "Add part: auditor, or another voice, in an audit; take part out elsewhere."
        reader.add("part", reader.place(page), what, remedy)


def _check_pipes(
    thing: Page | Question, names: tuple[str, ...], seen: dict[str, Question], reader: Reader
) -> None:
    for name in names:
        wording, place = getattr(thing, name), (*reader.place(thing), name)
        for key in sorted(piped(wording) - set(seen) - set(reader.unread)):
            remedy = "Say only answers to questions that come before."
            reader.add("pipe", place, f"“{key}” is not asked before this.", remedy)
        if is_broken(wording):
            what, remedy = "The double braces say no answer.", "Write {{ key | other words }}."
            reader.add("pipe_broken", place, what, remedy)


def _check_question(question: Question, place: Path, reader: Reader) -> None:
    check_picture(question.picture, place, reader)
    for number, option in enumerate(getattr(question, "options", ())):
        check_picture(option.picture, (*place, "options", number), reader)
    if not isinstance(question, Chosen):
        low, high = getattr(question, "low", None), getattr(question, "high", None)
        if low is not None and high is not None and low > high:
            reader.add("range", place, "The lowest is above the highest.", "Change min and max.")
        return
    if isinstance(question, Grade) and not {o.value for o in question.options} <= {*GRADE_LABELS}:
        remedy = f"Use only: {', '.join(GRADE_LABELS)}."
        reader.add("grades", (*place, "options"), "These are not the grades.", remedy)
    if question.kind in {"faces", "agreement", "matrix_row"}:
        _check_steps(question, place, reader)


def _check_steps(question: Chosen, place: Path, reader: Reader) -> None:
    options, place = question.options, (*place, "options")
    if not all(isinstance(option.value, int) for option in options):
        reader.add("steps", place, "A step has no number.", "Give each a whole number as value.")
    if options and not FEWEST_STEPS <= len(options) <= MOST_STEPS:
        reader.add("steps", place, f"There are {len(options)} steps.", "Use two to five.")
    if question.kind == "faces" and not all(option.face for option in options):
        remedy = "Give each one of face-1 to face-5, or smile-1 to smile-5."
        reader.add("faces", place, "An answer has no face.", remedy)


def _check_shared(question: Question, shared: dict[str, Question], reader: Reader) -> None:
    if not question.shared:
        return
    other = shared.setdefault(question.shared, question)
    if other.kind != question.kind or ends(other) != ends(question):
        what = f"“{question.key}” and “{other.key}” share a name but not a scale."
        remedy = "Give both the same kind and the same values."
        reader.add("shared", (*reader.place(question), "shared"), what, remedy)


def _check_score(score: Score, questions: dict[str, Question], reader: Reader) -> None:
    place = reader.place(score)
    for item in score.items:
        if item in reader.unread:
            continue
        if item not in questions:
            what, remedy = f"There is no question “{item}”.", "Name questions of this survey."
            reader.add("score_item", (*place, "items"), what, remedy)
        else:
            _check_item(score, questions[item], place, reader)
    if score.method == "single" and len(score.items) != 1:
        reader.add("single", place, "A single score has one item.", "Name one, or use mean.")
    low, high = (round(end * len(score.items)) for end in (score.low, score.high))
    if score.method == "lookup" and not all(raw in score.table for raw in range(low, high + 1)):
        what, remedy = "The table has gaps.", f"Give each raw score from {low} to {high}."
        reader.add("table", place, what, remedy)


def _check_item(score: Score, question: Question, place: Path, reader: Reader) -> None:
    scale = ends(question)
    if scale is None:
        what = f"The answers to “{question.key}” are not numbers with two ends."
        remedy = "Score only scales, and numbers with min and max."
        reader.add("score_item", (*place, "items"), what, remedy)
    elif not score.low <= scale[0] <= scale[1] <= score.high:
        what = f"“{question.key}” goes beyond {score.low:g} to {score.high:g}."
        reader.add("score_range", place, what, "Set min and max to the ends of the scale.")
    elif question.key in score.reverse and scale != (score.low, score.high):
        what = f"“{question.key}” cannot be reversed in {score.low:g} to {score.high:g}."
        reader.add("score_range", place, what, "Set min and max to the ends of its own scale.")
