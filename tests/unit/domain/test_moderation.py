"""Which audits are read again, by whom, and how it may end."""

from collections import Counter
from math import ceil
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2

from app.domain.moderation import (
    OUTCOME_LABELS,
    ModerationState,
    Outcome,
    SelectedFor,
    drawn,
    outcome_of,
    reason_to_read,
    why_not,
)

AUDITOR, WORKER, READER, OTHER = (UUID(int=n) for n in range(1, 5))
POOL = [UUID(int=n) for n in range(20)]


class TestDrawn:
    @given(
        st.lists(st.uuids(), unique=True, max_size=40), st.integers(5, 100), st.integers(0, 2**31)
    )
    def test_is_the_share_rounded_up_and_can_be_made_again(self, pool, share, seed):
        """A share is drawn from the pool, and the same seed draws the same again."""
        found = drawn(pool, share=share, seed=seed)

        assert ceil(len(pool) * share / 100) == len(found)
        assert found <= set(pool)
        assert found == drawn(pool, share=share, seed=seed)

    def test_is_by_chance(self):
        """Over a thousand draws each audit comes up as often as chance would have it."""
        counts = Counter(
            audit for seed in range(1000) for audit in drawn(POOL, share=20, seed=seed)
        )
        # Of draws without replacement the statistic is chi-square once scaled by (N-1)/(N-n).
        expected = 1000 * 4 / 20
        statistic = sum((counts[one] - expected) ** 2 / expected for one in POOL) * 19 / 16

        assert statistic < chi2.ppf(0.999, df=19)

    @pytest.mark.parametrize("share", [4, 101])
    def test_refuses_a_share_out_of_bounds(self, share):
        """A share under 5 would tell readers that all they see is extreme."""
        with pytest.raises(ValueError, match="out of bounds"):
            drawn(POOL, share=share, seed=1)


class TestReasonToRead:
    @pytest.mark.parametrize(
        ("grade", "by_chance", "reason"),
        [
            ("outstanding", (), SelectedFor.OUTSTANDING),
            ("inadequate", (), SelectedFor.INADEQUATE),
            ("inadequate", (AUDITOR,), SelectedFor.RANDOM),
            ("good", (AUDITOR,), SelectedFor.RANDOM),
            ("good", (), ""),
            (None, (), ""),
        ],
    )
    def test_takes_chance_first_and_every_extreme(self, grade, by_chance, reason):
        """Extremes are always read; what chance drew says so, even of an extreme."""
        assert reason == reason_to_read(AUDITOR, grade, by_chance)


class TestWhyNot:
    @pytest.mark.parametrize(
        ("who", "earlier", "stood_back", "code"),
        [
            (AUDITOR, None, (), "moderator_is_auditor"),
            (WORKER, None, (), "moderator_is_practitioner"),
            (READER, READER, (), "decider_is_moderator"),
            (READER, None, (), ""),
            (OTHER, READER, (OTHER,), "moderator_has_conflict"),
            (OTHER, READER, (), ""),
        ],
    )
    def test_keeps_away_who_was_part_of_it(self, who, earlier, stood_back, code):
        """Neither auditor, worker, earlier reader nor anybody with a conflict reads or decides."""
        assert code == why_not(
            who,
            auditor_id=AUDITOR,
            practitioner_id=WORKER,
            earlier_reader_id=earlier,
            stood_back=stood_back,
        )


class TestOutcomeOf:
    @pytest.mark.parametrize(
        ("first", "final", "outcome"),
        [
            (3, 3, Outcome.AGREED),
            (None, None, Outcome.AGREED),
            (3, 4, Outcome.CHANGED_UP),
            (None, 1, Outcome.CHANGED_UP),
            (3, 2, Outcome.CHANGED_DOWN),
            (1, None, Outcome.CHANGED_DOWN),
        ],
    )
    def test_compares_the_first_grade_with_the_final(self, first, final, outcome):
        """The outcome says whether the grade stands, rose or fell; not graded is never good."""
        assert outcome is outcome_of(first, final)

    def test_has_words_for_each(self):
        """Each outcome can be said."""
        assert {one: one.label for one in Outcome} == OUTCOME_LABELS


class TestModerationState:
    def test_is_blind_until_the_grades_are_in(self):
        """Only while it waits or is graded must the first grades not be seen."""
        assert ["waiting", "grading"] == [
            state.value for state in ModerationState if state.is_blind
        ]
