"""A definition with a Welsh wording, and one with fewer choices."""

from surveys.renderings import Voice
from tests.unit.surveys.samples import a_definition

CY, EASY, EASY_CY = Voice("", "cy"), Voice("easy_read"), Voice("easy_read", "cy")
FEWER = {
    "rendering": "easy_read",
    "title": "How are you?",
    "questions": {
        "feels_safe": {
            "label": "Do you feel safe?",
            "kind": "one_choice",
            "picture": "safe",
            "options": {1: {"label": "No", "picture": "cross", "also": [2]}, 3: "Yes"},
        },
    },
}


def with_wordings(*wordings):
    """Return a definition with other wordings beside it."""
    return a_definition(wordings=list(wordings))
