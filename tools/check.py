"""Run every check, even after one has failed, and say at the end what could not be run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from ctypes.util import find_library
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
PURE = "surveys/*,analysis/*,app/domain/*"
POSTGRES = Path("/usr/lib/postgresql")
WORDS = ("app", "surveys", "analysis", "templates", "docs", "tools", "bench", "migrations")
NOTHING_MEASURED = "--cov-fail-under=0"  # the two steps after the tests judge the coverage
# A class keeps to one process, so that what it stands on is made once.
SIDE_BY_SIDE = ("--numprocesses=auto", "--maxprocesses=4", "--dist=loadscope")
# In continuous integration a red run means a change, so its order is the same each time.
ORDER = ("--randomly-seed=1",) if os.environ.get("CI") else ()

STEPS: tuple[tuple[str, list[str]], ...] = (
    ("lint", ["ruff", "check", "--quiet", "."]),
    ("format", ["ruff", "format", "--quiet", "--check", "."]),
    ("types", ["mypy"]),
    # Its cache believes times of files, and is wrong after a checkout.
    ("layers", ["lint-imports", "--no-cache"]),
    ("templates", ["djlint", "templates", "--lint", "--quiet"]),
    ("spelling", ["codespell", *WORDS, *sorted(one.name for one in ROOT.glob("*.md"))]),
    ("tests say what they test", ["interrogate", "--quiet", "tests"]),
    (
        "tests",
        [
            "pytest",
            *SIDE_BY_SIDE,
            *ORDER,
            "--quiet",
            "--cov",
            "--cov-report=",
            NOTHING_MEASURED,
            "--durations=10",
        ],
    ),
    ("coverage of all", ["coverage", "report"]),
    ("coverage of the pure", ["coverage", "report", f"--include={PURE}", "--fail-under=100"]),
)


@dataclass(frozen=True)
class Component:
    """What some tests need and pip cannot bring."""

    name: str
    tests: str
    package: str
    is_fetched: bool  # whether a run as root may install it

    def is_here(self) -> bool:
        """Return whether this machine has it."""
        packaged = self.name == "postgres" and any(POSTGRES.glob("*/bin/postgres"))
        return packaged or bool(shutil.which(self.name) or find_library(self.name))


COMPONENTS = (
    Component("chromium", "the browser tests", "chromium", is_fetched=True),
    Component("redis-server", "the Redis and Celery tests", "redis-server", is_fetched=True),
    Component("pangoft2-1.0", "the tests of PDFs", "libpangoft2-1.0-0", is_fetched=True),
    Component("postgres", "the PostgreSQL tests", "postgresql", is_fetched=False),
)


def main() -> int:
    """Run the steps and return 0 when every one passed."""
    os.chdir(ROOT)
    provide([one for one in COMPONENTS if one.is_fetched and not one.is_here()])
    results = [(name, *run(command)) for name, command in STEPS]
    print()
    for name, code, seconds in results:
        print(f"  {'ok    ' if code == 0 else 'FAILED'}  {seconds:6.1f} s  {name}")
    print(f"\n{not_run()}")
    return int(any(code for _, code, _ in results))


def provide(components: list[Component]) -> None:
    """Install components with the distribution's packages, where this is allowed."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if not components or not is_root or shutil.which("apt-get") is None:
        return
    packages = [one.package for one in components]
    print(f"Installing {' and '.join(packages)} …", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    install = ["install", "-y", "-qq", "--no-install-recommends", *packages]
    for command in (["update", "-qq"], install):
        done = subprocess.run(
            ["apt-get", *command], check=False, capture_output=True, text=True, env=environment
        )
        if done.returncode:
            print(done.stderr.strip(), file=sys.stderr)


def run(command: list[str]) -> tuple[int, float]:
    """Run one step and return its exit code and how long it took."""
    print(f"\n== {' '.join(command)}", flush=True)
    started = time.monotonic()
    code = subprocess.run([BIN / command[0], *command[1:]], check=False).returncode
    return code, time.monotonic() - started


def not_run() -> str:
    """Return one line: what could not be run for want of a component, and what provides it."""
    lacking = [
        f"{one.tests} ({one.name} is missing: apt-get install {one.package})"
        for one in COMPONENTS
        if not one.is_here()
    ]
    return f"Not run: {'; '.join(lacking)}" if lacking else "Everything was run."


if __name__ == "__main__":
    raise SystemExit(main())
