"""Reading one index of a definition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from surveys.indices import TOP, Index, IndexPart
from surveys.questions.choice import OTHER, Chosen
from surveys.score_parsing import bands_of, ends, missing_rule
from surveys.scoring import DIRECTIONS, Score, ends_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from surveys.marks import Path
    from surveys.parts import Reader
    from surveys.questions import Question

FIELDS = frozenset({"key", "label", "parts", "missing", "bands"})
QUESTION_FIELDS = frozenset({"question", "weight", "reverse", "good"})
SCORE_FIELDS = frozenset({"score", "weight"})
# Each person gives one of these, so an answer is good or it is not.
ONE_ANSWER = frozenset(
    {"one_choice", "picture_choice", "faces", "agreement", "matrix_row", "scale_0_10", "grade"}
)
FEWEST_PARTS = 2


def read_index(
    reader: Reader,
    data: Any,
    path: Path,
    questions: Mapping[str, Question],
    scores: Sequence[Score],
) -> Index | None:
    """Return an index; None when it cannot be made, with the problems noted."""
    if not reader.is_mapping(data, path, "index"):
        return None
    reader.only(data, path, FIELDS)
    sent = reader.list_of(data, path, "parts")
    if len(sent) < FEWEST_PARTS:
        remedy = "Name two or more questions or scores."
        reader.add("index_parts", (*path, "parts"), "An index has several parts.", remedy)
    parts = [
        _part(reader, part, (*path, "parts", number), questions, scores)
        for number, part in enumerate(sent)
    ]
    index = Index(
        key=reader.key(data, path),
        label=reader.text(data, path, "label", required=True),
        parts=tuple(part for part in parts if part is not None),
        min_answered=missing_rule(reader, data, path, len(sent)),
        bands=bands_of(reader, data, path),
    )
    _check(reader, index, path)
    reader.stands(index, path)
    return index


def _check(reader: Reader, index: Index, path: Path) -> None:
    names = [part.of for part in index.parts]
    if len(set(names)) < len(names):
        remedy = "Name it once, and give it a weight."
        reader.add("index_parts", (*path, "parts"), "A part is named twice.", remedy)
    if any(not 0 <= band.low <= band.high <= TOP for band in index.bands):
        remedy = "Keep the bands within 0 and 100."
        reader.add("band", (*path, "bands"), "An index goes from 0 to 100.", remedy)


def _part(
    reader: Reader,
    data: Any,
    path: Path,
    questions: Mapping[str, Question],
    scores: Sequence[Score],
) -> IndexPart | None:
    if not reader.is_mapping(data, path, "part"):
        return None
    weight = reader.number(data, path, "weight")
    if weight is not None and weight <= 0:
        reader.add("weights", (*path, "weight"), "The weight means nothing.", "Use one above 0.")
    if "score" in data:
        return _of_score(reader, data, path, questions, scores)
    name = reader.text(data, path, "question", required=True)
    reader.only(data, path, QUESTION_FIELDS)
    if name in reader.unread or not name:
        return None
    if name not in questions:
        what, remedy = f"There is no question “{name}”.", "Name questions of this survey."
        reader.add("index_part", path, what, remedy)
        return None
    return _of_question(reader, data, path, questions[name])


def _of_score(
    reader: Reader,
    data: Mapping[str, Any],
    path: Path,
    questions: Mapping[str, Question],
    scores: Sequence[Score],
) -> IndexPart | None:
    reader.only(data, path, SCORE_FIELDS)
    name = reader.text(data, path, "score", required=True)
    score = next((one for one in scores if one.key == name), None)
    if score is None:
        what, remedy = f"There is no score “{name}”.", "Name scores of this survey."
        reader.add("index_part", path, what, remedy)
        return None
    if any(questions[item].kind == "faces" for item in score.items if item in questions):
        what = f"“{name}” is a mean of faces, and nobody knows how far apart these are."
        reader.add("index_faces", path, what, "Name the questions, each with its good answers.")
    low, high = ends_of(score)
    return IndexPart(
        of=name,
        is_score=True,
        low=low,
        high=high,
        weight=data.get("weight", 1),
        reverse=score.direction != DIRECTIONS[0],
    )


def _of_question(
    reader: Reader, data: Mapping[str, Any], path: Path, question: Question
) -> IndexPart | None:
    good = tuple(reader.list_of(data, path, "good", required="good" in data))
    reverse = reader.truth(data, path, "reverse")
    weight = data.get("weight", 1)
    if good:
        _check_good(reader, path, question, good, is_reversed=reverse)
        return IndexPart(question.key, is_score=False, weight=weight, good=good)
    if question.kind == "faces":
        what = f"“{question.key}” shows faces, and nobody knows how far apart these are."
        reader.add("index_faces", path, what, "Say which answers are good.")
        return None
    scale = ends(question)
    if scale is None or scale[0] == scale[1]:
        what = f"The answers to “{question.key}” are not numbers with two ends."
        reader.add("index_part", path, what, "Say which answers are good.")
        return None
    return IndexPart(
        question.key, is_score=False, low=scale[0], high=scale[1], weight=weight, reverse=reverse
    )


def _check_good(
    reader: Reader, path: Path, question: Question, good: tuple[Any, ...], *, is_reversed: bool
) -> None:
    if is_reversed:
        remedy = "Take reverse out, and name the answers that are good."
        reader.add("reverse", path, "Good answers are not turned round.", remedy)
    known = [option.value for option in question.options] if isinstance(question, Chosen) else []
    known += [OTHER] if getattr(question, "other", False) else []
    if question.kind not in ONE_ANSWER or not all(value in known for value in good):
        what = f"“{question.key}” has not all of these answers, or people give it several."
        reader.add("index_good", (*path, "good"), what, "Name values of its options.")
    elif len(set(good)) == len(known):
        what = f"Every answer to “{question.key}” would be good."
        reader.add("index_good", (*path, "good"), what, "Leave out those that are not.")
