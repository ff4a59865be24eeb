"""What every answer carries: a strict policy, no caching, no trace of who asked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app import create_app, db, logging
from app.services import signing_in
from tests import builders
from tests.respondent import Visitor, a_published_survey

ADDRESS = "203.0.113.77"
BROWSER = "CanaryBrowser/9"
PAGES = ["/", "/help", "/sign-in", "/nowhere", "/static/nowhere.css", "/s/nowhere", "/receipt"]


def policy(answer):
    lines = answer.headers["Content-Security-Policy"].split(";")
    return {line.split()[0]: line.split()[1:] for line in lines}


class TestHeaders:
    @pytest.mark.parametrize("path", PAGES)
    def test_are_on_every_page_and_every_error(self, client, path):
        """A page may load from this site only, run nothing inline, and be framed by nobody."""
        answer = client.get(path)
        found = policy(answer)

        assert ["'none'"] == found["default-src"] == found["frame-ancestors"] == found["base-uri"]
        assert ["'self'"] == found["script-src"] == found["style-src"] == found["form-action"]
        assert {"'self'", "'none'", "'script'"} == {one for said in found.values() for one in said}
        assert "no-store" == answer.headers["Cache-Control"]
        assert "no-referrer" == answer.headers["Referrer-Policy"]
        assert "nosniff" == answer.headers["X-Content-Type-Options"]

    def test_are_on_refused_forms_too(self, client):
        """A form without its token, and one that is too large, are refused under the same policy."""
        bare = client.post("/receipt", data={"code": "x"})
        large = client.post("/receipt", data={"code": "x" * 1_100_000})

        assert [400, 413] == [bare.status_code, large.status_code]
        assert policy(client.get("/")) == policy(bare) == policy(large)

    def test_bind_a_site_with_https_to_its_host(self, settings):
        """Over https browsers are told to stay there, and cookies belong to this host alone."""
        site = create_app(settings.model_copy(update={"public_url": "https://voice.example"}))
        answer = site.test_client().get("/sign-in", base_url="https://voice.example")
        db.current().close()

        assert "max-age=31536000" == answer.headers["Strict-Transport-Security"]
        assert answer.headers["Set-Cookie"].startswith("__Host-earshot=")
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(
            re.split(r"; ?", answer.headers["Set-Cookie"])
        )


class TestNobody:
    DATABASES = ("sqlite",)

    def test_is_known_by_address_or_browser(self, capsys, settings, client):
        """Neither the database nor the log holds where an answer came from (R-26)."""
        with db.unit_of_work() as session:
            a_published_survey(session)
        logging.set_up("info", strict=True)  # to the stream that this test listens to
        client.environ_base |= {"REMOTE_ADDR": ADDRESS, "HTTP_USER_AGENT": BROWSER}
        visitor = Visitor(client)
        visitor.answers(visitor.starts(), mood="3")
        client.get("/s/nowhere")
        sign_in = visitor.hidden("/sign-in")
        client.post("/sign-in", data=sign_in | {"email": "x@example.org", "password": "wrong"})
        path = settings.database_url.removeprefix("sqlite:///")
        kept = b"".join(Path(path + end).read_bytes() for end in ("", "-wal"))
        logged = "".join(capsys.readouterr())

        assert b"sign_in.failed" in kept
        assert "request.refused" in logged
        for trace in (ADDRESS, BROWSER):
            assert trace.encode() not in kept
            assert trace not in logged


class TestProxies:
    @pytest.mark.parametrize(("proxies", "statuses"), [(1, [429, 200]), (0, [429, 429])])
    def test_are_believed_only_when_they_are_set(self, settings, proxies, statuses):
        """Guesses from one network leave the owner free elsewhere, if a proxy is known (R-5)."""
        site = create_app(settings.model_copy(update={"proxies": proxies}))
        with db.unit_of_work() as session:
            email = builders.a_user(session).email

        def tries(network):
            client = site.test_client()
            page = client.get("/sign-in").text
            token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page).group(1)
            form = {"csrf_token": token, "email": email, "password": "a wrong password"}
            return client.post("/sign-in", data=form, headers={"X-Forwarded-For": network})

        for _ in range(signing_in.TRIES):
            tries("198.51.100.1")
        found = [tries("198.51.100.1").status_code, tries("198.51.100.2").status_code]
        db.current().close()

        assert statuses == [200 if status == 422 else status for status in found]
