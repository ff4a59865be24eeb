"""What a survey is made of: pages, questions and scores, as one frozen value."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields, replace
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from surveys.conditions import Condition
    from surveys.indices import Index
    from surveys.limits import Limit
    from surveys.questions import Option, Question
    from surveys.renderings import Voice
    from surveys.scoring import Score
    from surveys.variants import Variant
    from surveys.wordings import Wording

# How a field of ours is called in a definition file, where the two differ.
FILE_NAMES = {"low": "min", "high": "max"}
# An upper age that only says: no upper age.
ANY_AGE = 99


@dataclass(frozen=True)
class Page:
    """What is shown at once. In an audit, `part` says whose voice it holds."""

    key: str
    title: str
    questions: tuple[Question, ...]
    show_if: Condition | None = None
    part: str = ""
    introduction: str = ""


@dataclass(frozen=True)
class Definition:
    """One frozen wording of a survey: everything that is asked, and how it is scored."""

    key: str
    title: str
    kind: str
    audience: str
    age_from: int | None
    age_to: int | None
    introduction: str
    minutes: int
    identity: str
    pages: tuple[Page, ...]
    scores: tuple[Score, ...] = ()
    indices: tuple[Index, ...] = ()
    limits: tuple[Limit, ...] = ()
    attribution: str = ""
    thanks: str = ""
    wordings: tuple[Wording, ...] = ()
    variants: tuple[Variant, ...] = ()

    def questions(self) -> tuple[Question, ...]:
        """Return every question in order."""
        return tuple(question for page in self.pages for question in page.questions)

    @cached_property
    def _by_key(self) -> dict[str, Question]:
        return {question.key: question for question in self.questions()}

    def question(self, key: str) -> Question:
        """Return a question.

        Raises:
            KeyError: there is none of that key.
        """
        return self._by_key[key]

    def page(self, key: str) -> Page:
        """Return a page.

        Raises:
            KeyError: there is none of that key.
        """
        return {page.key: page for page in self.pages}[key]

    def for_part(self, part: str) -> Definition:
        """Return the same survey with the pages of one voice only."""
        return replace(self, pages=tuple(page for page in self.pages if page.part == part))

    @cached_property
    def by_voice(self) -> dict[Voice, Any]:
        """What each voice makes of it, kept by `surveys.voices`; it changes nothing asked."""
        return {}

    @property
    def for_whom(self) -> str:
        """The ages it is for, in words; nothing when it is for people of any age."""
        if self.age_from is None or self.age_to is None:
            return ""
        if self.age_to >= ANY_AGE:
            return f"Age {self.age_from} and over"
        return f"Ages {self.age_from} to {self.age_to}"

    def as_data(self) -> dict[str, Any]:
        """Return it as plain data; parsing that gives an equal definition again."""
        data: dict[str, Any] = {
            "key": self.key,
            "title": self.title,
            "kind": self.kind,
            "audience": self.audience,
            "introduction": self.introduction,
            "minutes": self.minutes,
            "identity": self.identity,
            "attribution": self.attribution,
            "thanks": self.thanks,
            "pages": [_page_data(page) for page in self.pages],
            "scores": [score.as_data() for score in self.scores],
            "indices": [index.as_data() for index in self.indices],
            "limits": [limit.as_data() for limit in self.limits],
            "wordings": [wording.as_data() for wording in self.wordings],
            "variants": [variant.as_data() for variant in self.variants],
        }
        if self.age_from is not None:
            data["ages"] = [self.age_from, self.age_to]
        return {name: value for name, value in data.items() if value not in ("", [])}

    def hash(self) -> str:
        """Return a hash of its content, the same for the same definition."""
        content = json.dumps(self.as_data(), sort_keys=True, ensure_ascii=False)
        return sha256(content.encode()).hexdigest()


def _page_data(page: Page) -> dict[str, Any]:
    data: dict[str, Any] = {
        "key": page.key,
        "title": page.title,
        "part": page.part,
        "introduction": page.introduction,
        "questions": [_question_data(question) for question in page.questions],
    }
    if page.show_if:
        data["show_if"] = page.show_if.as_data()
    return {name: value for name, value in data.items() if value != ""}


def _question_data(question: Question) -> dict[str, Any]:
    data: dict[str, Any] = {"key": question.key, "kind": question.kind}
    for field in fields(question):
        value = getattr(question, field.name)
        if value == field.default or value in ((), None) or field.name == "key":
            continue
        name = FILE_NAMES.get(field.name, field.name)
        data[name] = _plain(field.name, value)
    return data


def _plain(name: str, value: Any) -> Any:
    if name == "options":
        return [_option_data(option) for option in value]
    if name == "show_if":
        return value.as_data()
    if name == "looks_like":
        return dict(value)
    return list(value) if isinstance(value, tuple) else value


def _option_data(option: Option) -> dict[str, Any]:
    names = ("value", "label", "hint", "face", "picture", "symbol")
    data = {name: getattr(option, name) for name in names}
    kept = {name: value for name, value in data.items() if value != ""}
    return kept | ({"exclusive": True} if option.exclusive else {})
