"""What a person decides on the workbench: each in one step, and nothing over another's head."""

from uuid import UUID

import pytest
from sqlalchemy import func, select

from analysis.corpus import Span
from app.db.models import ActivityEntry, Answer, Coding, Decision, DecisionChange
from app.domain.errors import Conflict, Invalid, NotFound
from app.domain.evidence import CodingSource, CodingState, SentimentLabel
from app.domain.people import Role
from app.domain.workbench import DecisionKind
from app.services import accounts, coding, deciding, decisions, undoing
from app.services.deciding import Wish
from tests import builders, coded, written

WORDS = "Priya Shah came late. She came late again, and nobody rang."
NONE = "00000000-0000-0000-0000-000000000000"


@pytest.fixture
def place(session):
    """Return a passage with one sure theme and one suggestion, and two colleagues."""
    found = coded.read(session, [(WORDS, {"T01": 0.9, "T02": 0.4}), ("Fine.", {})])
    ada, ben = (coded.somebody(session, found, name) for name in ("Ada", "Ben"))
    return found, found.places[0], ada, ben


def of(session, place, theme_id):
    query = select(Coding).where(
        Coding.response_id == place[0],
        Coding.question_id == place[1],
        Coding.theme_id == theme_id,
    )
    return session.scalars(query.order_by(Coding.source)).first()


def give(session, place, wish, by):
    return deciding.give(session, place, wish, seen=coded.seen(session, place), by=by)


def verbs(session):
    return set(session.scalars(select(ActivityEntry.verb)))


class TestAccept:
    def test_is_kept_with_what_was_there_before(self, session, place):
        """An accepted coding is the person's, and the step holds the state it had."""
        found, where, ada, _ = place
        one = of(session, where, found.themes["T01"])
        step = deciding.accept(session, where, one.id, seen=coded.seen(session, where), by=ada)
        change = session.scalars(select(DecisionChange)).one()

        assert (CodingState.ACCEPTED, ada.id) == (one.state, one.decided_by_id)
        assert (DecisionKind.ACCEPTED, 1, ada.id) == (step.kind, step.number, step.user_id)
        assert (one.id, CodingState.PROPOSED, None) == (
            change.coding_id,
            change.state_before,
            change.decided_by_before_id,
        )

    def test_never_overwrites_what_somebody_decided_meanwhile(self, session, place):
        """Who saw the passage before a colleague decided is refused, and nothing is changed."""
        found, where, ada, ben = place
        one, before = of(session, where, found.themes["T01"]), coded.seen(session, where)
        deciding.reject(session, where, one.id, seen=before, by=ben)

        with pytest.raises(Conflict) as refused:
            deciding.accept(session, where, one.id, seen=before, by=ada)
        assert "decided_meanwhile" == refused.value.code
        assert (CodingState.REJECTED, ben.id) == (one.state, one.decided_by_id)

    def test_is_refused_when_the_machine_read_again(self, session, place):
        """A coding that the machine put in the place of the one that was seen is not decided."""
        found, where, ada, _ = place
        one, before = of(session, where, found.themes["T01"]), coded.seen(session, where)
        one.score, one.end = 0.8, one.end - 1
        session.flush()

        with pytest.raises(Conflict):
            deciding.accept(session, where, one.id, seen=before, by=ada)

    def test_needs_the_passage_to_be_ones_business(self, session, place):
        """A colleague of another service, and a coding of other words, find nothing."""
        found, where, ada, _ = place
        one, before = of(session, where, found.themes["T01"]), coded.seen(session, where)
        other = coded.read(session, [("Elsewhere.", {"T01": 0.9})])
        stranger = coded.somebody(session, other, "Cy")
        reader = coded.somebody(session, found, "Di", Role.MODERATOR)
        theirs = of(session, other.places[0], found.themes["T01"])

        for by, coding_id in ((stranger, one.id), (reader, one.id), (ada, theirs.id)):
            with pytest.raises(NotFound):
                deciding.accept(session, where, coding_id, seen=before, by=by)
        assert 0 == session.scalar(select(func.count(Decision.id)))


class TestReject:
    def test_takes_the_coding_out_of_the_count(self, session, place):
        """A rejected suggestion is rejected, and the record says by whom."""
        found, where, ada, _ = place
        one = of(session, where, found.themes["T02"])
        deciding.reject(session, where, one.id, seen=coded.seen(session, where), by=ada)

        assert CodingState.REJECTED == one.state
        assert "coding.rejected" in verbs(session)


class TestGive:
    def test_carries_all_the_words_when_none_are_chosen(self, session, place):
        """A theme without chosen words is on the whole passage, as the person's own coding."""
        found, where, ada, _ = place
        give(session, where, Wish("T05"), ada)
        new = of(session, where, found.themes["T05"])

        assert (CodingSource.PERSON, CodingState.ACCEPTED) == (new.source, new.state)
        assert (0, len(WORDS)) == (new.start, new.end)
        assert SentimentLabel.NEGATIVE == new.sentiment

    def test_finds_chosen_words_behind_a_redaction(self, session, place):
        """Words chosen in what is shown are found in the true text, the hidden name with them."""
        found, where, ada, _ = place
        give(session, where, Wish("T05", words="[name] came"), ada)
        new = of(session, where, found.themes["T05"])

        assert "Priya Shah came" == WORDS[new.start : new.end]

    def test_goes_by_where_the_words_begin(self, session, place):
        """Words that are there twice are told apart by their place in what is shown."""
        found, where, ada, _ = place
        shown = WORDS.replace("Priya Shah", "[name]")
        give(session, where, Wish("T05", words="came late", start=shown.rindex("came")), ada)
        new = of(session, where, found.themes["T05"])

        assert (WORDS.rindex("came"), WORDS.rindex(" again")) == (new.start, new.end)

    @pytest.mark.parametrize(
        ("wish", "field", "says"),
        [
            (Wish(""), "theme", "Choose a theme"),
            (Wish("no_theme"), "theme", "Choose a theme"),
            (Wish("T05", words="came late"), "words", "2 times"),
            (Wish("T05", words="Priya"), "words", "not in the passage"),
            (Wish("T05", words="came early", start=3), "words", "not in the passage"),
        ],
    )
    def test_says_what_is_wrong(self, session, place, wish, field, says):
        """No theme, words that are there twice, and words that are not shown are refused."""
        _, where, ada, _ = place
        before = coded.states(session, where)

        with pytest.raises(Invalid) as refused:
            give(session, where, wish, ada)
        assert says in refused.value.fields[field]
        assert "Nothing was changed." in refused.value.fields[field]
        assert before == coded.states(session, where)

    def test_agrees_with_the_machine_about_other_words(self, session, place):
        """A theme that the machine suggested is accepted, on the words that the person chose."""
        found, where, ada, _ = place
        one = of(session, where, found.themes["T02"])
        give(session, where, Wish("T02", words="nobody rang"), ada)

        assert (CodingState.ACCEPTED, CodingSource.MACHINE) == (one.state, one.source)
        assert "nobody rang" == WORDS[one.start : one.end]

    def test_keeps_the_words_of_the_machine_when_none_are_chosen(self, session, place):
        """Agreeing without choosing words leaves the span as it was."""
        found, where, ada, _ = place
        one = of(session, where, found.themes["T01"])
        span = (one.start, one.end)
        give(session, where, Wish("T01"), ada)

        assert (CodingState.ACCEPTED, span) == (one.state, (one.start, one.end))

    def test_gives_a_theme_once(self, session, place):
        """Words that carry a theme by a person's decision are not given it again."""
        _, where, ada, ben = place
        give(session, where, Wish("T05"), ada)

        with pytest.raises(Conflict) as refused:
            give(session, where, Wish("T05"), ben)
        assert "already_coded" == refused.value.code

    def test_replaces_a_coding(self, session, place):
        """One theme goes and another comes, in a single step, on the same words."""
        found, where, ada, _ = place
        old = of(session, where, found.themes["T01"])
        give(session, where, Wish("T05", instead_of=old.id), ada)
        new = of(session, where, found.themes["T05"])
        (line,) = undoing.latest(session, by=ada)

        assert (CodingState.REJECTED, CodingState.ACCEPTED) == (old.state, new.state)
        assert (old.start, old.end) == (new.start, new.end)
        assert (DecisionKind.REPLACED, 1, 1) == (line.kind, len(line.came), len(line.went))

    def test_replaces_it_on_chosen_words(self, session, place):
        """The theme that comes is on the words that were chosen for it."""
        found, where, ada, _ = place
        old = of(session, where, found.themes["T01"])
        give(session, where, Wish("T05", words="nobody rang", instead_of=old.id), ada)
        new = of(session, where, found.themes["T05"])

        assert "nobody rang" == WORDS[new.start : new.end]

    def test_replaces_by_what_the_machine_thinks_of_too(self, session, place):
        """Where the machine has the other theme already, the person agrees with that coding."""
        found, where, ada, _ = place
        old, other = (of(session, where, found.themes[key]) for key in ("T02", "T01"))
        give(session, where, Wish("T01", instead_of=old.id), ada)

        assert (CodingState.REJECTED, CodingState.ACCEPTED) == (old.state, other.state)

    def test_never_replaces_a_theme_by_itself(self, session, place):
        """A theme in its own place is refused."""
        found, where, ada, _ = place
        old = of(session, where, found.themes["T01"])

        with pytest.raises(Conflict):
            give(session, where, Wish("T01", instead_of=old.id), ada)

    def test_needs_words_that_were_read_by_nobody_too(self, session, place):
        """Words that the machine has not read yet can be coded, and count as mixed."""
        found, *_ = place
        _, others = written.write(session, ["Not read yet."])
        where = others[0]
        by = accounts.actor_by_id(session, builders.a_user(session).id)
        give(session, where, Wish("T05"), by)

        assert SentimentLabel.MIXED == of(session, where, found.themes["T05"]).sentiment


class TestAdd:
    def test_is_for_those_whose_business_it_is(self, session, place):
        """The verb itself refuses a stranger, and a theme that is not there."""
        found, where, ada, _ = place
        other = coded.read(session, [("Elsewhere.", {})])
        stranger = coded.somebody(session, other, "Cy")
        theme_id = found.themes["T05"]

        with pytest.raises(NotFound):
            coding.add(session, where, theme_id, Span(0, 5), by=stranger)
        with pytest.raises(NotFound):
            coding.add(session, where, UUID(NONE), Span(0, 5), by=ada)


class TestCheck:
    def test_accepts_what_counts_and_sets_suggestions_aside(self, session, place):
        """Right as it is: the sure theme is accepted and the suggestion rejected, as one step."""
        found, where, ada, _ = place
        deciding.check(session, where, seen=coded.seen(session, where), by=ada)

        assert [CodingState.ACCEPTED, CodingState.REJECTED] == [
            of(session, where, found.themes[key]).state for key in ("T01", "T02")
        ]
        assert 1 == session.scalar(select(func.count(Decision.id)))
        assert "passage.checked" in verbs(session)

    def test_marks_words_without_a_theme(self, session, place):
        """A passage that carries nothing is marked as looked at."""
        found, _, ada, _ = place
        where = found.places[1]
        deciding.check(session, where, seen=coded.seen(session, where), by=ada)

        assert {where: 1} == dict(decisions.marks(session, [where[0]]))

    def test_changes_what_others_have_seen(self, session, place):
        """A colleague who saw the passage unmarked is told that it has changed."""
        found, _, ada, ben = place
        where = found.places[1]
        before = coded.seen(session, where)
        deciding.check(session, where, seen=before, by=ada)

        with pytest.raises(Conflict):
            deciding.check(session, where, seen=before, by=ben)


class TestDecision:
    def test_goes_with_the_answer_that_is_taken_back(self, session, place):
        """When somebody withdraws, what was decided about their words goes too."""
        found, where, ada, _ = place
        one = of(session, where, found.themes["T01"])
        deciding.accept(session, where, one.id, seen=coded.seen(session, where), by=ada)
        session.delete(session.get_one(Answer, where))
        session.flush()

        assert [0, 0] == [
            session.scalar(select(func.count()).select_from(table))
            for table in (Decision, DecisionChange)
        ]

    def test_holds_no_words(self):
        """A decision points at words; it holds none."""
        columns = {*Decision.__table__.columns.keys(), *DecisionChange.__table__.columns.keys()}

        assert not {name for name in columns if "text" in name or "words" in name}
