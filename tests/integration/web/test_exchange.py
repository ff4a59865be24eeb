"""The pages of bringing in and taking out: every file, every mistake, and nothing lost."""

import io
import re

import pytest
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage
from werkzeug.test import stream_encode_multipart

from analysis.exchange import qdpx
from app import db
from app.db.models import ActivityEntry, Codebook, Coding, Survey
from app.domain.evidence import CodingSource
from app.domain.people import Role
from app.services import codebooks
from tests import builders
from tests.exchange import samples
from tests.queries import scalar

PAGE = "/evidence/exchange"
TAGS = samples.taguette()


@pytest.fixture
def service(app):
    """Return a service in which somebody wrote the words of the sample files."""
    with db.unit_of_work() as session:
        service_id = builders.a_service(session).id
        builders.an_answer(session, service_id, words=samples.TEXT)
        return service_id


@pytest.fixture
def browser(sign_in, service):
    """Return the browser of a participation officer of that service."""
    return sign_in(Role.PARTICIPATION, service=service)


def token(browser, path=PAGE):
    return re.search(r'name="csrf_token" value="([^"]+)"', browser.get(path).text)[1]


def upload(browser, place, field, content, name):
    data = {"csrf_token": token(browser)}
    if content is not None:
        data[field] = FileStorage(io.BytesIO(content), name)
    body, _, boundary = stream_encode_multipart(data, use_tempfile=False)
    kind = f"multipart/form-data; boundary={boundary}"
    return browser.post(f"{PAGE}/{place}", data=body.read(), content_type=kind)


def bring_codebook(browser, content=TAGS, name="tags.qdc"):
    return upload(browser, "codebook", "book", content, name)


def bring_codings(browser, content, name="x.qdpx"):
    return upload(browser, "codings/in", "codings", content, name)


def take_out(browser, **fields):
    with db.reading() as session:
        surveys = [str(one) for one in session.scalars(select(Survey.id))]
    data = {"csrf_token": token(browser), "surveys": surveys, "kind": "qdpx"}
    return browser.post(f"{PAGE}/codings/out", data=data | fields)


def posts(browser, path, **fields):
    data = {"csrf_token": token(browser)} | fields
    return browser.post(path, data=data)


class TestOverview:
    def test_offers_every_version_and_says_what_leaves(self, browser):
        """The page has the codebook in use, and a plain warning about taking words out."""
        page = browser.get(PAGE).text

        assert "in use" in page
        assert "fewer than five people" in page
        assert "hidden as far as a machine knows them" in page

    def test_says_so_when_there_is_nothing_to_take_out(self, sign_in):
        """Without a survey there is no form for taking out, and a sentence instead."""
        page = sign_in(Role.PARTICIPATION).get(PAGE).text

        assert "There is nothing to take out yet" in page

    def test_is_linked_from_the_evidence(self, browser):
        """The evidence page leads here."""
        assert f'href="{PAGE}"' in browser.get("/evidence").text

    def test_is_not_there_for_others(self, sign_in):
        """Somebody who may not decide about codings sees no such page."""
        assert 404 == sign_in(Role.MODERATOR).get(PAGE).status_code


class TestCodebook:
    @pytest.mark.parametrize("kind", ["qdc", "csv", "xlsx", "yaml", "qdpx"])
    def test_sends_a_version_in_each_kind(self, browser, kind):
        """The file has a name, and the record an entry."""
        browser.get(PAGE)
        in_use = scalar(select(Codebook.id))
        answer = browser.get(f"{PAGE}/codebooks/{in_use}/{kind}")

        assert f'attachment; filename="codebook-1.{kind}"' == answer.headers["Content-Disposition"]
        assert 1 == scalar(select(func.count()).where(ActivityEntry.verb == "codebook.exported"))

    def test_has_no_other_kind(self, browser):
        """An unknown kind is not found."""
        browser.get(PAGE)
        in_use = scalar(select(Codebook.id))

        assert 404 == browser.get(f"{PAGE}/codebooks/{in_use}/docx").status_code


class TestBringCodebook:
    def test_goes_from_a_file_to_use(self, browser):
        """Brought in it is a draft; it gets its missing definition; then a person puts it in use."""
        answer = bring_codebook(browser)
        place = answer.location
        assert 303 == answer.status_code
        assert "What does “home.pets” mean?" in browser.get(place).text

        early = posts(browser, f"{place}/use")
        assert "Write a definition for each theme first" in browser.get(early.location).text

        posts(browser, f"{place}/definitions", home_pets="Dogs and cats.")
        assert "Put this version in use" in browser.get(place).text
        done = posts(browser, f"{place}/use")

        assert "/evidence" == done.location
        with db.reading() as session:
            assert 2 == len(codebooks.codebook_in_use(session).codebook.themes)
        assert "This version is in use" in browser.get(place).text

    def test_says_that_another_draft_waits_behind_it(self, browser):
        """Nobody's draft goes out of sight in silence, and a file of what is in use is no draft."""
        with db.unit_of_work() as session:
            in_use = codebooks.codebook_in_use(session)
        same = browser.get(f"{PAGE}/codebooks/{in_use.id}/qdc").data
        answer = bring_codebook(browser, same, "x.qdc")
        assert "The file says what the codebook in use says." in browser.get(answer.location).text

        answer = bring_codebook(browser)
        assert "another draft" not in browser.get(answer.location).text
        answer = bring_codebook(browser, samples.nvivo(), "x.qdpx")
        assert "another draft, and it waits behind this one" in browser.get(answer.location).text

    def test_says_what_was_left_out(self, browser):
        """A folder is no theme, and the page says how many there were."""
        answer = bring_codebook(browser, samples.nvivo(), "x.qdpx")

        assert "Folders are no themes and were left out" in browser.get(answer.location).text

    @pytest.mark.parametrize(
        ("content", "name", "words"),
        [
            (None, "", "Choose a codebook file to bring in."),
            (samples.atlas()[:-60], "x.qdpx", "damaged, cut off or locked"),
            (b"%PDF", "x.pdf", "not the kind of file"),
            (b"<CodeBook/>", "x.qdc", "There is no theme in this file."),
        ],
    )
    def test_says_what_is_wrong_with_a_file(self, browser, content, name, words):
        """The mistake is named at the field and in the title, and no version is added."""
        answer = bring_codebook(browser, content, name)

        assert 422 == answer.status_code
        assert words in answer.text
        assert "<title>Error: " in answer.text
        assert 1 == scalar(select(func.count(Codebook.id)))

    def test_refuses_a_file_that_is_too_large(self, browser):
        """More than the setting allows is refused before it is read."""
        answer = bring_codebook(browser, b"x" * 6_000_000, "x.qdc")

        assert 413 == answer.status_code


class TestTakeCodings:
    def test_sends_a_project_and_notes_it(self, browser):
        """The file is a project with the words, and the record says that they left."""
        answer = take_out(browser)
        project = qdpx.read(answer.data)

        assert samples.TEXT.replace("Sam", "[name]") == project.sources[0].text
        assert re.search(r'filename="codings-[0-9a-f]{8}\.qdpx"', str(answer.headers))
        assert 1 == scalar(select(func.count()).where(ActivityEntry.verb == "codings.exported"))

    @pytest.mark.parametrize("kind", ["csv", "xlsx"])
    def test_sends_a_table(self, browser, kind):
        """A table leaves as well, with the checked themes only when asked."""
        answer = take_out(browser, kind=kind, only_checked="y")

        assert 200 == answer.status_code
        assert f".{kind}" in answer.headers["Content-Disposition"]

    def test_says_what_is_missing(self, browser, monkeypatch):
        """No survey, and too much at once, are said at the field; nothing leaves."""
        assert "Choose the surveys to take out." in take_out(browser, surveys=[]).text
        monkeypatch.setattr("app.services.exchange_codings.MOST_COMMENTS", 0)
        answer = take_out(browser)

        assert 422 == answer.status_code
        assert "Choose fewer surveys" in answer.text
        assert 0 == scalar(select(func.count()).where(ActivityEntry.verb == "codings.exported"))


class TestBringCodings:
    def test_says_what_became_of_each(self, browser):
        """What found its place is kept; what did not is listed with the reason."""
        rows = f'comment,Being listened to,Knitting\n"{samples.TEXT}",1,1\n'
        page = bring_codings(browser, rows.encode(), "x.csv").text

        assert "The codebook in use has no such theme" in page
        assert 1 == scalar(select(func.count()).where(Coding.source == CodingSource.PERSON))

    def test_says_when_everything_found_its_place(self, browser):
        """With nothing left over the page says so, and the second time nothing is added."""
        rows = f'comment,Being listened to\n"{samples.TEXT}",1\n'.encode()
        for _ in range(2):
            assert (
                "Every coding of a person in the file found its place"
                in bring_codings(browser, rows, "x.csv").text
            )

        assert 1 == scalar(select(func.count()).where(Coding.source == CodingSource.PERSON))

    @pytest.mark.parametrize(
        ("content", "name", "words"),
        [
            (None, "", "Choose a file of codings to bring in."),
            (b"PK\x03\x04nonsense", "x.qdpx", "damaged, cut off or locked"),
            (samples.taguette(), "x.qdc", "holds a codebook and no codings"),
            (b"comment,place\nHi,York\n", "x.csv", "There is no theme in this file."),
        ],
    )
    def test_says_what_is_wrong_with_a_file(self, browser, content, name, words):
        """The mistake is named, and nothing is added."""
        answer = bring_codings(browser, content, name)

        assert 422 == answer.status_code
        assert words in answer.text
        assert 0 == scalar(select(func.count()).where(Coding.source == CodingSource.PERSON))
