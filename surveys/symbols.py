"""The symbols that a choice can have beside its words; each is a drawing of ours."""

from __future__ import annotations

# Each is a file of this name in `app/static/symbols`; a test holds the two together.
SYMBOLS = (
    "home", "school", "friends", "family", "sibling", "worker", "talking", "listening",
    "happy", "ok", "sad", "worried", "angry", "safe", "food", "bed", "money", "phone",
    "health", "doctor", "play", "sport", "music", "pet", "outdoors", "help", "stop",
    "time", "letter", "move", "photo", "voice", "yes", "no", "something-else",
)  # fmt: skip
