"""What is allowed in a definition but does not suit those who are asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from surveys.errors import Problem

if TYPE_CHECKING:
    from surveys.definition import Definition
    from surveys.questions import Question

# The most worded steps for those younger than an age, youngest first.
# Source: Chambers and Johnston (2002), Journal of Pediatric Psychology 27, 27-36; van Laerhoven
# and others (2004), Acta Paediatrica 93, 830-835.
MOST_STEPS = ((8, 3), (11, 4))
YOUNGEST_FOR_TEN = 10


def warnings(definition: Definition) -> tuple[Problem, ...]:
    """Return every scale that does not suit the age of the youngest who are asked."""
    age = definition.age_from
    if age is None:
        return ()
    found = (_warning(question, age) for question in definition.questions())
    return tuple(problem for problem in found if problem)


def _warning(question: Question, age: int) -> Problem | None:
    if question.kind == "scale_0_10":
        if age >= YOUNGEST_FOR_TEN:
            return None
        what = f"0 to 10 is too long a scale at age {age}."
        return Problem("unwise_scale", question.key, 0, what, "Use three or four worded faces.")
    most = next((most for limit, most in MOST_STEPS if age < limit), None)
    steps = len(getattr(question, "options", ()))
    if question.kind not in {"faces", "agreement"} or most is None or steps <= most:
        return None
    what = f"{steps} steps are many at age {age}."
    return Problem("unwise_scale", question.key, 0, what, f"Use {most} or fewer.")
