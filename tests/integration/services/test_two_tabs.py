"""Two tabs of one browser save at the same moment, forty times over: no answer is lost."""

from __future__ import annotations

import secrets
from threading import Barrier, Thread

import pytest

from app import create_app, db
from tests.respondent import Visitor, a_published_survey, stored

ROUNDS = 40
PAGES = """
key: tabs
title: Two tabs
kind: questionnaire
audience: young_people
pages:
  - key: first
    title: First
    questions:
      - {key: home, kind: short_text, label: "Home?"}
      - {key: school, kind: short_text, label: "School?"}
  - key: second
    title: Second
    questions:
      - {key: friends, kind: short_text, label: "Friends?"}
"""


@pytest.fixture
def app(settings):
    """Create the site on each kind of database."""
    site = create_app(settings)
    with db.unit_of_work() as session:
        a_published_survey(session, PAGES, slug="tabs")
    yield site
    db.current().close()


def _two_tabs(app):
    """Begin once, and return two tabs that hold the same cookie."""
    one, other = (Visitor(app.test_client(), "tabs") for _ in range(2))
    one.starts()
    cookie = one.client.get_cookie("earshot")
    other.client.set_cookie("earshot", cookie.value)
    return one, other


def _save(tab, key, start, fields, hidden):
    start.wait()
    answer = tab.client.post(f"/s/tabs/p/{key}", data={**hidden, **fields})
    assert 303 == answer.status_code


def _at_once(*saves):
    """Send pages that were opened before, all at the same moment."""
    start, failed = Barrier(len(saves)), []

    def run(tab, key, fields):
        hidden = tab.hidden(f"/s/tabs/p/{key}")
        try:
            _save(tab, key, start, fields, hidden)
        except AssertionError as error:
            failed.append(error)

    threads = [Thread(target=run, args=save) for save in saves]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert [] == failed


def _words(slug):
    return [{key: given.text for key, given in one.items()} for one in stored(slug)]


class TestTwoTabs:
    def test_lose_nothing_on_two_pages(self, app):
        """Two pages that are sent at once are both kept: 0 of 40 rounds lose an answer."""
        one, other = _two_tabs(app)
        lost = 0
        for _ in range(ROUNDS):
            home, friends = secrets.token_hex(4), secrets.token_hex(4)
            _at_once((one, "first", {"home": home}), (other, "second", {"friends": friends}))
            kept = _words("tabs")[0]
            lost += (home, friends) != (kept["home"], kept["friends"])

        assert 0 == lost

    def test_lose_nothing_on_one_page(self, app):
        """Two tabs of one page, each with another question changed: 0 of 40 rounds lose one."""
        one, other = _two_tabs(app)
        kept = {"home": "", "school": ""}
        lost = 0
        for _ in range(ROUNDS):
            new = {"home": secrets.token_hex(4), "school": secrets.token_hex(4)}
            _at_once(
                (one, "first", {**kept, "home": new["home"]}),
                (other, "first", {**kept, "school": new["school"]}),
            )
            kept = _words("tabs")[0]
            lost += new != kept

        assert 0 == lost

    def test_keep_the_newer_answer_of_another_question(self, app):
        """A tab that was opened long ago does not empty what was saved since it was opened."""
        one, other = _two_tabs(app)
        old = one.hidden("/s/tabs/p/first")
        other.answers("/s/tabs/p/first", home="", school="Hill Road")
        one.client.post("/s/tabs/p/first", data={**old, "home": "With my nan", "school": ""})

        assert [{"home": "With my nan", "school": "Hill Road"}] == _words("tabs")

    def test_take_the_last_word_on_the_same_question(self, app):
        """Where both tabs changed one question, what was sent last stands."""
        one, other = _two_tabs(app)
        old = one.hidden("/s/tabs/p/first")
        other.answers("/s/tabs/p/first", home="First", school="")
        one.client.post("/s/tabs/p/first", data={**old, "home": "Second", "school": ""})

        assert [{"home": "Second"}] == _words("tabs")
