"""The pages of the codebook, and words that were given one of its themes."""

from app import db
from app.services import codebooks

PAGE = "/codebook"
DOGS = {"name": "Dogs", "definition": "What people say of dogs."}


def in_use():
    """Return the codebook in use."""
    with db.unit_of_work() as session:
        return codebooks.codebook_in_use(session)


def name(number):
    """Return what the theme at a place of the codebook is called."""
    return in_use().codebook.themes[number].name


def address(number, verb=""):
    """Return the address of a theme, or of what can be done with it."""
    return f"{PAGE}/themes/{list(in_use().theme_ids.values())[number]}{verb}"


def steps(browser):
    """Return what the draft says has changed."""
    return [one.get_text() for one in browser.opens(PAGE).select(".panel li")]
