"""The workbench as somebody without scripts uses it: forms, and the buttons that send them."""

from sqlalchemy import select

from app import db
from app.db.models import Coding

SAID = [
    ("My worker Priya Shah came late. She came late again.", {"T01": 0.52, "T02": 0.9}),
    ("The flat is always cold.", {"T03": 0.45}),
    ("It was a day like others.", {}),
]
FILTERED = "/workbench?coded=nobody&words=a&order=sure"


def work(page, opening):
    """Return the passage that begins with some words."""
    return next(one for one in page.select("[data-work]") if opening in one.h2.get_text())


def press(browser, page, form, button=None, **fields):
    """Send one form of a page with one of its buttons, as a browser without scripts does."""
    sent = {field["name"]: field.get("value", "") for field in form.select("input")}
    if button is not None and button.get("name"):
        sent[button["name"]] = button["value"]
    browser.answer = browser.client.post(form["action"], data=sent | fields)
    return browser.answer


def decide(browser, path, opening, does):
    """Press the button of a passage that does something."""
    page = browser.opens(path)
    one = work(page, opening)
    button = one.select_one(f"[data-does={does}]")
    return press(browser, page, button.find_parent("form"), button)


def give(browser, path, opening, does="add", **fields):
    """Send the form of a passage that gives it a theme."""
    page = browser.opens(path)
    one = work(page, opening)
    button = one.select_one(f"[data-does={does}]")
    return press(browser, page, one.select_one("[data-give-form]"), button, **fields)


def states(found, number):
    """Return the state of each coding of a passage, by its theme."""
    with db.reading() as session:
        rows = session.scalars(select(Coding).where(Coding.response_id == found.places[number][0]))
        keys = {theme_id: key for key, theme_id in found.themes.items()}
        return {keys[one.theme_id]: one.state for one in rows}
