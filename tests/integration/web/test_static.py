"""Static files: small on the wire, kept for a year, and never a page that holds a secret."""

import gzip

import pytest
from bs4 import BeautifulSoup


def stylesheet(client):
    page = BeautifulSoup(client.get("/").data, "html5lib")
    return page.select_one("link[rel=stylesheet]")["href"]


class TestStatic:
    def test_is_sent_with_gzip_to_those_who_take_it(self, client):
        """The style sheet is the same, and a fraction of the size, with gzip."""
        address = stylesheet(client)
        plain = client.get(address, buffered=True)
        small = client.get(address, headers={"Accept-Encoding": "gzip"})
        again = client.get(address, headers={"Accept-Encoding": "gzip"})

        assert plain.data == gzip.decompress(small.data)
        assert small.data == again.data
        assert len(small.data) * 3 < len(plain.data)
        assert "immutable" in small.headers["Cache-Control"]

    def test_leaves_pages_and_small_files_as_they_are(self, client):
        """A page holds a secret, so its size must not tell; a tiny file gains nothing."""
        headers = {"Accept-Encoding": "gzip"}
        page = client.get("/", headers=headers)
        missing = client.get("/static/nothing.css", headers=headers)

        assert "Content-Encoding" not in page.headers
        assert "no-store" == page.headers["Cache-Control"]
        assert 404 == missing.status_code

    @pytest.mark.parametrize(
        ("headers", "status"),
        [
            ({"Sec-Fetch-Site": "same-origin"}, 404),
            ({"Sec-Fetch-Site": "cross-site"}, 400),
            ({"Sec-Fetch-Site": "same-site"}, 400),
            ({"Origin": "null"}, 404),
            ({"Origin": "http://localhost"}, 404),
            ({"Origin": "https://elsewhere.example"}, 400),
        ],
    )
    def test_refuses_what_another_site_sends(self, client, headers, status):
        """A form with its token is refused all the same when another site sent it (R-52)."""
        page = BeautifulSoup(client.get("/receipt").data, "html5lib")
        token = page.select_one("input[name=csrf_token]")["value"]
        fields = {"csrf_token": token, "code": "0000"}

        assert status == client.post("/receipt", data=fields, headers=headers).status_code


class TestErrors:
    def test_have_plain_pages(self, app, client, monkeypatch):
        """A crash and a database that is away each have a page that says what to do."""
        from sqlalchemy.exc import OperationalError

        from app.services import open_surveys

        def crash(session):
            raise RuntimeError

        def away(session):
            raise OperationalError("select", {}, Exception("locked"))

        monkeypatch.setattr(open_surveys, "open_surveys", crash)
        broken = client.get("/")
        monkeypatch.setattr(open_surveys, "open_surveys", away)
        locked = client.get("/")

        assert [500, 503] == [broken.status_code, locked.status_code]
        assert "What to do next" in broken.text
        assert "RuntimeError" not in broken.text
