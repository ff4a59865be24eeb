"""The tests' own browser refuses bad pages, each for its reason."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.page import BadPage, CheckedClient, problems

GOOD = """<!doctype html><html lang="en-GB"><head><title>Pets – Anytown</title>
<link rel="stylesheet" href="/static/a.css"></head><body><h1>Pets</h1>
<form action="/pets" method="post"><input type="hidden" name="csrf_token" value="x">
<label for="pet">Pet</label><input id="pet" name="pet" aria-describedby="pet-hint">
<p id="pet-hint">One is enough.</p><button>Go on</button></form></body></html>"""
BAD = {
    "not HTML": ("<h1>Pets</h1>", "<h1>Pets</h2>"),
    "0 first headings": ("<h1>Pets</h1>", "<h2>Pets</h2>"),
    "does not open the title": ("<title>Pets", "<title>Home"),
    "no language": (' lang="en-GB"', ""),
    "id 'pet' 2 times": ("<h1>", '<h1 id="pet">'),
    "nothing has the id 'pet-hint'": ('id="pet-hint"', ""),
    "the field 'pet' has no label": ('<label for="pet">Pet</label>', ""),
    "a form without action and method": ('action="/pets" ', ""),
    "a form without its token": ("csrf_token", "token"),
    "inline style on h1": ("<h1>", '<h1 style="color: red">'),
    "inline onclick on button": ("<button>", '<button onclick="go()">'),
    "an inline script": ("<h1>", "<script>go()</script><h1>"),
    "an inline style sheet": ("<h1>", "<style>h1 { color: red }</style><h1>"),
    "loads from elsewhere": ('href="/static', 'href="https://elsewhere.example'),
    "a picture without alt": ("<h1>", '<img src="/a.png"><h1>'),
    "a button without words": ("Go on", ""),
    "a wording unsaid": ("One is enough", "One like {{ pet | a dog }} is enough"),
}


class TestProblems:
    def test_are_none_on_a_good_page(self):
        """A page that keeps every rule is let through."""
        assert [] == problems(GOOD)

    @pytest.mark.parametrize("problem", BAD)
    def test_are_each_noticed(self, problem):
        """Each rule notices a page that breaks it."""
        bad = GOOD.replace(*BAD[problem])

        assert bad != GOOD
        assert problem in "\n".join(problems(bad))

    def test_let_a_respondents_title_give_nothing_away(self):
        """On a respondent's page the title may be neutral."""
        assert [] == problems(GOOD.replace("<title>Pets", "<title>Home"), is_neutral=True)


class TestCheckedClient:
    def test_refuses_a_bad_page(self):
        """A test fails as soon as the site shows a bad page."""
        site = Flask("bad")
        site.test_client_class = CheckedClient
        site.add_url_rule("/pets", view_func=lambda: GOOD.replace("<h1>", '<h1 id="pet">'))

        with pytest.raises(BadPage, match="id 'pet' 2 times"):
            site.test_client().get("/pets")

    def test_lets_files_and_redirects_through(self):
        """Only pages are looked at."""
        site = Flask("fine")
        site.test_client_class = CheckedClient
        site.add_url_rule("/moved", view_func=lambda: ("moved", 303, {"Location": "/"}))

        assert 303 == site.test_client().get("/moved").status_code
