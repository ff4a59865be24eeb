"""Tests are dealt out to processes with the longest first."""

from __future__ import annotations

import pytest

from tests.harness.spreading import LongestFirst, seconds

UNIT = "tests/unit/domain/test_people.py::TestRole::test_reads[{}]"
WEB = "tests/integration/web/test_staff.py::TestHome::test_opens[{}]"
WALK = "tests/browser/test_access.py::TestWalk::test_finds_nothing[{}]"


class Worker:
    """Stands for a process, and keeps what it is told to run."""

    shutting_down = False

    def __init__(self):
        self.told = []

    def send_runtest_some(self, indices):
        self.told += indices

    def shutdown(self):
        self.shutting_down = True


@pytest.fixture
def dealt(pytestconfig, monkeypatch):
    """Return a way to deal tests out to one process, and get the order that it runs them in."""
    monkeypatch.setattr(pytestconfig.option, "tx", ["popen"])

    def deal(names):
        scheduler, worker = LongestFirst(pytestconfig), Worker()
        scheduler.add_node(worker)
        scheduler.add_node_collection(worker, names)
        scheduler.schedule()
        for index in worker.told:
            scheduler.mark_test_complete(worker, index)
        return [names[index] for index in worker.told]

    return deal


class TestLongestFirst:
    def test_begins_with_what_takes_longest(self, dealt):
        """A walk in a browser comes before many quick tests, and those before a few."""
        few = [UNIT.format(number) for number in range(3)]
        many = [WEB.format(number) for number in range(20)]

        assert [WALK.format("ar"), *many, *few] == dealt([*few, *many, WALK.format("ar")])

    def test_keeps_a_class_together(self, dealt):
        """Tests of a class follow one another, however they were shuffled with others."""
        mixed = [WEB.format(1), UNIT.format(1), WEB.format(2), UNIT.format(2)]

        assert [WEB.format(1), WEB.format(2), UNIT.format(1), UNIT.format(2)] == dealt(mixed)


class TestSeconds:
    @pytest.mark.parametrize("name", [UNIT, WEB, WALK])
    def test_grow_with_the_tests(self, name):
        """Ten tests of a kind take ten times as long as one."""
        assert seconds(name, 10) == pytest.approx(10 * seconds(name, 1))
