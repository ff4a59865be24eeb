"""What another wording must get right beside the first: its places, its kinds and its map."""

from __future__ import annotations

from collections import Counter
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from surveys.asking import check_asks
from surveys.questions import Question
from surveys.questions.choice import Chosen, ManyChoices, OneOf
from surveys.symbols import SYMBOLS, is_symbol
from surveys.wording import is_broken, piped
from surveys.wordings import WORDS

if TYPE_CHECKING:
    from surveys.definition import Definition, Page
    from surveys.marks import Path
    from surveys.parts import Reader
    from surveys.wordings import PageWording, QuestionWording, Wording

SCALES = frozenset({"faces", "agreement"})
FEWEST_STEPS, MOST_STEPS = 2, 5


def check_wording(definition: Definition, wording: Wording, reader: Reader) -> None:
    """Note every mistake of one wording."""
    place = reader.place(wording)
    if not wording.rendering and not wording.is_translation:
        remedy = "Give it a language or a rendering; the first wording has neither."
        reader.add("wording", place, "It is not said whom this wording is for.", remedy)
    pages = {page.key: page for page in definition.pages}
    for page in wording.pages:
        here = (*place, "pages", page.key)
        if page.key in pages:
            _check_texts(page, pages[page.key], ("title", "introduction"), here, reader)
        else:
            _note_unknown(page.key, "page", here, reader)
    _check_introduction(wording, place, reader)
    check_asks(definition, wording.asks, place, reader)
    _check_questions(definition, wording, place, reader)


def check_picture(name: str, place: Path, reader: Reader) -> None:
    """Note a picture that is not drawn."""
    if name and not is_symbol(name):
        near = get_close_matches(name, SYMBOLS, n=1)
        remedy = f"Did you mean {near[0]}? " if near else ""
        remedy += "surveys/symbols.py lists those that are."
        here = place if place[-1:] == ("pictures",) else (*place, "picture")
        reader.add("picture", here, f"“{name}” is not drawn.", remedy)


def _check_introduction(wording: Wording, place: Path, reader: Reader) -> None:
    for name in wording.pictures:
        check_picture(name, (*place, "pictures"), reader)
    lines = len(wording.introduction.splitlines())
    if wording.pictures and len(wording.pictures) != lines:
        what = f"There are {len(wording.pictures)} pictures for {lines} lines."
        reader.add("pictures", (*place, "pictures"), what, "Name one for each line, in order.")


def _check_questions(
    definition: Definition, wording: Wording, place: Path, reader: Reader
) -> None:
    questions = {question.key: question for question in definition.questions()}
    for words in wording.questions:
        here = (*place, "questions", words.key)
        question = questions.get(words.key)
        if question is None:
            if words.key not in reader.unread:
                _note_unknown(words.key, "question", here, reader)
            continue
        _check_texts(words, question, WORDS, here, reader)
        check_picture(words.picture, here, reader)
        if _check_kind(question, words, here, reader):
            _check_map(question, words, (*here, "options"), reader)


def _note_unknown(key: str, what: str, place: Path, reader: Reader) -> None:
    reader.add(
        "unknown_place", place, f"There is no {what} “{key}”.", "Use the keys of the survey."
    )


def _check_texts(
    words: PageWording | QuestionWording,
    first: Page | Question,
    names: tuple[str, ...],
    place: Path,
    reader: Reader,
) -> None:
    said = frozenset[str]().union(*(piped(getattr(first, name, "")) for name in names))
    for name in names:
        text = getattr(words, name)
        if text and not hasattr(first, name) and not getattr(words, "kind", ""):
            what = f"“{name}” has no place in this kind of question."
            reader.add("unknown_name", (*place, name), what, "Take it out.")
        for key in sorted(piped(text) - said):
            what = f"“{key}” is not said in the first wording here."
            reader.add("pipe", (*place, name), what, "Say only the answers that it says.")
        if is_broken(text):
            what, remedy = "The double braces say no answer.", "Write {{ key | other words }}."
            reader.add("pipe_broken", (*place, name), what, remedy)


def _check_kind(question: Question, words: QuestionWording, place: Path, reader: Reader) -> bool:
    """Return whether the kind can ask this question, noting when it cannot."""
    if words.kind in {"", question.kind}:
        return True
    kind = Question.kinds.get(words.kind)
    if kind is None:
        remedy = f"Use one of: {', '.join(sorted(Question.kinds))}."
        reader.add("kind", (*place, "kind"), f"“{words.kind}” is no kind of question.", remedy)
        return False
    is_choice = isinstance(question, OneOf) and issubclass(kind, OneOf)
    if not is_choice or "options" in kind.fixed or getattr(question, "other", False):
        what = f"A {words.kind} cannot store the answers of a {question.kind}."
        reader.add("kind", (*place, "kind"), what, "Ask one choice for one choice, or the same.")
        return False
    if not words.options:
        reader.add("map", place, "Another kind needs its own options.", "Add options.")
        return False
    return True


def _check_map(question: Question, words: QuestionWording, place: Path, reader: Reader) -> None:
    """Check that every stored value is shown by exactly one option, and that no other is."""
    if not words.options:
        return
    if not isinstance(question, Chosen) or ("options" in question.fixed and not words.kind):
        reader.add("map", place, "This question has no options to word.", "Take them out.")
        return
    first = {option.value for option in question.options}
    shown = Counter(value for option in words.options for value in (option.value, *option.also))
    _note(
        reader, place, [one for one in shown if one not in first], "is no value of this question"
    )
    _note(reader, place, [one for one, times in shown.items() if times > 1], "is shown twice")
    _note(reader, place, [one for one in first if one not in shown], "is shown by no option")
    _check_folds(question, words, place, reader)
    for option in words.options:
        check_picture(option.picture, (*place, str(option.value)), reader)
    if (words.kind or question.kind) in SCALES:
        _check_steps(question, words, place, reader)


def _note(reader: Reader, place: Path, values: list[Any], what: str) -> None:
    remedy = "Show each stored value once: as an option, or in the also of one."
    for value in sorted(values, key=str):
        reader.add("map", place, f"“{value}” {what}.", remedy)


def _check_folds(question: Chosen, words: QuestionWording, place: Path, reader: Reader) -> None:
    others = {value for option in words.options for value in option.also}
    alone = {option.value for option in question.options if option.exclusive}
    has_room = isinstance(question, ManyChoices) and not question.most
    if not others or isinstance(question, OneOf) or has_room:
        for value in sorted(others & alone, key=str):
            what = f"“{value}” rules the others out, so no other can stand for it."
            reader.add("map", place, what, "Give it an option of its own.")
        return
    what = "Choices cannot be put together where there is a limit or an order."
    reader.add("map", place, what, "Give each its own option.")


def _check_steps(question: Chosen, words: QuestionWording, place: Path, reader: Reader) -> None:
    first = {option.value: option for option in question.options}
    if not FEWEST_STEPS <= len(words.options) <= MOST_STEPS:
        reader.add("steps", place, f"There are {len(words.options)} steps.", "Use two to five.")
    faces = [
        one.face or (first[one.value].face if one.value in first else "unknown")
        for one in words.options
    ]
    if (words.kind or question.kind) == "faces" and not all(faces):
        remedy = "Give each one of face-1 to face-5, or smile-1 to smile-5."
        reader.add("faces", place, "An answer has no face.", remedy)
