"""Names of people in a text, by lists of names and by what stands round a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.namewords import Word
from analysis.wordlists import is_like_a_name, words_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LONGEST_NAME = 4  # words
MOST_TITLES = 3  # “Mr and Mrs”
LONG = 5  # letters; a shorter capital that is nearly a plain word is more often that word
TITLES = words_in("mr mrs ms miss mx messrs mister missus dr doctor prof professor pc sir")
TOLD = words_in("told asked tell ask")
KNOWN = words_in("me known him her them")
WITH = words_in("with from by to about miss missed see saw met")
DOING = ("s", "ed")  # how the verbs of somebody's deeds end
LETTERS = frozenset("dfghjlpqstz")  # “jordan p”; other letters are words: c, m, n, r, u, w, x
CALLING = words_in("call calls called calling")
JOINING = frozenset({"and", "n", "or"})
SELF = frozenset({"me", "i"})
KISSES = frozenset({"x", "xx", "xxx", "xxxx", "xo", "xoxo"})


def people(words: Sequence[Word]) -> Iterator[tuple[str, int, int]]:
    """Yield names of people: kind, start, end."""
    end = 0
    for place, word in enumerate(words):
        if word.start >= end and is_name(words, place):
            start, end = max(end, _with_title(words, place)), run(words, place)
            yield "name", start, end


def is_name(words: Sequence[Word], place: int) -> bool:
    """Return whether a name begins here."""
    word = words[place]
    if word.is_stop and not word.is_also:
        return False
    return _by_itself(word) or _acts(words, place) or any(sign(words, place) for sign in SIGNS)


def run(words: Sequence[Word], place: int) -> int:
    """Return where the name that begins here ends: it goes on over what follows like a name."""
    end = words[place].end
    for after in range(place + 1, min(place + LONGEST_NAME, len(words))):
        if words[after - 1].is_possessed or not words[after].touches:
            break
        if not _goes_on(words, after):
            break
        end = words[after].end
    return end


def _with_title(words: Sequence[Word], place: int) -> int:
    # “Mrs” and “Miss” say something of who it is, so they go too; “auntie” says who to the child.
    start = place
    while start > place - MOST_TITLES and words[start].touches and _is_titled(words, start):
        start -= 1
        if start > 1 and words[start - 1].plain == "and" and words[start - 2].plain in TITLES:
            start -= 1
    return words[start].start


def _is_titled(words: Sequence[Word], place: int) -> bool:
    return place > 0 and words[place - 1].plain in TITLES


def _by_itself(word: Word) -> bool:
    if word.is_also:
        return word.is_proper and "nicknames" not in word.lists
    if word.is_first:
        return True
    if word.is_letters:
        return False
    if word.lists == {"near"}:
        is_long = len(word.plain) >= LONG
        return (word.is_proper and is_long) or is_like_a_name(word.plain)
    is_marked = word.is_proper or word.is_possessed or is_like_a_name(word.plain)
    return word.is_strange and is_marked


def _acts(words: Sequence[Word], place: int) -> bool:
    """Return whether a word such as Mark opens a sentence and then does what people do."""
    word = words[place]
    if not (word.opens and word.has_capital) or "ordinary" in word.lists:
        return False
    may_be_one = word.is_also or word.is_strange or word.lists == {"near"}
    if not may_be_one or word.is_letters:
        return False
    if word.is_possessed and "nicknames" not in word.lists:
        return True
    after = words[place + 1] if place + 1 < len(words) else None
    if after is None or not after.touches:
        return False
    return "deeds" in after.lists or after.plain.endswith("ed")


def _after_a_title(words: Sequence[Word], place: int) -> bool:
    word, before = words[place], words[place - 1]
    if not place or word.is_stop or word.plain in TITLES:
        return False
    if word.follows_comma:
        is_one = word.is_capital_name or word.is_strange or (word.is_also and word.is_proper)
        return "cues" in before.lists and is_one and not word.is_letters
    if not word.touches:
        return False
    if "formal" in before.lists or (before.plain in TITLES and word.has_capital):
        return True
    is_capital = word.is_proper and "cues" in before.lists
    may_be_one = is_capital or word.may_name or _acts_softly(words, place)
    return may_be_one and not before.lists.isdisjoint({"titles", "cues"})


def _acts_softly(words: Sequence[Word], place: int) -> bool:
    # “my sister hope said”: even a frail name is one when it does what people do.
    if not words[place].is_also or place + 1 >= len(words):
        return False
    after = words[place + 1]
    return "deeds" in after.lists or (len(after.plain) > LONG - 1 and after.plain.endswith(DOING))


def _is_spoken_to(words: Sequence[Word], place: int) -> bool:
    # “I told will”: nothing else is told; “with pearl”: hardly anything else is a pearl.
    word, before = words[place], words[place - 1]
    if not place or not word.is_also:
        return False
    return before.plain in TOLD or (not word.is_frail and before.plain in WITH)


def _is_kin(words: Sequence[Word], place: int) -> bool:
    # “blessing is my sister”.
    after = words[place + 1 : place + 4]
    is_said = len(after) > 2 and after[0].plain in {"is", "was"} and after[1].plain == "my"  # noqa: PLR2004
    return is_said and "cues" in after[2].lists and words[place].is_also


def _once_named(words: Sequence[Word], place: int) -> bool:
    word = words[place]
    if not place or word.is_stop or not _is_name_due(words, place):
        return False
    return word.may_name or word.is_also or word.is_proper


def _is_name_due(words: Sequence[Word], place: int) -> bool:
    # “a boy called”, “my name is”, “they call me”.
    before = words[place - 1]
    two_back = words[place - 2].plain if place > 1 else ""
    is_said = before.plain == "is" and two_back in {"name", "nickname"}
    is_called = before.plain == "me" and two_back in CALLING
    is_known = before.plain == "as" and two_back in KNOWN and words[place].has_capital
    return "naming" in before.lists or is_said or is_called or is_known


def _beside_a_name(words: Sequence[Word], place: int) -> bool:
    word = words[place]
    if place and word.touches and not word.opens and words[place - 1].is_first:
        return word.is_proper
    after = words[place + 1 : place + 3]
    is_joined = len(after) > 1 and after[0].plain in JOINING
    if is_joined and word.lists == {"near"}:
        return after[1].is_first
    if is_joined and word.is_also and word.has_capital and after[1].is_also:
        return after[1].is_proper  # “Grace and Faith are twins”
    if not word.may_name:
        return False
    if place > 1 and words[place - 1].plain in JOINING and _is_somebody(words[place - 2]):
        return True
    return is_joined and (after[1].plain in SELF or after[1].is_first)


def _is_somebody(word: Word) -> bool:
    return word.plain in SELF or word.is_first or not word.lists.isdisjoint({"cues", "titles"})


def _signs(words: Sequence[Word], place: int) -> bool:
    after = [word for word in words[place + 1 : place + 4] if word.plain not in KISSES]
    word, before = words[place], words[place - 1]
    if after or word.is_stop:
        return False
    if not place:  # “Ruby x”
        return len(words) > 1 and word.is_also and word.has_capital
    return "signing" in before.lists and (word.may_name or word.is_also)


def _initialled(words: Sequence[Word], place: int) -> bool:
    # “M. Novak”, “K and M”, “lil J”.
    if not words[place].is_initial:
        return False
    if place and words[place - 1].plain in {"lil", "little", "big"}:
        return True
    after, before = words[place + 1 : place + 3], words[max(0, place - 2) : place]
    is_pair = any(len(two) > 1 and _is_and(two) for two in (after, before[::-1]))
    return is_pair or any(_is_after_initial(one) for one in after[:1])


def _is_and(two: Sequence[Word]) -> bool:
    return two[0].plain in JOINING and two[1].is_initial and two[1].text not in "BE"


def _is_after_initial(word: Word) -> bool:
    return (
        word.touches and word.has_capital and word.lists.isdisjoint({"plain", "ordinary", "stops"})
    )


def _goes_on(words: Sequence[Word], place: int) -> bool:
    word, before = words[place], words[place - 1]
    if word.is_stop:
        return False
    if before.is_initial:
        return _is_after_initial(word)
    if before.is_first and word.plain in LETTERS:
        return True
    if word.is_proper or (word.has_capital and "surnames_also_words" in word.lists):
        return True
    if "particles" in word.lists and place + 1 < len(words):
        return words[place + 1].is_proper or words[place + 1].is_strange
    is_full = before.is_first or "particles" in before.lists or before.is_strange
    return is_full and (word.is_strange or word.is_first or _is_second(word))


def _is_second(word: Word) -> bool:
    return (word.is_also and not word.is_frail) or "surnames_also_words" in word.lists


SIGNS = (_after_a_title, _is_spoken_to, _is_kin, _initialled, _once_named, _beside_a_name, _signs)
