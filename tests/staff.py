"""A member of staff at their browser, for tests: opens pages, follows links, sends forms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bs4 import BeautifulSoup

from app import db
from app.services import accounts
from tests import builders

if TYPE_CHECKING:
    from uuid import UUID

    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

# The name over plain http; https adds a prefix that binds it to the host.
COOKIE = "earshot_staff"


class Browser:
    """A browser that keeps CSRF on: a form is fetched before it is sent."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.answer: TestResponse | None = None

    def opens(self, path: str, status: int = 200) -> BeautifulSoup:
        """Open a page and return it parsed."""
        self.answer = self.client.get(path)
        assert status == self.answer.status_code, path
        return BeautifulSoup(self.answer.data, "html.parser")

    def sends(self, path: str, to: str | None = None, **fields: Any) -> TestResponse:
        """Open the page with a form, and send the form to `to` or to the same address."""
        page = self.opens(path)
        token = page.select_one("input[name=csrf_token]")["value"]
        self.answer = self.client.post(to or path, data={"csrf_token": token} | fields)
        return self.answer

    def follows(self, path: str, selector: str) -> str:
        """Return the address of the first link on a page that a selector finds."""
        return str(self.opens(path).select_one(selector)["href"])

    def says(self) -> str:
        """Return the text of the page that the last redirect leads to, or of the last answer."""
        if self.answer.status_code // 100 == 3:
            return self.opens(self.answer.headers["Location"]).get_text(" ")
        return BeautifulSoup(self.answer.data, "html.parser").get_text(" ")


def first_theme(browser: Browser) -> str:
    """Return the address of the first theme that the page of evidence lists."""
    return browser.follows("/evidence", "table a[href*='/evidence/themes/']")


def a_colleague(app: Flask, service_id: UUID, name: str) -> tuple[Browser, str]:
    """Add a participation officer to a service, and return their browser and their id."""
    with db.unit_of_work() as session:
        user = builders.a_user(session, service_id=service_id, name=name)
        token = accounts.start_session(session, user.id)
    client = app.test_client()
    client.set_cookie(COOKIE, token)
    return Browser(client), str(user.id)
