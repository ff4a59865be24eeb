"""Themes that a person gives to words on the workbench, and to how much of them."""

import pytest

from app.domain.errors import Conflict, Invalid
from app.domain.evidence import CodingSource, CodingState, SentimentLabel
from app.domain.workbench import DecisionKind
from app.services import accounts, deciding, undoing
from app.services.deciding import Wish
from tests import builders, coded, written
from tests.decided import WORDS, a_place, of


@pytest.fixture
def place(session):
    return a_place(session)


def give(session, place, wish, by):
    return deciding.give(session, place, wish, seen=coded.seen(session, place), by=by)


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
