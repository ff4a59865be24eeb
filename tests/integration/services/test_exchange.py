"""Codebooks in and out: any version leaves, a file becomes a draft, a person confirms it."""

from uuid import UUID

import pytest
from sqlalchemy import select

from analysis.exchange import codebooks as brought_from
from analysis.exchange import qdc
from app.db.models import ActivityEntry, Coding, Job, Theme
from app.domain.errors import Conflict, Invalid, NotFound
from app.domain.people import Actor, Role
from app.services import codebooks, exchange, exchange_files
from tests import builders, written
from tests.exchange import samples

NOWHERE = UUID(int=0)
TAGS = samples.taguette()


@pytest.fixture
def by(session):
    """Return a participation officer of every service."""
    user = builders.a_user(session)
    return Actor(user.id, user.name, user.email, frozenset({(Role.PARTICIPATION, None)}))


def bring(session, by, content=TAGS, name="tags.qdc"):
    known = codebooks.codebook_in_use(session).codebook
    brought = exchange_files.open_codebook(content, name, known)
    return exchange.bring_in(session, brought, by=by)


def verbs(session):
    return list(session.scalars(select(ActivityEntry.verb).order_by(ActivityEntry.seq)))


class TestTakeOut:
    @pytest.mark.parametrize("kind", ["qdc", "qdpx", "csv", "xlsx", "yaml"])
    def test_gives_a_file_that_comes_back_the_same(self, session, by, kind):
        """The version in use leaves in each kind, and brought in again it is no new version."""
        in_use = codebooks.codebook_in_use(session)
        out = exchange.take_out(session, in_use.id, kind, by=by)
        back = exchange_files.open_codebook(out.content, out.name, in_use.codebook)

        assert f"codebook-1.{kind}" == out.name
        assert sorted(in_use.codebook.themes, key=lambda t: t.key) == sorted(
            back.themes, key=lambda t: t.key
        )
        assert ["codebook.exported"] == verbs(session)

    def test_refuses_what_is_not_there(self, session, by):
        """An unknown version and an unknown kind are not found."""
        with pytest.raises(NotFound):
            exchange.take_out(session, NOWHERE, "qdc", by=by)
        with pytest.raises(NotFound):
            exchange.take_out(session, codebooks.codebook_in_use(session).id, "docx", by=by)


class TestBringIn:
    def test_keeps_a_draft_and_changes_nothing_in_use(self, session, by):
        """The themes are the next version, and the one in use stays in use."""
        before = codebooks.codebook_in_use(session)
        draft = bring(session, by)
        line = next(one for one in exchange.versions(session) if one.id == draft)

        assert before.id == codebooks.codebook_in_use(session).id
        assert (2, 2, False) == (line.number, line.themes, line.is_in_use)
        assert before.codebook.name == line.name

    def test_keeps_the_same_file_once(self, session, by):
        """Brought twice it is one version."""
        assert bring(session, by) == bring(session, by)
        assert 2 == len(exchange.versions(session))

    @pytest.mark.parametrize(
        ("content", "name"),
        [
            (samples.atlas(), "x.qdpx"),
            (samples.nvivo(), "x.qdpx"),
            (samples.qualcoder(), "x.QDPX"),
            (samples.nvivo_codebook(), "x.qdc"),
            (samples.TAGUETTE_CSV, "x.csv"),
            (b"themes: [{name: A}, {name: B}]", "x.yml"),
        ],
    )
    def test_takes_what_people_bring(self, session, by, content, name):
        """Each program's file becomes two themes."""
        draft = bring(session, by, content, name)

        assert 2 == len(codebooks.version(session, draft).codebook.themes)

    @pytest.mark.parametrize(
        ("content", "name", "code"),
        [
            (b"", "x.qdc", "broken"),
            (b"x", "x.qdpx", "wrong_kind"),
            (b"x", "x.docx", "wrong_kind"),
            (b"foo,bar\n1,2\n", "x.csv", "no_names"),
            (b"PK\x03\x04", "x.qdpx", "broken"),
            (b"PK\x03\x04", "x.xlsx", "broken"),
            (b"<CodeBook/>", "x.qdc", "no_themes"),
            (b"themes: []", "x.yaml", "no_themes"),
            (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "x.qdc", "unsafe"),
        ],
    )
    def test_says_what_is_wrong_with_a_file(self, session, by, content, name, code):
        """Each bad file says what happened and what was kept."""
        with pytest.raises(Invalid) as raised:
            bring(session, by, content, name)

        assert f"exchange_{code}" == raised.value.code
        assert "nothing here has changed" in raised.value.fields["file"]

    def test_gives_up_on_a_child_that_dies(self, session, by, monkeypatch):
        """A file that takes for ever is a broken file."""
        monkeypatch.setattr(exchange_files, "WALL_SECONDS", 0.0001)
        with pytest.raises(Invalid, match="exchange_broken"):
            bring(session, by)


class TestPage:
    def test_shows_what_would_change(self, session, by):
        """New, changed and gone themes, decisions that would no longer count, answers to re-read."""
        in_use = codebooks.codebook_in_use(session)
        service = builders.a_service(session)
        place = builders.an_answer(session, service.id)
        gone = in_use.codebook.themes[0]
        written.give(session, place, in_use.theme_ids[gone.key], by)
        other = in_use.codebook.themes[-1]
        content = f"name,definition\nPets,Dogs\n{other.name},Something else\n".encode()
        page = exchange.page(session, bring(session, by, content, "x.csv"))

        assert ["new", "changed"] == [theme.change for theme in page.themes]
        assert gone.name in page.gone
        assert (1, 1) == (page.decided_on_gone, page.answers)
        assert {"same"} == {t.change for t in exchange.page(session, in_use.id).themes}

    def test_refuses_what_is_not_there(self, session):
        """An unknown version is not found."""
        with pytest.raises(NotFound):
            exchange.page(session, NOWHERE)


class TestConfirm:
    def test_waits_for_every_definition(self, session, by):
        """A theme without one stops the version; written, it serves, and surveys are read again."""
        service = builders.a_service(session)
        builders.an_answer(session, service.id)
        draft = bring(session, by)
        with pytest.raises(Invalid, match="themes_undescribed"):
            exchange.confirm(session, draft, by=by)
        assert ("home.pets",) == tuple(t.name for t in exchange.page(session, draft).undescribed)

        exchange.describe(session, draft, {"home_pets": " Dogs and cats. "}, by=by)
        exchange.confirm(session, draft, by=by)

        assert draft == codebooks.codebook_in_use(session).id
        assert (
            "Dogs and cats."
            in session.scalars(select(Theme.definition).where(Theme.codebook_id == draft)).all()
        )
        assert "theme" in session.scalars(select(Job.kind)).all()
        assert "codebook.put_in_use" == verbs(session)[-1]

    def test_carries_what_people_decided(self, session, by):
        """A decision goes with a theme that stays, and a proposal is left to the next reading."""
        in_use = codebooks.codebook_in_use(session)
        theme = in_use.codebook.themes[0]
        place = builders.an_answer(session, builders.a_service(session).id)
        coding = session.get_one(
            Coding, written.give(session, place, in_use.theme_ids[theme.key], by)
        )
        draft = bring(session, by, f"name,definition\n{theme.name},Other\n".encode(), "x.csv")
        exchange.confirm(session, draft, by=by)
        session.refresh(coding)

        assert codebooks.codebook_in_use(session).theme_ids[theme.key] == coding.theme_id

    def test_keeps_what_serves_as_it_is(self, session, by):
        """The definitions of the version in use, and of none, cannot be written here."""
        with pytest.raises(Conflict):
            exchange.describe(session, codebooks.codebook_in_use(session).id, {}, by=by)
        with pytest.raises(NotFound):
            exchange.describe(session, NOWHERE, {}, by=by)

    def test_finds_a_described_version_again(self, session, by):
        """Exported with its new definition and brought back, it is the same version."""
        draft = bring(session, by)
        exchange.describe(session, draft, {"home_pets": "Dogs."}, by=by)
        exchange.confirm(session, draft, by=by)
        book = codebooks.codebook_in_use(session).codebook
        out = exchange.take_out(session, draft, "qdc", by=by)
        brought = brought_from.of_codes(qdc.read(out.content), book)

        assert draft == exchange.bring_in(session, brought, by=by)
