"""Tries at codes: forty children behind one address pass, and a script waits."""

from __future__ import annotations

from app.domain.tries import MOST_A_NETWORK, MOST_NAMES, WINDOW, Tries


class TestWait:
    def test_lets_forty_children_type_three_times_in_a_minute(self):
        """Nobody of a class behind one address waits, even when each needs three tries at once."""
        tries = Tries()

        assert {0} == {tries.wait("school", 10.0) for _ in range(40 * 3)}

    def test_lets_a_script_wait_until_its_first_try_is_a_minute_old(self):
        """After 120 tries the next has to wait, and waiting costs no further try."""
        tries = Tries()
        for number in range(MOST_A_NETWORK):
            tries.wait("script", float(number) / 10)

        assert [49, 49] == [tries.wait("script", 12.0) for _ in range(2)]
        assert 0 == tries.wait("script", WINDOW)

    def test_counts_each_network_by_itself(self):
        """What one network has used up is missing in no other."""
        tries = Tries()
        for _ in range(MOST_A_NETWORK):
            tries.wait("script", 0.0)

        assert (61, 0) == (tries.wait("script", 0.0), tries.wait("hostel", 0.0))

    def test_forgets_networks_after_a_minute(self):
        """Many names do not fill the memory: those of more than a minute ago go."""
        tries = Tries()
        for number in range(MOST_NAMES + 1):
            tries.wait(str(number), 0.0)
        tries.wait("late", WINDOW + 1)

        assert {"late"} == set(tries._seen)
