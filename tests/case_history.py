"""What happens to one case: audits that were held, and draws that passed them over."""

from app import clock
from app.db.models import ModerationDraw
from app.services import case_chronology
from tests import practice

REF = "CH-7001"


def held(session, auditor, *, grade="good", **changes):
    """Hand in an audit of the case, with a grade."""
    audit = practice.a_submitted_audit(session, auditor, **{"case_ref": REF} | changes)
    practice.say(session, audit, plan=grade, overall_grade=grade)
    audit.grade = grade
    session.flush()
    return audit


def passed_over(session, by, *audits):
    """Say that a draw considered audits and chose none of them."""
    session.add(
        ModerationDraw(
            seed=1,
            share=20,
            pool=[str(one.id) for one in audits],
            drawn_at=clock.now(),
            drawn_by_id=by.id,
        )
    )
    session.flush()


def events(session, audit, by, kind=""):
    """Return what the chronology of an audit's case tells, of one kind or of all."""
    found = case_chronology.chronology(session, audit.id, by=by).events
    return [one for one in found if one.kind == (kind or one.kind)]
