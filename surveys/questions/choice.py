"""Questions answered by choosing: one, several, or an order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from surveys.errors import AnswerError
from surveys.questions import Given, Option, Question, Raw, first, options_field, tidy_words

OTHER = "other"
OTHER_LABEL = "Something else"
LONGEST_OTHER = 200


@dataclass(frozen=True, kw_only=True)
class Chosen(Question):
    """What all questions with options share."""

    options: tuple[Option, ...] = options_field()

    def option(self, sent: str) -> Option:
        """Return the option that a form string names.

        Raises:
            AnswerError: there is none.
        """
        for option in self.options:
            if str(option.value) == sent:
                return option
        raise AnswerError("choice_unknown")

    def label_of(self, value: Any) -> str:
        """Return the label of a stored value; a value that is gone speaks for itself."""
        return next((o.label for o in self.options if o.value == value), str(value))


@dataclass(frozen=True, kw_only=True)
class OneChoice(Chosen, kind="one_choice"):
    """A question with one answer out of several."""

    control: ClassVar[str] = "radios"
    special_is_choice: ClassVar[bool] = True
    other: bool = False

    @property
    def needed(self) -> str:
        """The code of the error when nothing was chosen."""
        return "choice_needed"

    def parts(self) -> tuple[str, ...]:
        """Return the choice and, where allowed, the words of “something else”."""
        return ("", OTHER) if self.other else ("",)

    def is_empty(self, raw: Raw) -> bool:
        """Return whether nothing was chosen; words left beside another choice do not count."""
        return not first(raw) and not (self.other and first(raw, OTHER))

    def parse(self, raw: Raw) -> Given:
        """Return the choice, with its words when it is “something else”.

        Raises:
            AnswerError: it is not one of the choices, or the words are missing or too long.
        """
        sent = first(raw)
        words = tidy_words(first(raw, OTHER)) if self.other else ""
        if len([one for one in raw.get("", ()) if one.strip()]) > 1:
            raise AnswerError("one_choice_only")
        if self.other and (sent == OTHER or (not sent and words)):
            return _other(OTHER, words)
        return Given(value=self.option(sent).value)

    def unparse(self, given: Given) -> dict[str, list[str]]:
        """Return the choice as a form sends it."""
        return {"": [str(given.value)]} | ({OTHER: [given.text]} if given.text else {})

    def say(self, given: Given) -> str:
        """Return the label of the choice, with the words of “something else”."""
        if self.other and given.value == OTHER:
            return f"{OTHER_LABEL}: {given.text}" if given.text else OTHER_LABEL
        return self.label_of(given.value)


@dataclass(frozen=True, kw_only=True)
class ManyChoices(Chosen, kind="many_choices"):
    """A question with as many answers as fit."""

    control: ClassVar[str] = "checkboxes"
    special_is_choice: ClassVar[bool] = True
    other: bool = False
    most: int | None = None

    def parts(self) -> tuple[str, ...]:
        """Return the choices and, where allowed, the words of “something else”."""
        return ("", OTHER) if self.other else ("",)

    def parse(self, raw: Raw) -> Given:
        """Return the choices in the order of the options.

        Raises:
            AnswerError: one is unknown, or some cannot go together.
        """
        sent = {one.strip() for one in raw.get("", ()) if one.strip()}
        words = tidy_words(first(raw, OTHER)) if self.other else ""
        wants_other = self.other and (OTHER in sent or bool(words))
        chosen = [self.option(one) for one in sorted(sent - {OTHER} if self.other else sent)]
        values = [option.value for option in self.options if option in chosen]
        self._check(chosen, len(values) + wants_other)
        if not wants_other:
            return Given(value=list(values))
        return Given(value=[*values, OTHER], text=_other(OTHER, words).text)

    def unparse(self, given: Given) -> dict[str, list[str]]:
        """Return the choices as a form sends them."""
        values = given.value if isinstance(given.value, list) else []
        return {"": [str(v) for v in values]} | ({OTHER: [given.text]} if given.text else {})

    def say(self, given: Given) -> str:
        """Return the labels of the choices, with the words of “something else”."""
        values: Sequence[Any] = given.value if isinstance(given.value, list) else []
        said = [self.label_of(value) for value in values if not (self.other and value == OTHER)]
        if self.other and OTHER in values:
            said.append(f"{OTHER_LABEL}: {given.text}" if given.text else OTHER_LABEL)
        return "; ".join(said)

    def _check(self, chosen: Sequence[Option], how_many: int) -> None:
        alone = next((option for option in chosen if option.exclusive), None)
        if alone and how_many > 1:
            raise AnswerError("choice_alone", label=alone.label)
        if self.most and how_many > self.most:
            raise AnswerError("too_many_choices", most=self.most)


@dataclass(frozen=True, kw_only=True)
class RankedChoice(Chosen, kind="ranked_choice"):
    """A question answered by putting things in order, first to last; some may be left out."""

    control: ClassVar[str] = "ranking"

    def parts(self) -> tuple[str, ...]:
        """Return one part an option, which holds its place."""
        return (*(str(option.value) for option in self.options), *super().parts()[1:])

    def parse(self, raw: Raw) -> Given:
        """Return the values in their order.

        Raises:
            AnswerError: a place is not a number, is given twice, or is left out.
        """
        places: dict[int, str | int] = {}
        for option in self.options:
            sent = first(raw, str(option.value))
            if not sent:
                continue
            # ASCII digits only: isdigit() says yes to "²", which int() cannot read.
            if not (sent.isascii() and sent.isdigit()) or len(sent) > 3:  # noqa: PLR2004
                raise AnswerError("rank_unknown", most=len(self.options))
            place = int(sent)
            if not 1 <= place <= len(self.options):
                raise AnswerError("rank_unknown", most=len(self.options))
            if place in places:
                raise AnswerError("rank_twice", rank=place)
            places[place] = option.value
        if not places:
            raise AnswerError(self.needed)
        if sorted(places) != list(range(1, len(places) + 1)):
            raise AnswerError("rank_first")
        return Given(value=[places[place] for place in sorted(places)])

    def unparse(self, given: Given) -> dict[str, list[str]]:
        """Return the places as a form sends them."""
        values = given.value if isinstance(given.value, list) else []
        return {str(value): [str(place)] for place, value in enumerate(values, 1)}

    def say(self, given: Given) -> str:
        """Return the labels in their order."""
        values = given.value if isinstance(given.value, list) else []
        return "; ".join(f"{n}. {self.label_of(value)}" for n, value in enumerate(values, 1))


def _other(value: str, words: str) -> Given:
    if not words:
        raise AnswerError("other_needed")
    if len(words) > LONGEST_OTHER:
        raise AnswerError("too_long", over=len(words) - LONGEST_OTHER)
    return Given(value=value, text=words)
