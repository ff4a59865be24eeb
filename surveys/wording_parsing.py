"""Reading another wording of a survey: of one language or one rendering, from plain data."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from surveys.languages import BASE, LANGUAGES
from surveys.question_parsing import FACES
from surveys.questions import Option
from surveys.renderings import RENDERINGS
from surveys.wordings import WORDS, Asks, Checked, PageWording, QuestionWording, Wording

if TYPE_CHECKING:
    from collections.abc import Callable

    from surveys.marks import Path
    from surveys.parts import Reader

FIELDS = frozenset(
    {
        "language",
        "rendering",
        "checked",
        "asks",
        "title",
        "introduction",
        "pictures",
        "thanks",
        "pages",
        "questions",
    }
)
QUESTION_FIELDS = frozenset({*WORDS, "kind", "picture", "options"})
OPTION_FIELDS = frozenset({"label", "hint", "face", "picture", "also"})
LONGEST_MINUTES = 120
DAY = re.compile(r"20\d\d-\d\d-\d\d")


def read_wording(reader: Reader, data: Any, path: Path) -> Wording | None:
    """Return a wording; None when it cannot be made, with the problems noted."""
    if not reader.is_mapping(data, path, "wording"):
        return None
    reader.only(data, path, FIELDS)
    wording = Wording(
        rendering=reader.one_of(data, path, "rendering", ("", *RENDERINGS), default=""),
        language=reader.one_of(data, path, "language", tuple(LANGUAGES), default=BASE),
        checked=_checked(reader, data, path),
        asks=_asks(reader, data, path),
        title=reader.text(data, path, "title"),
        introduction=reader.paragraphs(data, path, "introduction"),
        pictures=_pictures(reader, data, path),
        thanks=reader.paragraphs(data, path, "thanks"),
        pages=_named(reader, data, path, "pages", _page),
        questions=_named(reader, data, path, "questions", _question),
    )
    reader.stands(wording, path)
    return wording


def _checked(reader: Reader, data: Any, path: Path) -> Checked | None:
    sent, place = data.get("checked"), (*path, "checked")
    if sent is None:
        return None
    by, day = (sent.get("by"), sent.get("day")) if isinstance(sent, dict) else (None, None)
    if not (isinstance(by, str) and by.strip() and DAY.fullmatch(str(day))):
        remedy = "Write {by: the role of who checked it, day: 2026-11-25}, or take it out."
        reader.add("checked", place, "It is not said who checked this, or when.", remedy)
        return None
    return Checked(" ".join(by.split()), str(day))


def _asks(reader: Reader, data: Any, path: Path) -> Asks | None:
    sent, place = data.get("asks"), (*path, "asks")
    if sent is None or not reader.is_mapping(sent, place, "choice of questions"):
        return None
    reader.only(sent, place, {"why", "questions", "minutes"})
    keys = reader.list_of(sent, place, "questions")
    return Asks(
        reader.text(sent, place, "why", required=True),
        tuple(reader.text({"questions": one}, place, "questions") for one in keys),
        reader.whole(sent, place, "minutes", 5, LONGEST_MINUTES),
    )


def _pictures(reader: Reader, data: Any, path: Path) -> tuple[str, ...]:
    sent = reader.list_of(data, path, "pictures", required=False)
    return tuple(reader.text({"pictures": one}, path, "pictures") for one in sent)


def _named(
    reader: Reader,
    data: Any,
    path: Path,
    name: str,
    read: Callable[[Reader, str, dict[str, Any], Path], Any],
) -> tuple[Any, ...]:
    things, place = data.get(name, {}), (*path, name)
    if not reader.is_mapping(things, place, name.removesuffix("s")):
        return ()
    return tuple(
        read(reader, str(key), words, (*place, key))
        for key, words in things.items()
        if reader.is_mapping(words, (*place, key), name.removesuffix("s"))
    )


def _page(reader: Reader, key: str, data: dict[str, Any], path: Path) -> PageWording:
    reader.only(data, path, {"title", "introduction"})
    return PageWording(
        key, reader.text(data, path, "title"), reader.paragraphs(data, path, "introduction")
    )


def _question(reader: Reader, key: str, data: dict[str, Any], path: Path) -> QuestionWording:
    reader.only(data, path, QUESTION_FIELDS)
    words = {name: reader.text(data, path, name) for name in (*WORDS, "kind", "picture")}
    return QuestionWording(key, **words, options=_options(reader, data, path))


def _options(reader: Reader, data: dict[str, Any], path: Path) -> tuple[Option, ...]:
    """Return options from `value: label`, `value: {label: …}`, or a list as a column keeps it."""
    sent, place = data.get("options", {}), (*path, "options")
    if isinstance(sent, list):
        listed = [one for one in sent if reader.is_mapping(one, place, "option")]
        return tuple(
            _option(
                reader,
                one.get("value"),
                {name: words for name, words in one.items() if name != "value"},
                (*place, number),
            )
            for number, one in enumerate(listed)
        )
    if not reader.is_mapping(sent, place, "list of options"):
        return ()
    return tuple(_option(reader, value, one, (*place, str(value))) for value, one in sent.items())


def _option(reader: Reader, value: Any, data: Any, path: Path) -> Option:
    words = data if isinstance(data, dict) else {"label": data}
    reader.only(words, path, OPTION_FIELDS)
    also = words.get("also", [])
    values = [value, *(also if isinstance(also, list) else [None])]
    if not all(type(one) in {str, int} for one in values):
        # YAML reads yes and no as true and false.
        remedy = "Give words or whole numbers, and also as a list; put yes and no in quotes."
        reader.add("option_value", path, "A value is missing or unclear.", remedy)
        value, also = "", []
    return Option(
        value=value,
        label=reader.text(words, path, "label", required=True),
        hint=reader.text(words, path, "hint"),
        face=reader.one_of(words, path, "face", ("", *FACES), default=""),
        picture=reader.text(words, path, "picture"),
        also=tuple(also),
    )
