"""Whether words may be released as a quote: their length, what they hide, and who looked."""

from __future__ import annotations

from analysis import redaction
from app.domain.errors import Invalid

LONGEST = 500


def check(words: str, looked_over: str | None) -> None:
    """See that words may be quoted, and that a person looked at whatever is marked in them.

    Raises:
        Invalid: they are empty, too long, still hold something that identifies a person, or hold
            marked words that nobody looked at.
    """
    if not words:
        raise Invalid(fields={"text": "Write the words to be quoted."})
    if len(words) > LONGEST:
        raise Invalid(fields={"text": f"Shorten the quote to {LONGEST} characters or fewer."})
    left = [
        found
        for found in redaction.find(words)
        if words[found.start : found.end] != found.replacement
    ]
    if left:
        first = words[left[0].start : left[0].end]
        raise Invalid(fields={"text": f"Take out “{first}”: it could tell people who said this."})
    marked = _marked(words)
    if marked and looked_over is None:
        raise Invalid(
            fields={"looked": "Look at each marked word, then tick this. Nothing is released."}
        )
    if marked - _marked(on_one_line(looked_over or "")):
        raise Invalid(
            fields={
                "looked": "Your changes brought new marks. Look at them, then tick this again."
            }
        )


def on_one_line(text: str) -> str:
    """Return a text with every run of spaces and line ends as one space."""
    return " ".join(text.split())


def _marked(words: str) -> set[str]:
    return {words[span.start : span.end] for span in redaction.suspicious(words)}
