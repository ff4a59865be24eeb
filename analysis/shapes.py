"""What identifies by its shape: addresses of the net, numbers, dates, postcodes and accounts.

Every pattern has a bound on each repetition, so that the work grows in a straight line with the
text whatever it holds.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from analysis.wordlists import lists_of

if TYPE_CHECKING:
    from collections.abc import Iterator

MONTHS = (
    r"(?:jan(?:uary|ury)?|febr?(?:uary|ury)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust|est)?"
    r"|sept?(?:ember|emba)?|oct(?:ober|oba)?|nov(?:ember|emba)?|dec(?:ember|emba)?)"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_SPOKEN = (
    r"(?:(?:twenty|thirty)[ -]?)?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
    r"|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth"
    r"|nineteenth|twentieth|thirtieth)"
)
_UNITS = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty)"  # noqa: E501
_YEAR_SAID = (
    rf"(?:two thousand(?: and {_UNITS}(?:[ -]{_UNITS})?)?|twenty {_UNITS}(?:[ -]{_UNITS})?"
    rf"|nineteen ninety(?:[ -]{_UNITS})?)"
)
_YEAR = rf"(?:,? ?(?:of )?(?:(?:in )?(?:19|20)\d\d|['’]?\d\d(?![\d:])|{_YEAR_SAID}))"
_DIGIT_SAID = r"(?:oh|o|zero|nought|one|two|three|four|five|six|seven|eight|nine|double|triple|hundred|thousand)"
_DOT = r"(?:\.|\s?[(\[]?dot[)\]]?\s?|\s\.\s?)"
_PROVIDER = r"(?:gmail|googlemail|hotmail|outlook|yahoo|icloud|live|aol|btinternet|sky|msn|protonmail|mail)"  # noqa: E501
_ENDING = r"(?:com|co|uk|org|net|me|gg|tv|io|info|gov|ac|sch|edu|eu)"
_ACCOUNT = r"(?:snap(?:chat)?|insta(?:gram)?|ig|tik ?tok|discord|user(?:name|s)?|gamer ?tag|psn|xbox|roblox|steam|twitch|kik|twitter|fb|fortnite|handle|bereal|yubo)"  # noqa: E501
_SAID_TO_BE = r"(?: (?:name|user|username|handle|account|acc|tag|id|gamertag))?(?: ?[:=@-] ?| (?:is|its|it's|was|called|name is|as|@)[ :]{1,2}@?)"  # noqa: E501

# The first kind that claims a stretch of text keeps it, so the surest stand first.
_PATTERNS: tuple[tuple[str, str], ...] = (
    ("email", rf"[\w.+-]{{1,64}}(?:@|\s?[(\[]at[)\]]\s?|\s@\s?)[\w-]{{1,63}}(?:{_DOT}[\w-]{{1,63}}){{1,4}}"
              rf"|[\w.+-]{{1,64}}(?: dot [\w-]{{1,30}}){{0,3}}(?:@| at ){_PROVIDER}\b(?:{_DOT}{_ENDING}\b){{0,2}}"
              rf"|[\w.+-]{{1,64}}(?: dot [\w-]{{1,30}}){{0,3}} at [\w-]{{1,40}} dot {_ENDING}\b(?: dot {_ENDING}\b)?"),
    ("url", rf"(?:https?://|www\.)\S{{2,200}}|\b[\w-]{{2,63}}\.(?:com|co\.uk|org(?:\.uk)?|net|me|gg|tv|io|uk|info)\b(?:/\S{{0,200}})?"),
    ("handle", rf"(?<!\w)@[\w.]{{2,40}}|(?<!\w)#\w{{2,40}}#\d{{2,4}}\b|\b\w{{2,32}}#\d{{4}}\b"),
    ("handle", rf"\b[a-z\d]{{0,20}}_{{1,3}}\w{{1,40}}|\b(?=[\d._]{{0,20}}[a-z])[a-z\d]{{1,30}}[._]{{1,2}}[a-z\d._]{{0,20}}\d{{2,6}}\b(?!\.\d)"),
    ("date_of_birth", rf"\b\d{{1,2}}[./-]\d{{1,2}}[./-](?:\d{{4}}|\d{{2}})\b|\b\d{{4}}[-/]\d{{2}}[-/]\d{{2}}\b"
                      rf"|\b\d{{1,2}} \d{{1,2}} (?:19|20)\d{{2}}\b"
                      rf"|\b{_DAY}(?: (?:of|day of))?[ -]{MONTHS}\b{_YEAR}?"
                      rf"|\b{MONTHS}(?: the)? {_DAY}(?!\d|:|[ap]m)\b{_YEAR}?"
                      rf"|\b{_SPOKEN}(?: of)? {MONTHS}\b{_YEAR}?|\b{MONTHS}(?: the)? {_SPOKEN}\b{_YEAR}?"
                      rf"|\b{MONTHS},? (?:19|20)\d\d\b"),
    ("date_of_birth", rf"(?<=born in )(?:{MONTHS}\b{_YEAR}?|(?:19|20)\d\d\b|{_YEAR_SAID})"
                      rf"|(?<=born on )(?:the )?{_DAY}(?: of)? {MONTHS}\b"
                      rf"|(?<=birthday is )(?:in |on |the )?(?:{_DAY} )?{MONTHS}\b|(?<=bday is )(?:in |on )?{MONTHS}\b"),
    ("school", r"\ball (?:saints|souls)(?:['’]s?)?|\bour lady(?:['’]?s)?(?: (?:of|and) (?:the )?[a-z]{3,20}(?: [A-Z][a-z]{2,20})?)?"
               r"|\b(?:sacred heart|holy (?:trinity|family|cross|rosary|name|spirit|child|rood))(?:['’]?s)?\b"
               r"|\bqueen (?:elizabeth|mary|anne|victoria|ethelburga)(?:['’]?s)?\b|\bking (?:edward|henry|john|charles|james|alfred)(?:['’]?s)?\b(?: v?i{1,3}\b)?"),
    ("postcode", r"\b[a-z]{1,2}\d[a-z\d]? ?[\do][abd-hjlnp-uw-z]{2}\b"),
    ("number", r"\b[a-z]\d{12}[a-z\d]?\b|\b[a-z]{2} ?\d{2} ?\d{2} ?\d{2} ?[a-d]\b|\b\d{3}[ -]\d{3}[ -]\d{4}\b"),
    ("phone", rf"(?<![\w.])(?:\+|00)?[(]?\d(?:[ ().-]{{0,2}}\d){{8,13}}\b|(?<!\w)[(]?0\d{{2,4}}[)]?[ -]\d{{3,7}}(?:[ -]\d{{2,4}})?\b"
              rf"|\bo7\d{{3}}[ -]?\d{{3}}[ -]?\d{{3}}\b|\b{_DIGIT_SAID}(?:[ ,-]{{1,2}}{_DIGIT_SAID}){{5,14}}\b"),
    ("number", r"\b\d{5,}\b|\b[a-z]{2,4}[-/]?\d{4,10}\b|\b[a-z]{2}\d{2} ?[a-z]{3}\b"),
    ("handle", r"\b[a-z]{4,20}\d{2,6}\b|\b[a-z]{3,20}\d{1,4}[a-z]{1,20}\d{0,4}\b"),
)  # fmt: skip
# After these an account's name stands, whatever it looks like.
_NAMED_ACCOUNT = (
    rf"\b{_ACCOUNT}{_SAID_TO_BE}(?P<told>\S{{2,40}})"
    r"|\b(?:follow|add|snap|dm|message|msg) me(?: on \w{2,12})? (?P<asked>(?=\S{0,30}[._\d])\S{3,40})"
)
# Capitals are needed: “J.S.”, and the first half of a postcode.
_CAPITALS: tuple[tuple[str, str], ...] = (
    ("name", r"\b(?<!\w)(?<!\w\.)(?!A\.M|E\.G|G\.P|I\.D|I\.T|O\.K|P\.[EMST]|R\.E|T\.V|U\.[KS])[A-Z]\.[A-Z]\.?(?!\w|\.\w)"),
    ("postcode", r"\b(?!KS|PS|MP|GP|YR|FC|TV|PE|PC|HD|UK|XR|AS|CV\d\b)[A-Z]{2}\d{1,2}[A-Z]?\b"),
    ("postcode", r"(?<=in )[A-Z]\d{1,2}\b|(?<=near )[A-Z]\d{1,2}\b|(?<=ostcode )[A-Z]\d{1,2}\b|(?<=ostcode is )[A-Z]\d{1,2}\b"),
)  # fmt: skip
ORDINARY_CODES = re.compile(
    r"(?:[a-z]{2,5}?\d{1,4}(?:am|pm|min|mins|hr|hrs|hours|yrs?|years?|th|nd|rd|st|x|k|ml|mg|p|weeks?|months?|days?))|(?:year|yr|y|key ?stage|ks|level|grade|unit|ward|room|set|form|group|block|floor|class|covid|gcse|btec|section|phase|part|week|wk|day|round|stage|ps|xbox|fifa|iphone|mins?|hours?|hrs?|age|aged|number|no|under|over|top|like|about|only|than|least|out|for|at|mp|gta|cod|sats?)\d{1,4}[a-z]{0,4}",  # noqa: E501
    re.IGNORECASE,
)


def shapes(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield what identifies by its shape: kind, start, end; the surest kinds first."""
    for kind, pattern in _compiled():
        for match in pattern.finditer(text):
            if not ORDINARY_CODES.fullmatch(match.group()):
                yield kind, *match.span()
    for match in _accounts().finditer(text):
        given = "told" if match["told"] else "asked"
        word = match[given].rstrip(".,!?;:\"'()")
        if word and not {"stops", "plain"} & lists_of(word.lower()):
            yield "handle", match.start(given), match.start(given) + len(word)


@cache
def _compiled() -> tuple[tuple[str, re.Pattern[str]], ...]:
    every = [(kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _PATTERNS]
    return (*every, *((kind, re.compile(pattern)) for kind, pattern in _CAPITALS))


@cache
def _accounts() -> re.Pattern[str]:
    return re.compile(_NAMED_ACCOUNT, re.IGNORECASE)
