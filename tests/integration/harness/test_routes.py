"""Sites whose addresses were worked out once have the addresses of any other."""

from __future__ import annotations

from flask import Flask, url_for

from tests.harness.routes import worked_out_once


def a_site(thing):
    site = Flask("site")
    site.add_url_rule("/things", "first", defaults={"page": 1})
    site.add_url_rule("/things/<int:page>", "first")
    site.add_url_rule(f"/{thing}/<path:name>", "other")
    return site


def addresses(site):
    with site.test_request_context():
        return [
            url_for("first", page=1),
            url_for("first", page=2),
            url_for("first", page=3, more="a b"),
            url_for("other", name="x/y z"),
        ]


class TestWorkedOutOnce:
    def test_gives_each_site_its_own_addresses(self):
        """Two sites made by what was kept, one unlike the other, name what plain ones name."""
        plain = [addresses(a_site(thing)) for thing in ("cat", "dog", "cat")]
        with worked_out_once():
            kept = [addresses(a_site(thing)) for thing in ("cat", "dog", "cat")]

        assert plain == kept
        assert kept[0] != kept[1]
