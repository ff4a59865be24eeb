"""Long tests begin first, so that no process is left with one of them when the others are done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from xdist.scheduler import LoadScopeScheduling

if TYPE_CHECKING:
    from xdist.remote import Producer
    from xdist.workermanage import WorkerController

# About how long one test takes, in seconds on a quiet machine: the first beginning that fits.
SECONDS = (
    ("tests/browser/test_access.py::TestWalk", 40),
    ("tests/browser/test_axe.py::TestStaffPages", 20),
    ("tests/browser", 4),
    ("tests/integration", 0.2),
    ("", 0.03),
)
# Their tests share nothing that a class has to make, so each may go to another process.
APART = ("tests/browser/test_access.py::TestWalk", "tests/browser/test_axe.py")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LongestFirst | None:
    """Deal out classes by how long they take, where they keep to one process each."""
    return LongestFirst(config, log) if config.getvalue("dist") == "loadscope" else None


class LongestFirst(LoadScopeScheduling):
    """Keeps a class in one process, and begins with those that take longest."""

    def _split_scope(self, nodeid: str) -> str:
        return nodeid if nodeid.startswith(APART) else super()._split_scope(nodeid)

    def _assign_work_unit(self, node: WorkerController) -> None:
        longest = max(self.workqueue, key=lambda scope: seconds(scope, len(self.workqueue[scope])))
        self.workqueue.move_to_end(longest, last=False)
        super()._assign_work_unit(node)


def seconds(scope: str, count: int) -> float:
    """Return about how long some tests of a scope take."""
    return count * next(each for beginning, each in SECONDS if scope.startswith(beginning))
