"""Four passages on the workbench, and what a coder does with them."""

from app.services import deciding, workbench
from app.services.workbench_filters import Filters
from tests import coded

# By how far the machine is from sure: even, nearly sure, sure, and nothing found.
SAID = [
    ("Nobody told me that she had left.", {"T01": 0.92}),
    ("My worker Priya Shah listens to me.", {"T02": 0.52, "T03": 0.2}),
    ("The flat is cold, waiting for a repair.", {"T03": 0.66, "T04": 0.31}),
    ("It was a day like others.", {}),
]


def shown(page):
    """Return the numbers of the passages on a page, in their order."""
    said = {words.split()[-1]: number for number, (words, _) in enumerate(SAID)}
    return [said["".join(run.text for run in one.runs).split()[-1]] for one in page.passages]


def opened(session, by, **filters):
    """Open a page of the workbench with filters."""
    return workbench.page(session, Filters(**filters), by=by)


def check(session, place, by):
    """Say that all that was found in a passage is right."""
    return deciding.check(session, place, seen=coded.seen(session, place), by=by)
