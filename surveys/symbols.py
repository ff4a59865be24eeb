"""The symbols that stand beside words: each is a drawing of ours, and the words are beside it."""

from __future__ import annotations

# Each is a file of this name in `app/static/symbols`; a test holds the two together. None is
# called yes or no, which YAML reads as true and false.
SYMBOLS = (
    "home", "school", "friends", "family", "sibling", "worker", "talking", "listening",
    "happy", "ok", "sad", "worried", "scared", "angry", "unkind", "safe", "danger", "trust",
    "heart", "food", "bed", "money", "phone", "key", "health", "doctor", "play", "sport",
    "swim", "music", "paint", "game", "pet", "outdoors", "help", "stop", "leave", "time",
    "calendar", "birthday", "letter", "read", "write", "no-names", "hidden", "move", "photo",
    "voice", "person", "new-person", "people", "more", "less", "skip", "choose", "turn-back",
    "think", "question", "quiet", "promise", "good", "wish", "tick", "cross", "agree-lot",
    "agree-bit", "middle", "disagree-bit", "disagree-lot", "something-else",
)  # fmt: skip

# Names that versions published before have, and what is drawn for each.
EARLIER = {
    "ball": "sport", "dog": "pet", "listen": "listening", "no": "cross", "talk": "talking",
    "tree": "outdoors", "week": "calendar", "yes": "tick",
}  # fmt: skip


def is_symbol(name: str) -> bool:
    """Return whether there is a drawing for a name."""
    return name in SYMBOLS or name in EARLIER
