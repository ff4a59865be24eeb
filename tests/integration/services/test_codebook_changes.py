"""The codebook changes in a draft: nothing counts until it is in use, and decisions go along."""

from uuid import UUID

import pytest
from sqlalchemy import func, select

from app.db.models import ActivityEntry, Codebook, CodebookStep, Coding, Job, Theme
from app.domain.errors import Conflict, Invalid, NotFound
from app.domain.evidence import CodingState, StepKind
from app.domain.people import Actor, Role
from app.services import codebook_changes, codebook_drafts, codebook_fates, codebooks
from app.services.codebook_changes import Wording
from tests import builders, written

NOWHERE = UUID(int=0)
DOGS = Wording("Dogs", "What people say of dogs", keywords=("dog",))


@pytest.fixture
def by(session):
    """Return a participation officer of every service."""
    user = builders.a_user(session)
    return Actor(user.id, user.name, user.email, frozenset({(Role.PARTICIPATION, None)}))


@pytest.fixture
def in_use(session):
    """Return the codebook in use."""
    return codebooks.codebook_in_use(session)


def drafted(session):
    return {theme.key: theme for theme in codebook_drafts.current(session).codebook.themes}


def key_of(session, coding_id):
    return session.execute(
        select(Theme.key, Codebook.is_in_use)
        .join(Coding, Coding.theme_id == Theme.id)
        .join(Codebook, Codebook.id == Theme.codebook_id)
        .where(Coding.id == coding_id)
    ).one()


class TestAdd:
    def test_begins_a_draft_and_leaves_what_is_in_use(self, session, by, in_use):
        """The first change copies the codebook, and what serves stays as it was."""
        key = codebook_changes.add(session, DOGS, by=by)

        assert "dogs" == key
        assert ("dog",) == drafted(session)["dogs"].keywords
        assert in_use == codebooks.codebook_in_use(session)
        (step,) = codebook_fates.steps(session, codebook_drafts.draft_id(session))
        assert (StepKind.ADDED, "Dogs", by.id) == (step.kind, step.theme_name, step.taken_by_id)
        assert "theme.added" in session.scalars(select(ActivityEntry.verb)).all()

    @pytest.mark.parametrize(
        ("wording", "field"),
        [
            (Wording("", "x"), "name"),
            (Wording("x" * 161, "x"), "name"),
            (Wording("x", ""), "definition"),
            (Wording("x", "x" * 5_001), "definition"),
            (Wording("x", "x", parent="nothing"), "parent"),
        ],
    )
    def test_refuses_what_cannot_serve(self, session, by, in_use, wording, field):
        """What is missing or wrong is said at its field, and no draft is begun."""
        with pytest.raises(Invalid) as refused:
            codebook_changes.add(session, wording, by=by)
        assert {field} == refused.value.fields.keys()
        assert "Nothing was changed." in refused.value.fields[field]
        assert codebook_drafts.draft_id(session) is None

    def test_refuses_a_name_twice_and_never_a_key(self, session, by, in_use):
        """Two themes of one name would be mixed up; a key that was used is passed over."""
        codebook_changes.add(session, DOGS, by=by)
        with pytest.raises(Invalid, match="invalid"):
            codebook_changes.add(session, Wording("DOGS", "Again"), by=by)
        assert "dogs_2" == codebook_changes.add(session, Wording("Dogs!", "Again"), by=by)
        assert "theme" == codebook_changes.add(session, Wording("🐕", "Again"), by=by)


class TestEdit:
    def test_rewords_in_the_draft(self, session, by, in_use):
        """A theme in use is found in the draft by the id it has in use."""
        key, theme_id = next(iter(in_use.theme_ids.items()))
        assert codebook_changes.edit(session, theme_id, DOGS, by=by)
        assert not codebook_changes.edit(session, theme_id, DOGS, by=by)
        assert "Dogs" == drafted(session)[key].name

    def test_refuses_a_circle(self, session, by, in_use):
        """A theme cannot be under what is under it."""
        (first, first_id), (second, second_id) = list(in_use.theme_ids.items())[:2]
        codebook_changes.edit(session, first_id, Wording("A", "a", parent=second), by=by)
        for parent in (first, second):
            with pytest.raises(Invalid):
                codebook_changes.edit(session, second_id, Wording("B", "b", parent=parent), by=by)

    def test_knows_no_other_theme(self, session, by, in_use):
        """An id of nowhere is not found."""
        with pytest.raises(NotFound):
            codebook_changes.edit(session, NOWHERE, DOGS, by=by)


class TestMerge:
    def test_carries_what_people_decided(self, session, by, in_use):
        """An accepted coding goes to the survivor's survivor; a rejection stays behind."""
        place = builders.an_answer(session, builders.a_service(session).id)
        (a, a_id), (b, b_id), (c, c_id) = list(in_use.theme_ids.items())[:3]
        accepted = written.give(session, place, a_id, by)
        rejected = written.give(session, place, a_id, by, state=CodingState.REJECTED)
        kept = written.give(session, place, b_id, by, state=CodingState.REJECTED)

        codebook_changes.merge(session, a_id, b_id, by=by)
        codebook_changes.merge(session, b_id, c_id, by=by)
        assert (a, True) == key_of(session, accepted)
        codebook_drafts.put_in_use(session, by=by)

        assert (c, True) == key_of(session, accepted)
        assert (a, False) == key_of(session, rejected)
        assert (b, False) == key_of(session, kept)
        themes = drafted(session)
        assert not {a, b} & themes.keys()
        old = in_use.codebook.theme(a)
        assert {old.definition, *old.include} <= set(themes[c].include)

    def test_takes_children_along(self, session, by, in_use):
        """What was under the theme that goes is under the survivor, which is under nothing."""
        (a, a_id), (b, b_id), (c, c_id) = list(in_use.theme_ids.items())[:3]
        codebook_changes.edit(session, b_id, Wording("B", "b", parent=a), by=by)
        codebook_changes.edit(session, c_id, Wording("C", "c", parent=a), by=by)
        codebook_changes.merge(session, a_id, b_id, by=by)
        assert (None, b) == (drafted(session)[b].parent, drafted(session)[c].parent)

    def test_refuses_one_theme(self, session, by, in_use):
        """A theme does not go into itself."""
        theme_id = next(iter(in_use.theme_ids.values()))
        with pytest.raises(Conflict):
            codebook_changes.merge(session, theme_id, theme_id, by=by)


class TestSplit:
    def test_leaves_codings_with_the_first_half(self, session, by, in_use):
        """The second half stands beside the first, empty, and decisions stay with the first."""
        place = builders.an_answer(session, builders.a_service(session).id)
        key, theme_id = next(iter(in_use.theme_ids.items()))
        coding = written.give(session, place, theme_id, by)
        second = codebook_changes.split(session, theme_id, Wording("Cats", "c"), DOGS, by=by)
        assert [key, second] == list(drafted(session))[:2]
        codebook_drafts.put_in_use(session, by=by)
        assert (key, True) == key_of(session, coding)

    def test_says_which_half_is_wrong(self, session, by, in_use):
        """The two halves cannot have one name, and each needs a definition."""
        theme_id = next(iter(in_use.theme_ids.values()))
        with pytest.raises(Invalid) as refused:
            codebook_changes.split(
                session, theme_id, Wording("Dogs", ""), Wording("dogs", "d"), by=by
            )
        assert {"definition", "second_name"} == refused.value.fields.keys()


class TestRetire:
    def test_keeps_codings_in_history(self, session, by, in_use):
        """A retired theme's codings stay where they were, and it counts no longer."""
        place = builders.an_answer(session, builders.a_service(session).id)
        key, theme_id = next(iter(in_use.theme_ids.items()))
        coding = written.give(session, place, theme_id, by)
        codebook_changes.retire(session, theme_id, by=by)
        codebook_drafts.put_in_use(session, by=by)
        assert (key, False) == key_of(session, coding)
        with pytest.raises(NotFound):
            codebook_drafts.find(session, theme_id)


class TestPutInUse:
    def test_gives_words_a_merged_theme_once(self, session, by, in_use):
        """Words that carried both themes carry the one once; the other coding stays in history."""
        place = builders.an_answer(session, builders.a_service(session).id)
        (key, stays), (other, goes) = list(in_use.theme_ids.items())[:2]
        codings = [written.give(session, place, theme_id, by) for theme_id in (goes, stays)]
        codebook_changes.merge(session, goes, stays, by=by)
        codebook_drafts.put_in_use(session, by=by)

        assert [(other, False), (key, True)] == [key_of(session, one) for one in codings]

    def test_has_every_survey_read_again(self, session, by, in_use):
        """Each survey gets a job, and the draft is a draft no more."""
        builders.an_answer(session, builders.a_service(session).id)
        session.query(Job).delete()
        codebook_changes.add(session, DOGS, by=by)
        used = codebook_drafts.put_in_use(session, by=by)
        assert used == codebooks.codebook_in_use(session).id
        assert codebook_drafts.draft_id(session) is None
        assert 1 == session.scalar(select(func.count()).where(Job.kind == "theme"))

    def test_needs_a_draft_with_a_theme(self, session, by, in_use):
        """Nothing to put in use is a conflict; a codebook of no theme is refused and kept."""
        with pytest.raises(Conflict):
            codebook_drafts.put_in_use(session, by=by)
        for theme_id in in_use.theme_ids.values():
            codebook_changes.retire(session, theme_id, by=by)
        with pytest.raises(Invalid, match="codebook_empty"):
            codebook_drafts.put_in_use(session, by=by)
        assert {} == drafted(session)


class TestDiscard:
    def test_leaves_no_trace_of_the_draft(self, session, by, in_use):
        """The draft and its steps are gone, and the next change begins another."""
        codebook_changes.add(session, DOGS, by=by)
        codebook_drafts.discard(session, by=by)
        assert 0 == session.scalar(select(func.count(CodebookStep.id)))
        assert in_use == codebook_drafts.current(session)
        with pytest.raises(Conflict):
            codebook_drafts.discard(session, by=by)
        assert "dogs" == codebook_changes.add(session, DOGS, by=by)


class TestDraftId:
    def test_knows_none_before_the_first_codebook(self, session):
        """Without a codebook in use there is no draft."""
        assert codebook_drafts.draft_id(session) is None
