"""What a person should look at before words leave: everything that might tell who someone is.

Meant to miss nothing rather than to be right. A word is left unmarked only when the lists know it
as plain and nothing round it says that a name, a place, an age or an account is due.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analysis.corpus import Span
from analysis.namewords import words_of
from analysis.places import SAINTS, is_lived_in, kind_of
from analysis.wordlists import words_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from analysis.namewords import Word

# A digit, a sign of accounts and addresses, or a letter of another script inside a word.
_TOKEN = re.compile(r"\S+")
_MARKED = re.compile(r"[\d@_#\ufffd]|\w\.\w|[^\W_a-zA-Z\u00c0-\u024f\u0300-\u036f\u1e00-\u1eff]")
_AGE = re.compile(
    r"\b(?:number|no|flat|room) \d{1,4}\b"
    r"|\b[\w-]{1,12}(?: and a half)? (?:years?|yrs?|months?|mths?|weeks?|wks?|days?)[ -]old\b",
    re.IGNORECASE,
)
HARMLESS = frozenset({
    "plain", "ordinary", "stops", "deeds", "formal", "titles", "cues", "generic", "numbers",
    "ordinals", "openers", "naming", "signing", "living", "schools", "homes", "roads",
})  # fmt: skip
SURE = frozenset({"first", "places"})
# Before these words a frail name such as “will” may be meant: “with will”.
DUE = words_in("""
    to with by from for like see saw met told asked miss missed love hate tell ask and named thank
    thanks hi hey dear call phone text visit
""")  # fmt: skip
CALLED = words_in("miss sir auntie aunty aunt uncle madam maam pc ps dc dr doctor")
WANTS = words_in("i we you they really still do will ill i'll did to not don't dont")
AGED = words_in("""
    im i'm am is was were aged age ages turned turn turning hes he's shes she's just nearly almost
""")  # fmt: skip
OLD = words_in("old years year yrs yr yo birthday bday")
FEASTS = words_in("day new years eve christmas halloween easter valentines boxing bonfire")
TURNED = words_in("born birthday bday birthdays turned turn turning")
BORN = words_in("in of since until till born birthday bday last next")
EPITHETS = words_in("big little lil ol old young posh mad crazy wee fat scouse lady baby")
PROVIDERS = words_in("gmail googlemail hotmail outlook yahoo icloud dot")
REACH = 3


def doubts(
    text: str, hidden: Iterable[tuple[int, int]], replaced: Iterable[tuple[int, int]]
) -> list[Span]:
    """Return the stretches to look at, in order and apart; `hidden` are among them.

    `replaced` are stretches such as `[name]`, in which nothing is left to look at.
    """
    inside = {start + 1 for start, _ in replaced}
    words = words_of(text)
    marked = list(hidden)
    marked += [match.span() for match in _TOKEN.finditer(text) if _MARKED.search(match.group())]
    marked += [
        (word.start, word.end)
        for place, word in enumerate(words)
        if word.start not in inside and is_doubtful(words, place)
    ]
    marked += [match.span() for match in _AGE.finditer(text)]
    return _joined(sorted(marked + _titles(words, marked)))


def _titles(words: Sequence[Word], marked: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    # “auntie” or “Big” before a name.
    starts = {start for start, _ in marked}
    return [
        (word.start, word.end)
        for word, after in zip(words, words[1:], strict=False)
        if after.start in starts
        and after.touches
        and ("titles" in word.lists or word.plain in EPITHETS)
    ]


def is_doubtful(words: Sequence[Word], place: int) -> bool:
    """Return whether a word might tell who someone is."""
    word = words[place]
    if _is_doubtful_alone(word):
        return True
    return any(sign(words, place) for sign in SIGNS)


def _is_doubtful_alone(word: Word) -> bool:
    if word.is_proper or not SURE.isdisjoint(word.lists):
        return True
    if word.is_also and (not word.is_frail or word.text[0].isupper()):
        return True
    if word.has_capital and word.lists.isdisjoint({"openers", "ordinary", "stops"}):
        return True
    return word.lists.isdisjoint(HARMLESS) and (len(word.text) > 1 or word.is_initial)


def _around(words: Sequence[Word], place: int, reach: int) -> list[Word]:
    return [*words[max(0, place - reach) : place], *words[place + 1 : place + 1 + reach]]


def _before(words: Sequence[Word], place: int, steps: int = 1) -> Word | None:
    return words[place - steps] if place >= steps else None


def _is_frail_name(words: Sequence[Word], place: int) -> bool:
    # “with will”, “my sister hope said”, “will's house”, “my worker is moss”, “liam w”.
    word, before = words[place], _before(words, place)
    if before is None:
        return word.is_frail and (word.is_possessed or _acts(words, place))
    if len(word.text) == 1 and word.touches and before.is_first:
        return word.plain not in "aiunrx"
    if not word.is_frail:
        return False
    two_back = _before(words, place, 2)
    if before.plain in {"is", "was"} and two_back is not None and "cues" in two_back.lists:
        return True
    is_due = before.plain in DUE or not before.lists.isdisjoint({"cues", "titles"})
    return is_due or _acts(words, place) or word.is_possessed


def _acts(words: Sequence[Word], place: int) -> bool:
    after = words[place + 1 : place + 3]
    if not after:
        return False
    if "deeds" in after[0].lists or after[0].plain.endswith(("s", "ed")):
        return True
    return len(after) > 1 and after[0].plain == "and" and after[1].plain in {"me", "i", "my"}


def _is_due(words: Sequence[Word], place: int) -> bool:
    # A plain word where a name is due: “called star”, “star is my sister”.
    word, after = words[place], words[place + 1 : place + 4]
    if word.is_stop:
        return False
    if len(after) > 2 and after[0].plain in {"is", "was"} and after[1].plain == "my":  # noqa: PLR2004
        return "cues" in after[2].lists
    is_named = any("naming" in one.lists for one in words[max(0, place - REACH) : place])
    return is_named or _is_titled(words, place)


def _is_titled(words: Sequence[Word], place: int) -> bool:
    # “auntie sunshine”, “my mate bear said”, but not “i miss football”.
    word, before = words[place], _before(words, place)
    if before is None or not word.touches:
        return False
    if before.plain in CALLED:
        two_back = _before(words, place, 2)
        return not (before.plain == "miss" and two_back and two_back.plain in WANTS)
    acts = place + 1 < len(words) and "deeds" in words[place + 1].lists
    return (len(word.text) == 1 or acts) and not before.lists.isdisjoint({"cues", "titles"})


def _is_of_a_landmark(words: Sequence[Word], place: int) -> bool:
    # “sunshine academy”: a plain word before “school” or “house”, and that word itself.
    word = words[place]
    if kind_of(word) and word.touches and place and _may_call(words[place - 1]):
        return True
    return any(
        kind_of(words[after]) is not None
        and all(one.touches for one in words[place + 1 : after + 1])
        and all(_may_call(one) for one in words[place:after])
        for after in range(place + 1, min(place + REACH, len(words)))
    )


def _may_call(word: Word) -> bool:
    return not word.is_stop and word.lists.isdisjoint({"generic", "cues", "titles", "signing"})


def _is_where_one_lives(words: Sequence[Word], place: int) -> bool:
    # “live in sunshine”, “at the willows”, “st marys”.
    word, before = words[place], _before(words, place)
    if before is None or word.is_stop or not word.touches:
        return False
    if before.plain in SAINTS or ("dwellings" in word.lists and before.plain == "the"):
        return True
    two_back = _before(words, place, 2)
    if before.is_proper and not before.lists - {"places"}:  # “at Hexby barracks”
        return two_back is not None and "place_cues" in two_back.lists
    the = before.plain == "the"
    return "generic" not in word.lists and is_lived_in(words, place - 1 if the else place)


def _is_when(words: Sequence[Word], place: int) -> bool:
    # “fourteen years old”, “the third of may”, “born in june”, “my birthday is christmas eve”.
    word, near = words[place], _around(words, place, REACH)
    if word.plain in FEASTS:
        wide = _around(words, place, 2 * REACH)
        return any(one.plain in TURNED or "numbers" in one.lists for one in wide)
    if "months" in word.lists:
        return word.plain not in {"may", "march"} or any(
            _dates(one) or one.plain in BORN for one in near
        )
    if word.lists.isdisjoint({"numbers", "ordinals"}):
        return False
    if any(_dates(one) for one in _around(words, place, 2)):
        return True
    before, after = words[max(0, place - 2) : place], words[place + 1 : place + REACH]
    is_aged = any(one.plain in AGED for one in before) and word.plain not in {"one", "first"}
    return is_aged or any(one.plain in OLD for one in after)


def _dates(word: Word) -> bool:
    is_date = not word.lists.isdisjoint({"numbers", "ordinals", "months"})
    return is_date and word.plain not in {"one", "may", "first", "second", "oh"}


def _is_of_an_account(words: Sequence[Word], place: int) -> bool:
    # “my snap is star boy”, “star at gmail dot com”.
    word, before = words[place], words[max(0, place - REACH - 1) : place]
    if any(one.plain in PROVIDERS for one in [word, *_around(words, place, 2)]):
        return True
    if word.is_stop or "accounts" in word.lists:
        return False
    linked = [one for one in before if one.plain in {"is", "name", "as", "called"}]
    return bool(linked) and any("accounts" in one.lists for one in before)


def _ends_a_letter(words: Sequence[Word], place: int) -> bool:
    # “luv from bear xx”.
    after = [one for one in words[place + 1 : place + REACH] if not one.plain.startswith("x")]
    before = _before(words, place)
    return (
        not after and before is not None and "signing" in before.lists and not words[place].is_stop
    )


SIGNS = (
    _is_frail_name, _is_due, _is_of_a_landmark, _is_where_one_lives, _is_when, _is_of_an_account,
    _ends_a_letter,
)  # fmt: skip


def _joined(spans: list[tuple[int, int]]) -> list[Span]:
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return [Span(start, end) for start, end in joined]
