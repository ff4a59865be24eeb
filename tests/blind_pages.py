"""The pages of blind samples: one drawn, and every passage of it coded."""

from sqlalchemy import select

from app import db
from app.db.models import BlindReading, BlindSample

SIZE = 12


def draw(browser, place, *coders, size=SIZE):
    """Draw a sample for some coders, and return its address."""
    browser.sends("/reliability/new", size=str(size), surveys=[str(place[1])], coders=list(coders))
    with db.reading() as session:
        newest = select(BlindSample.id).order_by(BlindSample.drawn_at.desc()).limit(1)
        return f"/reliability/{session.scalar(newest)}"


def readings():
    """Return all readings, in their order."""
    with db.reading() as session:
        return session.scalars(select(BlindReading).order_by(BlindReading.number)).all()


def code_all(browser, sample, **fields):
    """Code every passage of a sample alike."""
    for _ in range(SIZE):
        form = browser.opens(f"{sample}/code").select_one("form[data-theme-form]")
        browser.sends(f"{sample}/code", to=form["action"], **fields)
