"""Questions answered by choosing: one, several, or an order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from surveys.errors import AnswerError
from surveys.given import Given, Raw
from surveys.questions import Option, Question
from surveys.words import first, limited, tidy_words

if TYPE_CHECKING:
    from collections.abc import Sequence

OTHER = "other"
OTHER_LABEL = "Something else"
LONGEST_OTHER = 200


@dataclass(frozen=True, kw_only=True)
class Chosen(Question):
    """What all questions with options share."""

    options: tuple[Option, ...] = ()

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
class OneOf(Chosen):
    """What all questions with one choice out of several share."""

    special_is_choice: ClassVar[bool] = True

    @property
    def needed(self) -> str:
        """The code of the error when nothing was chosen."""
        return "choice_needed"

    def parse(self, raw: Raw) -> Given:
        """Return the choice.

        Raises:
            AnswerError: it is not one of the choices, or there are several.
        """
        if len({one.strip() for one in raw.get("", ()) if one.strip()}) > 1:
            raise AnswerError("one_choice_only")
        return Given(value=self.option(first(raw)).value)

    def unparse(self, given: Given) -> dict[str, list[str]]:
        """Return the choice as a form sends it."""
        return {"": [str(given.value)]}

    def say(self, given: Given) -> str:
        """Return the label of the choice."""
        return self.label_of(given.value)


@dataclass(frozen=True, kw_only=True)
class OneChoice(OneOf, kind="one_choice"):
    """A question with one answer out of several, or “something else”.

    Words written beside another choice are kept with it: nothing that was said is lost.
    """

    control: ClassVar[str] = "radios"
    other: bool = False

    def parts(self) -> tuple[str, ...]:
        """Return the choice and, where allowed, the words of “something else”."""
        return ("", OTHER) if self.other else ("",)

    def parse(self, raw: Raw) -> Given:
        """Return the choice, with the words beside it.

        Raises:
            AnswerError: it is not one of the choices, or the words are missing or too long.
        """
        if not self.other:
            return super().parse(raw)
        words = _other_words(raw)
        if words and not first(raw):
            return Given(value=OTHER, text=words)
        if {one.strip() for one in raw.get("", ()) if one.strip()} != {OTHER}:
            return Given(value=super().parse(raw).value, text=words or None)
        if not words:
            raise AnswerError("other_needed")
        return Given(value=OTHER, text=words)

    def unparse(self, given: Given) -> dict[str, list[str]]:
        """Return the choice and its words as a form sends them."""
        return super().unparse(given) | ({OTHER: [given.text]} if given.text else {})

    def say(self, given: Given) -> str:
        """Return the label of the choice, with the words beside it."""
        is_other = self.other and given.value == OTHER
        label = OTHER_LABEL if is_other else self.label_of(given.value)
        return f"{label}: {given.text}" if given.text else label


@dataclass(frozen=True, kw_only=True)
class ManyChoices(Chosen, kind="many_choices"):
    """A question with as many answers as fit, up to `most` where there is a limit."""

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
        words = _other_words(raw) if self.other else ""
        wants_other = self.other and (OTHER in sent or bool(words))
        chosen = [self.option(one) for one in sent if not (self.other and one == OTHER)]
        values = [option.value for option in self.options if option in chosen]
        self._check(chosen, len(values) + wants_other)
        if not wants_other:
            return Given(value=list(values))
        if not words:
            raise AnswerError("other_needed")
        return Given(value=[*values, OTHER], text=words)

    def unparse(self, given: Given) -> dict[str, list[str]]:
        """Return the choices as a form sends them."""
        return {"": [str(value) for value in _listed(given)]} | (
            {OTHER: [given.text]} if given.text else {}
        )

    def say(self, given: Given) -> str:
        """Return the labels of the choices, with the words of “something else”."""
        values = _listed(given)
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

    def order(self, raw: Raw) -> tuple[list[Option], list[Option]]:
        """Return the options that a form gives a place, in their order, and the others.

        Whatever was sent is put in some order: what has no such place is among the others.
        """
        known = {str(place): place for place in range(1, len(self.options) + 1)}
        places = {
            option.value: known.get(first(raw, str(option.value)), 0) for option in self.options
        }
        placed = [option for option in self.options if places[option.value]]
        placed.sort(key=lambda option: places[option.value])
        return placed, [option for option in self.options if not places[option.value]]

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
            place = self._place(sent)
            if place in places:
                raise AnswerError("rank_twice", rank=place)
            places[place] = option.value
        if sorted(places) != list(range(1, len(places) + 1)):
            raise AnswerError("rank_first")
        return Given(value=[places[place] for place in sorted(places)])

    def unparse(self, given: Given) -> dict[str, list[str]]:
        """Return the places as a form sends them."""
        return {str(value): [str(place)] for place, value in enumerate(_listed(given), 1)}

    def say(self, given: Given) -> str:
        """Return the labels in their order."""
        places = enumerate(_listed(given), 1)
        return "; ".join(f"{place}. {self.label_of(value)}" for place, value in places)

    def _place(self, sent: str) -> int:
        places = {str(place): place for place in range(1, len(self.options) + 1)}
        if sent not in places:
            raise AnswerError("rank_unknown", most=len(self.options))
        return places[sent]


def _listed(given: Given) -> list[Any]:
    return given.value if isinstance(given.value, list) else []


def _other_words(raw: Raw) -> str:
    return limited(tidy_words(first(raw, OTHER)), LONGEST_OTHER)
