"""What may be asked and what an answer means: definitions, answers, routes and scores.

Nothing here knows of the web or of a database.
"""

from surveys.definition import Definition, Page
from surveys.errors import AnswerError, DefinitionErrors
from surveys.parsing import parse, parse_yaml
from surveys.questions import Given, Question

__all__ = [
    "AnswerError",
    "Definition",
    "DefinitionErrors",
    "Given",
    "Page",
    "Question",
    "parse",
    "parse_yaml",
]
