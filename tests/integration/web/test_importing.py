"""The import pages: upload, columns, preview, confirm, progress, refused rows."""

import io

import pytest
from werkzeug.datastructures import FileStorage

from app import db
from app.domain.people import Role
from app.services import jobs
from app.worker import loop
from tests import builders
from tests.import_pages import mapped, send, text, token, upload, uploaded


@pytest.fixture
def service(app):
    """Return a service."""
    with db.unit_of_work() as session:
        return builders.a_service(session).id


@pytest.fixture
def browser(sign_in, service):
    """Return the browser of a participation officer of that service."""
    return sign_in(Role.PARTICIPATION, service=service)


class TestImports:
    def test_says_what_to_do_when_there_is_none(self, browser):
        """The empty list explains itself and has the form."""
        page = text(browser.get("/imports"))

        assert "Nothing has been imported yet" in page
        assert 'enctype="multipart/form-data"' in page

    def test_lists_what_there_is(self, browser, service):
        """An import appears with its state."""
        uploaded(browser, service)

        assert "waiting for its columns" in text(browser.get("/imports"))

    def test_is_not_there_for_others(self, sign_in, service):
        """Somebody who may not import sees no such page."""
        assert 404 == sign_in(Role.BOARD, service=service).get("/imports").status_code


class TestUpload:
    def test_keeps_what_was_typed_when_something_is_missing(self, browser, service):
        """Each missing field is named and the title stays."""
        answer = upload(browser, service, file=None, audience="")

        assert 422 == answer.status_code
        assert "Choose a CSV file or an Excel workbook." in text(answer)
        assert "Say who the comments are from." in text(answer)
        assert 'value="Exit cards"' in text(answer)

    def test_says_what_the_service_refuses(self, browser, service):
        """A title of spaces is refused at its field."""
        assert 422 == upload(browser, service, title="   ").status_code
        assert 422 == upload(browser, service, title="\u2003").status_code

    def test_has_a_page_for_a_broken_file(self, browser, service):
        """A file that cannot be read gets a plain page, and nothing is kept."""
        answer = upload(browser, service, content=b"PK\x03\x04 nonsense")

        assert 422 == answer.status_code
        assert "We could not open that file" in text(answer)

    def test_has_a_page_for_too_much(self, browser, service):
        """A file with too many cells is not called broken, and the page says what to do."""
        answer = upload(browser, service, content=b"a\n" * 100_001)

        assert 422 == answer.status_code
        assert "100,000 cells" in text(answer)

    def test_asks_for_the_service_where_there_are_several(self, sign_in, service):
        """Nobody's words land in the first service of a list because it was chosen already."""
        with db.unit_of_work() as session:
            builders.a_service(session)
        everywhere = sign_in(Role.PARTICIPATION)
        answer = upload(everywhere, service, service_id="")

        assert 422 == answer.status_code
        assert "Choose a service." in text(answer)

    def test_takes_files_larger_than_other_forms(self, browser, service):
        """Two megabytes are fine here."""
        content = b"comment\n" + b"x" * 4_000 + (b"\n" + b"x" * 4_000) * 500

        assert 303 == upload(browser, service, content=content).status_code

    def test_refuses_files_over_the_limit(self, browser, service):
        """More than the setting allows gets the page for too much."""
        answer = upload(browser, service, content=b"comment\n" + b"x" * 6_000_000)

        assert 413 == answer.status_code
        assert "too big" in text(answer)

    def test_is_not_larger_for_strangers(self, client):
        """Somebody who is not signed in cannot make the site read a large file."""
        answer = send(client, {"file": FileStorage(io.BytesIO(b"x" * 2_000_000), "a.csv")})

        assert answer.status_code in {400, 413}


class TestMapping:
    def test_proposes_the_likely_columns(self, browser, service):
        """Columns with the usual names are chosen already."""
        place = uploaded(browser, service)
        page = text(browser.get(f"{place}/columns"))

        assert '<option selected value="comment">' in page
        assert '<option selected value="prompt">' in page
        assert "Good people" in page

    def test_says_which_choice_cannot_be(self, browser, service):
        """A column cannot hold the words and the question at once."""
        _, answer = mapped(browser, service, question="comment")

        assert 422 == answer.status_code
        assert "already taken for the words" in text(answer)

    def test_leads_to_the_preview(self, browser, service):
        """When the columns are said, the preview shows comments and refused rows."""
        place, answer = mapped(browser, service)
        page = text(browser.get(answer.location))

        assert f"{place}/preview" == answer.location
        assert "1 comment to take in" in page
        assert "There are no words in it." in page
        assert "14 November 2025" in page
        assert "Area: North" in page
        assert '<option selected value="comment">' in text(browser.get(f"{place}/columns"))


class TestConfirm:
    def test_takes_the_rows_in_and_shows_how_far(self, browser, service):
        """Progress is shown while the job runs, and the outcome after it."""
        place, _ = mapped(browser, service)
        sent = {"csrf_token": token(browser, f"{place}/preview")}
        assert place == browser.post(f"{place}/confirm", data=sent).location

        assert "data-progress-url" in text(browser.get(place))
        assert {
            "done": 0,
            "total": 1,
            "label": "0 of 1 comments taken in",
            "finished": False,
        } == browser.get(f"{place}/progress").json
        assert loop.run_one()
        assert browser.get(f"{place}/progress").json["finished"]
        page = text(browser.get(place))
        assert "Every row has been dealt with." in page
        assert "Read what they say" in page

    def test_offers_to_go_on_after_a_failure(self, browser, service):
        """A job that failed for good can be begun again from its page."""
        place, _ = mapped(browser, service)
        sent = {"csrf_token": token(browser, f"{place}/preview")}
        browser.post(f"{place}/confirm", data=sent)
        with db.unit_of_work() as session:
            jobs.fail(session, jobs.claim(session, "worker"), "Boom", is_final=True)

        assert "Go on from there" in text(browser.get(place))
        assert browser.get(f"{place}/progress").json["finished"]

    def test_says_when_there_is_nothing_to_take_in(self, browser, service):
        """An import of empty rows goes back to its preview with the reason."""
        empty, _ = mapped(browser, service)
        sent = {"csrf_token": token(browser, f"{empty}/preview")}
        with db.unit_of_work() as session:
            from app.db.models import Import

            for found in session.query(Import):
                found.mapping = found.mapping | {"date": "area"}
        answer = browser.post(f"{empty}/confirm", data=sent, follow_redirects=True)

        assert "There is no row that can be taken in" in text(answer)


class TestProgress:
    def test_leads_on_from_where_it_stands(self, browser, service):
        """Before it is confirmed, the page leads to the next step."""
        place, _ = mapped(browser, service)
        assert "See what would be taken in" in text(browser.get(place))

        other = uploaded(browser, service, title="Others")
        assert "Choose the columns" in text(browser.get(other))

    def test_is_not_there_for_another_service(self, browser, service, sign_in):
        """An import of a service that is not mine does not seem to exist."""
        place = uploaded(browser, service)
        with db.unit_of_work() as session:
            other = builders.a_service(session).id
        stranger = sign_in(Role.PARTICIPATION, service=other)

        assert 404 == stranger.get(place).status_code


class TestDiscard:
    def test_throws_a_wrong_file_away(self, browser, service):
        """A file that was uploaded by mistake is gone at a click, and the page says so."""
        place, _ = mapped(browser, service)
        sent = {"csrf_token": token(browser, f"{place}/preview")}
        answer = browser.post(f"{place}/discard", data=sent, follow_redirects=True)

        assert "nothing of it was taken in" in text(answer)
        assert 404 == browser.get(place).status_code


class TestRejected:
    def test_is_a_file_to_download(self, browser, service):
        """The refused rows come as CSV with their reasons."""
        place, _ = mapped(browser, service)
        answer = browser.get(f"{place}/rejected.csv")

        assert "attachment" in answer.headers["Content-Disposition"]
        assert "3,There are no words in it.,,x,," in text(answer)
