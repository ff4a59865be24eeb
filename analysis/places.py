"""Places in a text: towns of the list, schools, homes and roads that carry a name, addresses."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from analysis.wordlists import place_names, words_in, words_listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analysis.namewords import Word

LONGEST_NAME = 4  # words before “school” or “road”
LOOK_BACK = 3  # words from “live in” to the place
SAINTS = frozenset({"st", "saint", "saints", "sts"})
FORMAL = words_in("mr mrs ms miss dr pc sir")
# After these a place may be in small letters; “to” has too many verbs after it.
SMALL_CUES = words_in("in at from near around")
NO_PLACE = ("ing", "ed", "tion", "ly", "ness", "ment", "ial", "ive", "ous", "able", "itis", "isis")
INSIDE = frozenset({"of", "the"})
LANDMARKS = {"schools": "school", "homes": "place", "roads": "place"}
# Before other words of those lists, such as “way” or “team”, only capitals make a name.
SURE = words_in("""
    school academy college primary house lodge cottage manor hostel farm hall hospital surgery
    clinic unit estate church mosque street road avenue lane crescent terrace close drive grove
    gardens rd ave
""")


def landmarks(words: Sequence[Word]) -> Iterator[tuple[str, int, int]]:
    """Yield schools, homes and roads that carry a name: kind, start, end."""
    end = len(words)
    for place in range(len(words) - 1, 0, -1):
        kind = kind_of(words[place])
        if kind and place < end:
            start = _back(words, place)
            if start < place:
                end = start
                yield kind, words[start].start, words[place].end
    yield from _saints(words)
    yield from _dwellings(words)


def kind_of(word: Word) -> str | None:
    """Return what a word says that the name before it is of: a school or a place."""
    return next((kind for name, kind in LANDMARKS.items() if name in word.lists), None)


def places(words: Sequence[Word]) -> Iterator[tuple[str, int, int]]:
    """Yield places of the list, and what follows “in”, “at”, “from”: kind, start, end."""
    for place, word in enumerate(words):
        whole = _of_many_words(words, place)
        if whole:
            yield "place", word.start, whole
        elif _is_listed(words, place) or _is_cued(words, place):
            yield "place", word.start, _run(words, place)


def is_lived_in(words: Sequence[Word], place: int) -> bool:
    """Return whether somebody is said to live here: “I live in”, “I moved to”."""
    before = words[max(0, place - LOOK_BACK) : place]
    if not before or "place_cues" not in before[-1].lists or not words[place].touches:
        return False
    return any("living" in word.lists for word in before[:-1])


def addresses(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield numbered houses: a capital on the road, or a sure road word."""
    yield from (("address", *match.span()) for match in _numbered().finditer(text))


def _of_many_words(words: Sequence[Word], place: int) -> int | None:
    for name in place_names().get(words[place].plain, ()):
        these = words[place : place + len(name)]
        if tuple(word.plain.replace("'", "") for word in these) == name:
            return these[-1].end
    return None


def _is_listed(words: Sequence[Word], place: int) -> bool:
    word = words[place]
    if "places" not in word.lists and "places_also_words" not in word.lists:
        return False
    if place and words[place - 1].plain in FORMAL and word.touches:
        return False
    if "places_also_words" in word.lists:
        return word.is_proper or is_lived_in(words, place)
    return True


def _is_cued(words: Sequence[Word], place: int) -> bool:
    word = words[place]
    if not place or "place_cues" not in words[place - 1].lists or word.is_stop:
        return False
    if word.is_first or not word.lists.isdisjoint({"titles", "months", "formal"}):
        return False
    if word.is_strange and not word.is_letters:
        is_like_one = not word.plain.endswith(NO_PLACE) and words[place - 1].plain in SMALL_CUES
        return word.touches and (word.is_proper or is_like_one or is_lived_in(words, place))
    if not word.is_proper or word.is_letters:
        return False
    named = {"landscape", "dwellings", "first", "also_words", "surnames_also_words"}
    if "plain" not in word.lists or not named.isdisjoint(word.lists):
        return True
    return _run(words, place) > word.end and not _is_generic(words, place)


def _is_generic(words: Sequence[Word], place: int) -> bool:
    end = _run(words, place)
    these = words[place : place + LONGEST_NAME]
    return any("generic" in word.lists for word in these if word.end <= end)


def _run(words: Sequence[Word], place: int) -> int:
    end = words[place].end
    these = words[place : place + LONGEST_NAME]
    for before, after in zip(these, these[1:], strict=False):
        if before.is_possessed or not after.touches or not after.is_proper:
            break
        end = after.end
    return end


def _back(words: Sequence[Word], place: int) -> int:
    start = place
    while start and place - start < LONGEST_NAME and words[start].touches:
        before = words[start - 1]
        is_part = _is_part(before, words[start], is_sure=words[place].plain in SURE)
        if not is_part and not ("schools" in words[place].lists and _is_built(before)):
            break
        start -= 1
    # Something in it must be a name: “Primary School” and “Foster House” tell nothing.
    while start < place and not _may_begin(words[start]):
        start += 1
    return start


def _is_part(word: Word, after: Word, *, is_sure: bool) -> bool:
    if word.plain in INSIDE:
        return word.plain == "of" and after.is_proper
    if word.is_proper or (is_sure and _is_own(word)):
        return True
    if word.has_capital and "generic" in word.lists and not word.is_stop:
        return True
    return (word.has_capital or _is_own(after)) and "schools" in word.lists


def _is_own(word: Word) -> bool:
    """Return whether a small word is of the kind that schools, homes and roads are called by."""
    if word.is_stop:
        return False
    listed = {"first", "places", "landscape"}
    return word.is_strange or not word.lists.isdisjoint(listed) or word.plain in SAINTS


def _is_built(word: Word) -> bool:
    # “castle rise primary”
    return not word.lists.isdisjoint({"homes", "roads"}) and _may_begin(word)


def _may_begin(word: Word) -> bool:
    return word.lists.isdisjoint({"generic", "schools"}) and not word.is_stop


def _saints(words: Sequence[Word]) -> Iterator[tuple[str, int, int]]:
    for place, word in enumerate(words[:-1]):
        after = words[place + 1]
        if word.plain not in SAINTS or not after.touches or after.is_stop:
            continue
        called = after.plain.removesuffix("s") + " " + after.plain
        is_called = any(name in words_listed("first") for name in called.split())
        if after.has_capital or after.is_strange or is_called:
            yield "school", word.start, _end_of_saint(words, place + 1)


def _end_of_saint(words: Sequence[Word], place: int) -> int:
    # “St Mary's RC Primary School”: on over capitals, as far as the last word of its kind.
    end = words[place].end
    for word in words[place + 1 : place + LONGEST_NAME]:
        if not word.touches or not (word.has_capital or kind_of(word)):
            break
        end = word.end if kind_of(word) else end
    return end


def _dwellings(words: Sequence[Word]) -> Iterator[tuple[str, int, int]]:
    # “at the Willows”, “in the meadows”: what homes are called.
    for place in range(1, len(words)):
        word, before = words[place], words[place - 1]
        if "dwellings" not in word.lists or before.plain != "the" or not word.touches:
            continue
        is_at = place > 1 and "place_cues" in words[place - 2].lists
        if word.is_proper or (is_at and is_lived_in(words, place - 1)):
            yield "place", word.start, word.end


@cache
def _numbered() -> re.Pattern[str]:
    roads = "|".join(road.capitalize() for road in sorted(words_listed("roads")))
    return re.compile(
        r"\b(?:(?:[Ff]lat|[Uu]nit|[Rr]oom) )?\d{1,4}[a-zA-Z]?,? "
        rf"(?:(?:[A-Z][a-z'’]{{1,20}} ){{1,3}}(?:{roads})"
        r"|(?:[A-Za-z'’]{2,20} ){1,2}(?i:street|road|avenue|lane|crescent|terrace|rd|ave))\b"
        r"|\b[Ff]lat \d{1,4}[a-zA-Z]?\b"
    )
