"""A second reader at their browser, for tests: draws, takes, grades and hands in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from app import db
from app.db.models import Audit, AuditPart, Moderation, ModerationDraw
from app.domain.audits import Voice

if TYPE_CHECKING:
    from tests.staff import Browser


SEEN = "I read the record and the words, and saw it."


def forgotten() -> None:
    """Forget every second reading of Anytown, so that all its audits can be drawn."""
    with db.unit_of_work() as session:
        session.execute(delete(Moderation))
        session.execute(delete(ModerationDraw))
        session.execute(delete(AuditPart).where(AuditPart.voice == Voice.MODERATOR))


def drawn(browser: Browser, share: int = 100) -> None:
    """Draw audits to be read again."""
    answer = browser.sends("/moderation/draw", share=str(share))
    assert answer.status_code == 302, answer.text


def path_of(case_ref: str) -> str:
    """Return the address of the second reading of a case's audit."""
    with db.reading() as session:
        found = session.scalar(
            select(Moderation.id)
            .join(Audit, Audit.id == Moderation.audit_id)
            .where(Audit.case_ref == case_ref)
        )
    return f"/moderation/{found}"


def taken(browser: Browser, path: str) -> None:
    """Take an audit to read it again."""
    answer = browser.sends("/moderation", f"{path}/take", has_no_conflict="y")
    assert answer.headers["Location"] == path, answer.text


def graded(browser: Browser, path: str, **grades: str) -> None:
    """Give every grade of a reading: good, or what is named by its key."""
    page = browser.follows(path, "a[href*='/grades/']")
    while "/grades/" in page:
        key = page.rsplit("/", 1)[1]
        names = browser.opens(page).select("input[type=radio]")
        name = names[0]["name"]
        sent = {name: grades.get(name, "good"), f"{name}-evidence": SEEN}
        answer = browser.sends(page, **sent)
        assert answer.status_code == 302, (key, answer.text)
        page = answer.headers["Location"]


def handed_in(browser: Browser, path: str, **grades: str) -> None:
    """Take, grade and hand in a reading."""
    taken(browser, path)
    graded(browser, path, **grades)
    browser.sends(path, f"{path}/submit")
