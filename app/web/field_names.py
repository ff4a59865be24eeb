"""Names of text fields that no browser remembers: other ones each time a page is shown (R-31b).

A browser keeps what was written under the name of its field, and offers it to whoever comes next.
What a name was made with comes back in the same form, so a page reads itself: two tabs, a page
sent again, or another draft in the same browser make no difference. The names keep no secret.
"""

from __future__ import annotations

import secrets
from hashlib import shake_256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict

# The hidden field with what the names of a page were made with. No key begins like this.
FIELD = "_names"
# No key of a question begins with a number.
MARK = "0"


def new_salt() -> str:
    """Return what the names of one page as it is shown are made with."""
    return secrets.token_hex(4)


def masked(name: str, salt: str) -> str:
    """Return another name for a field; without a salt, its own."""
    return MARK + _mixed(name.encode(), salt).hex() if salt else name


def plain(form: MultiDict[str, str]) -> dict[str, list[str]]:
    """Return what a form sent, by the names of the questions; any other name stays as it is."""
    salt, found = form.get(FIELD, ""), dict[str, list[str]]()
    for name, values in form.lists():
        found.setdefault(_unmasked(name, salt), []).extend(values)
    return found


def _unmasked(name: str, salt: str) -> str:
    if not salt or not name.startswith(MARK):
        return name
    try:
        return _mixed(bytes.fromhex(name.removeprefix(MARK)), salt).decode()
    except ValueError:
        return name


def _mixed(text: bytes, salt: str) -> bytes:
    stream = shake_256(salt.encode()).digest(len(text))
    return bytes(one ^ other for one, other in zip(text, stream, strict=True))
