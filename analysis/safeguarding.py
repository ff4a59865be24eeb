"""The safeguarding screen: which words of an answer a person must read soon, and how soon.

Detection only orders the reading: a person reads and decides. The rules are data
(`lexicons/*.toml`), each with its reason and its own examples. Where unsure they prefer to be
read. Categories R01 to R24 and their severities are those of Earshot's taxonomy in
`docs/measures/safeguarding.md`; the times that hang on a severity are in `app/domain`.
"""

from __future__ import annotations

import hashlib
import tomllib
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from analysis.language import understanding
from analysis.phrases import NEGATORS, Found, Phrases, blanked
from analysis.plainwords import Grammar, Plain
from analysis.screen_rules import Rule, load

LEXICONS = Path(__file__).parent / "lexicons"
RULE_FILES = tuple(sorted(LEXICONS.glob("safeguarding*.toml")))
TURNS = ("now", "past", "topic", "lesson", "asked", "again")
READ_BACK = 7
NEAR = 4
STOPS = frozenset({".", "my", "me", "yes"})
UNHEARD, ANOTHER_LANGUAGE = "another-language", "R24"
SOFTER = {"S0": "S1", "S1": "S2", "S2": "S2", "S3": "S3"}


@dataclass(frozen=True)
class Signal:
    """Words that may disclose a concern: the rule they meet, and where they stand in the text."""

    rule: str
    category: str
    severity: str
    start: int
    end: int


@dataclass(frozen=True)
class Screen:
    """The rules made ready, with the turns of speech that change what words mean."""

    rules: tuple[Rule, ...]
    grammar: Grammar
    turns: dict[str, Phrases]
    between: frozenset[str]
    nobody: frozenset[str]
    phrases: Phrases
    owners: tuple[Rule, ...]
    pairs: tuple[Phrases, Phrases]
    paired: tuple[Rule, ...]
    exceptions: Phrases
    excepted: tuple[Rule, ...]

    @classmethod
    def of(cls, rules: tuple[Rule, ...], words: dict[str, Any], turns: dict[str, Any]) -> Screen:
        """Return the screen of some rules, a word list and the turns of speech."""
        grammar = Grammar.of(words, turns["guessed"], turns["lookalikes"])
        owned = [(pattern, rule) for rule in rules for pattern in rule.patterns]
        paired = [(pair, rule) for rule in rules for pair in rule.together]
        excepted = [(pattern, rule) for rule in rules for pattern in rule.unless]
        return cls(
            rules=rules,
            grammar=grammar,
            turns={name: Phrases(phrases, grammar) for name, phrases in turns["turns"].items()},
            between=frozenset(turns["between"].split()),
            nobody=frozenset(turns["nobody"].split()),
            phrases=Phrases([pattern for pattern, _ in owned], grammar),
            owners=tuple(rule for _, rule in owned),
            pairs=(
                Phrases([first for (first, _), _ in paired], grammar),
                Phrases([second for (_, second), _ in paired], grammar),
            ),
            paired=tuple(rule for _, rule in paired),
            exceptions=Phrases([pattern for pattern, _ in excepted], grammar),
            excepted=tuple(rule for _, rule in excepted),
        )

    def read(self, text: str) -> tuple[Signal, ...]:
        """Return the signals of a text: at most one a rule, the most severe first."""
        plain = blanked(self.grammar.plain(text), self.turns["figurative"])
        found = [(self.owners[hit.number], hit) for hit in self.phrases.find(plain)]
        found += self._together(plain)
        if not found:
            return ()
        context = _Context(self, plain)
        best: dict[str, Signal] = {}
        for rule, hit in found:
            if severity := context.severity(rule, hit):
                first = hit.first + (plain.words[hit.first] == ".")
                start, end = plain.spans[first][0], plain.spans[hit.last][1]
                signal = Signal(rule.id, rule.category, severity, start, end)
                best[rule.id] = min(best.get(rule.id, signal), signal, key=_order)
        return tuple(sorted(best.values(), key=_order))

    def _together(self, plain: Plain) -> list[tuple[Rule, Found]]:
        firsts, seconds = (list(phrases.find(plain)) for phrases in self.pairs)
        ends = _ends(plain) if firsts and seconds else []
        met = {(hit.number, _sentence(ends, hit)) for hit in seconds}
        return [
            (self.paired[hit.number], hit)
            for hit in firsts
            if (hit.number, _sentence(ends, hit)) in met
        ]


class _Context:
    """What stands round the words found: sentences, negations, turns of speech."""

    def __init__(self, screen: Screen, plain: Plain) -> None:
        self.screen, self.plain = screen, plain
        self.ends = _ends(plain)
        self.turns = {name: list(screen.turns[name].find(plain)) for name in TURNS}
        self.silenced = {
            (screen.excepted[found.number].id, self.sentence(found))
            for found in screen.exceptions.find(plain)
        }

    def sentence(self, found: Found) -> int:
        """Return the number of the sentence that the words found end in."""
        return _sentence(self.ends, found)

    def severity(self, rule: Rule, found: Found) -> str:
        """Return how severe the words are here, or nothing when they say no such thing."""
        sentence = self.sentence(found)
        if (rule.id, sentence) in self.silenced:
            return ""
        if rule.topic and (self._just_before("topic", found) or self._just_after(found)):
            return ""
        if self._just_before("asked", found):
            return ""
        negated = self.negated(found)
        if negated and not self._in("again", sentence):
            return ""
        severity = rule.severity
        if rule.urgent and self._in("now", sentence):
            severity = rule.urgent
        if negated or self._in("past", sentence):
            severity = SOFTER[severity]
        return severity

    def negated(self, found: Found) -> bool:
        """Return whether a negation reaches the words: only small words stand between."""
        words = self.plain.words
        for i in range(found.first - 1, max(0, found.first - READ_BACK), -1):
            if words[i] in NEGATORS or (words[i] == "no" and words[i + 1] in self.screen.nobody):
                return words[i - 1] not in {"try", "tried", "trying", "why"}
            if words[i] not in self.screen.between | self.screen.nobody:
                break
        return False

    def _just_before(self, name: str, found: Found) -> bool:
        return any(
            0 < found.first - turn.last <= NEAR
            and STOPS.isdisjoint(self.plain.words[turn.last : found.first])
            for turn in self.turns[name]
        )

    def _just_after(self, found: Found) -> bool:
        return any(turn.first in {found.last, found.last + 1} for turn in self.turns["lesson"])

    def _in(self, name: str, sentence: int) -> bool:
        return any(self.sentence(turn) == sentence for turn in self.turns[name])


@cache
def shipped() -> Screen:
    """Return the screen that comes with Earshot."""
    words, turns = (
        tomllib.loads((LEXICONS / f"{name}.toml").read_text("utf-8"))
        for name in ("words", "turns")
    )
    return Screen.of(load(RULE_FILES), words, turns)


def screen(text: str) -> tuple[Signal, ...]:
    """Return the safeguarding signals of a text, the most severe first; most texts have none.

    Deterministic, and the work grows in a straight line with the text.

    >>> [signal.category for signal in screen("my dad hits me")]
    ['R05']
    >>> screen("he hits the ball so hard at cricket")
    ()

    The rules know English only: words of another language are a signal themselves.

    >>> [signal.category for signal in screen("nikt mnie nie slucha")]
    ['R24']
    """
    found = (*shipped().read(text), *_unheard(text))
    return tuple(sorted(found, key=_order)) if len(found) > 1 else found


def _unheard(text: str) -> tuple[Signal, ...]:
    # The rules know English. Words of another language may hold anything, so somebody reads them.
    read = understanding(text)
    if not read.language:
        return ()
    start, end = read.unread[0].start, read.unread[-1].end
    return (Signal(UNHEARD, ANOTHER_LANGUAGE, "S2", start, end),)


def _ends(plain: Plain) -> list[int]:
    return [i for i, word in enumerate(plain.words) if word == "."]


def _sentence(ends: list[int], found: Found) -> int:
    return bisect_right(ends, max(found.first, found.last - 1))


def _order(signal: Signal) -> tuple[str, int, str]:
    return signal.severity, signal.start, signal.rule


def _version() -> str:
    digest = hashlib.sha256()
    others = [LEXICONS / f"{name}.toml" for name in ("languages", "turns", "words")]
    for path in sorted([*RULE_FILES, *others]):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


RULES_VERSION = _version()
