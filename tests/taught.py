"""Sixteen people's words, and somebody who gave themes to them."""

from sqlalchemy import select

from analysis.codebook import Codebook, Theme
from app import clock, db
from app.domain.people import Role
from app.services import accounts, codebooks
from tests import builders, written

FOOD = ("The food is nice", "I hate the meals here", "We cook tea together", "More food please")
FRIENDS = ("My friends live far", "I see my mates", "We hang out a lot", "No friends here")
BOOK = Codebook(
    "Small",
    1,
    (
        Theme("food", "Food", "Meals, snacks and cooking.", ("food", "meals", "tea")),
        Theme("friends", "Friends", "Having mates to see.", ("friends", "mates", "hang out")),
    ),
)


def quietly(done, total):
    """Take no notice of progress."""


def decided(session, place, theme_id, user):
    """Let somebody give a theme to words, as they decide it now."""
    when = {"decided_by_id": user.id, "decided_at": clock.now()}
    written.give(session, place, theme_id, user, end=4, **when)


def a_taught_codebook():
    """Return somebody who gave themes to sixteen people's words; the codebook is small."""
    with db.unit_of_work() as session:
        codebooks.use_codebook(session, BOOK)
        in_use = codebooks.codebook_in_use(session)
        service = builders.a_service(session)
        user = builders.a_user(session, roles=[Role.PARTICIPATION], service_id=service.id)
        for number in range(2):
            for texts, key in ((FOOD, "food"), (FRIENDS, "friends")):
                for text in texts:
                    words = f"{text} {number}"
                    place = builders.an_answer(session, service.id, words=words, person=words)
                    decided(session, place, in_use.theme_ids[key], user)
        return accounts.actor_by_id(session, user.id)


def in_use():
    """Return the codebook in use."""
    with db.reading() as session:
        return codebooks.codebook_in_use(session)


def rows(model):
    """Return all rows of a table."""
    with db.reading() as session:
        return session.scalars(select(model)).all()
