"""What all the processes of a run stand on is made by the first that asks, and never changed."""

from __future__ import annotations

import fcntl
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """Return a file that one process of this run made while the others waited; copy it to change it."""
    own = factory.getbasetemp()
    folder = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    made = folder / name
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            unfinished = folder / f"{name}.unfinished"
            # Whoever failed half way has left it; the next must not build on that.
            unfinished.unlink(missing_ok=True)
            make(unfinished)
            unfinished.rename(made)
            made.chmod(0o444)
    return made
