"""The pace of answers: forty children behind one address pass, and a script is held."""

from __future__ import annotations

from random import Random

import pytest

from app.domain.pace import WINDOW, Pace, Visit

ANSWERS = 8


def classroom(chance, *, children=40, minutes=15, start=0.0):
    """Return when each child sends, and how long each needed: half a minute to ten."""
    times = sorted(start + chance.uniform(0, minutes * 60) for _ in range(children))
    return [(now, chance.uniform(30, 600)) for now in times]


def held(pace, sent, *, network="n", survey="s"):
    """Return how many of some visits are held."""
    return sum(
        pace.is_burst(survey, Visit(network, seconds), answers=ANSWERS, now=now)
        for now, seconds in sent
    )


class TestPace:
    @pytest.mark.parametrize("seed", range(20))
    def test_holds_nobody_of_a_class(self, seed):
        """Of forty children behind one address in a quarter of an hour none is held (R-35)."""
        assert 0 == held(Pace(), classroom(Random(seed)))

    @pytest.mark.parametrize("seed", range(5))
    def test_holds_nobody_of_a_class_that_ends_together(self, seed):
        """When the bell rings and all forty send within a minute none is held."""
        assert 0 == held(Pace(), classroom(Random(seed), minutes=1))

    def test_holds_nobody_of_class_after_class(self):
        """Six classes of forty, one after another, behind one address: none is held."""
        chance, pace = Random(1), Pace()
        sent = [one for hour in range(6) for one in classroom(chance, start=hour * 3600.0)]

        assert 0 == held(pace, sent)

    def test_holds_a_script(self):
        """Of ten thousand posts in a minute more than 99 in a hundred are held."""
        sent = [(at * 0.006, 0.2) for at in range(10_000)]

        assert 9_900 <= held(Pace(), sent)

    def test_holds_a_script_that_waits(self):
        """A script that begins all its drafts and waits is held after the first ninety."""
        sent = [(600 + at * 0.006, 590.0) for at in range(10_000)]

        assert 9_900 <= held(Pace(), sent)

    def test_holds_a_script_that_has_many_addresses(self):
        """What is too fast to be read is held wherever it comes from."""
        pace = Pace()
        found = sum(
            pace.is_burst("s", Visit(f"n{at}", 0.5), answers=ANSWERS, now=at * 0.01)
            for at in range(1000)
        )

        assert 1000 - 30 == found

    def test_lets_a_class_through_while_a_script_floods(self):
        """Children elsewhere, who take their time, are not held with the script."""
        pace = Pace()
        held(pace, [(at * 0.006, 0.2) for at in range(10_000)], network="script")

        assert 0 == held(pace, classroom(Random(3), start=60.0), network="school")

    def test_forgets_after_a_quarter_of_an_hour(self):
        """What was long ago counts no more, and is in no memory."""
        pace = Pace()
        held(pace, [(0.0, 0.2)] * 50)

        assert 0 == held(pace, [(WINDOW + 1, 0.2)])
        assert 2 >= max(map(len, pace._seen.values()))

    def test_keeps_only_names_that_are_fresh(self):
        """A flood from very many networks does not fill the memory."""
        pace = Pace()
        for at in range(10_002):
            pace.is_burst("s", Visit(str(at), None), answers=1, now=0.0)
        pace.is_burst("s", Visit("new", None), answers=1, now=WINDOW + 1)

        assert 1 == len(pace._seen)

    def test_does_not_ask_how_fast_where_it_is_not_known(self):
        """Somebody who went on at another device is never too fast."""
        assert 0 == held(Pace(), [(0.0, None)] * 40)
