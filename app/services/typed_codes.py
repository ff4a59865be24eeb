"""Codes that people type: no symbol is misread, none spells a word, a slip is noticed (R-32)."""

from __future__ import annotations

import unicodedata

# Crockford's base 32 (2019): no I, L, O or U, so that nothing is misread and no word appears.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})
SYMBOLS = 16
GROUP = 4
BITS_EACH = 5


def code_of(digest: str) -> str:
    """Return the code that a hexadecimal digest makes: 80 of its bits, and a check symbol."""
    number = int(digest, 16)
    symbols = "".join(ALPHABET[number >> BITS_EACH * place & 31] for place in range(SYMBOLS))
    groups = [symbols[at : at + GROUP] for at in range(0, SYMBOLS, GROUP)]
    return "-".join([*groups, check_symbol(symbols)])


def tidy(code: str) -> str:
    r"""Return a code as it was made: misread letters put right, all that is no letter left out.

    A phone that pastes or mends what is typed puts in dashes, dots and spaces of many kinds, and
    keyboards in Arabic and Urdu have digits of their own.

    >>> tidy("o1i7 - abcd."), tidy("\u0660\u06f1i")
    ('0117ABCD', '011')
    """
    plain = unicodedata.normalize("NFKC", code).upper()
    digits = (str(unicodedata.decimal(one, one)) for one in plain if one.isalnum())
    return "".join(digits).translate(MISREAD)


def is_well_formed(code: str) -> bool:
    """Return whether a code has its length, its alphabet and its check symbol."""
    plain = tidy(code)
    if len(plain) != SYMBOLS + 1 or not set(plain) <= set(ALPHABET):
        return False
    return plain[-1] == check_symbol(plain[:-1])


def check_symbol(symbols: str) -> str:
    """Return the symbol that shows a mistyped code: it catches every single wrong symbol.

    Source: the Luhn algorithm (US patent 2,950,048, 1960) in base 32.
    """
    total = 0
    for place, symbol in enumerate(reversed(symbols)):
        value = ALPHABET.index(symbol) * (2 if place % 2 == 0 else 1)
        total += value // len(ALPHABET) + value % len(ALPHABET)
    return ALPHABET[-total % len(ALPHABET)]
