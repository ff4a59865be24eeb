"""Who may open what: every route says so, and the whole table is one file to read."""

from pathlib import Path

import pytest
from flask import Blueprint

from app.domain.people import MATRIX, Permission, Role
from app.web import access

EXPECTED = Path(__file__).parents[2] / "expected" / "permissions.txt"
NOWHERE = "00000000-0000-0000-0000-000000000000"


def table(app):
    """Return one line a route: its methods, its address, and the roles that may open it."""
    lines = []
    for rule in app.url_map.iter_rules():
        policy = access.policy_of(app, rule.endpoint)
        roles = [role.value for role in Role if policy in MATRIX[role]]
        who = "everyone" if policy == access.PUBLIC else " ".join(roles)
        methods = " ".join(sorted(rule.methods - {"HEAD", "OPTIONS"}))
        lines.append(f"{methods:<9} {rule.rule:<70} {who}")
    return "\n".join(sorted(lines)) + "\n"


def address(rule):
    values = {"uuid": NOWHERE, "any": "disable"}
    parts = {
        name: values.get(type(converter).__name__.removesuffix("Converter").lower(), "x")
        for name, converter in rule._converters.items()
    }
    return rule.build(parts)[1]


class TestTable:
    def test_is_as_reviewed(self, app):
        """The role and route table is the one that was reviewed; a change shows as a diff."""
        assert EXPECTED.read_text("utf-8") == table(app)

    def test_holds_for_every_role_and_route(self, app, sign_in):
        """A role that may not open a route meets the page of what does not exist (R-10)."""
        browsers = {role: sign_in(role) for role in Role}
        for rule in app.url_map.iter_rules():
            policy = access.policy_of(app, rule.endpoint)
            if policy == access.PUBLIC or "GET" not in rule.methods:
                continue
            for role, browser in browsers.items():
                status = browser.get(address(rule)).status_code
                if policy not in MATRIX[role]:
                    assert 404 == status, (rule.rule, role)
                else:
                    assert status in {200, 404}, (rule.rule, role)

    def test_sends_strangers_to_sign_in(self, app):
        """Somebody who is not signed in is asked to, on every page for staff."""
        client = app.test_client()
        for rule in app.url_map.iter_rules():
            if access.policy_of(app, rule.endpoint) != access.PUBLIC and "GET" in rule.methods:
                answer = client.get(address(rule))
                assert "/sign-in" in answer.headers["Location"], rule.rule


class TestGuard:
    def test_stops_a_site_with_a_bare_route(self, app):
        """A route that says neither who may open it nor that everyone may stops start-up (R-9)."""
        bare = Blueprint("bare", __name__)
        bare.add_url_rule("/bare", "page", lambda: "x")
        app._got_first_request = False
        app.register_blueprint(bare)

        with pytest.raises(access.UnguardedRoute, match=r"bare\.page"):
            access.guard(app)

    def test_knows_permissions_by_name(self, app):
        """Templates ask for permissions by name, and strangers have none."""
        with app.test_request_context("/"):
            assert not access.can(Permission.READ_WORDS)
