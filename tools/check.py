"""Run every check, even after one has failed, and say at the end what could not be run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
PURE = "surveys/*,analysis/*,app/domain/*"

STEPS: tuple[tuple[str, list[str]], ...] = (
    ("lint", ["ruff", "check", "--quiet", "."]),
    ("format", ["ruff", "format", "--quiet", "--check", "."]),
    ("types", ["mypy"]),
    ("layers", ["lint-imports"]),
    ("templates", ["djlint", "templates", "--lint", "--quiet"]),
    ("spelling", ["codespell", "app", "surveys", "analysis", "templates", "docs", "README.md"]),
    ("tests say what they test", ["interrogate", "--quiet", "tests"]),
    ("tests", ["pytest", "--quiet", "--cov", "--cov-report=", "--durations=10"]),
    ("coverage, all", ["coverage", "report"]),
    ("coverage, pure", ["coverage", "report", f"--include={PURE}", "--fail-under=100"]),
)
# What a check needs that pip cannot bring: how to find it, and what provides it.
COMPONENTS = (
    ("chromium", "the browser tests", "apt-get install chromium"),
    ("redis-server", "the Celery tests", "apt-get install redis-server"),
)


def main() -> int:
    """Run the steps and return 0 when every one passed."""
    os.chdir(ROOT)
    provide()
    results = [(name, *run(command)) for name, command in STEPS]
    print()
    for name, code, seconds in results:
        print(f"  {'ok    ' if code == 0 else 'FAILED'}  {seconds:6.1f} s  {name}")
    lacking = missing()
    print(f"\nNot run: {'; '.join(lacking)}" if lacking else "\nEverything was run.")
    return int(any(code for _, code, _ in results))


def provide() -> None:
    """Install the components with the distribution's packages, where this is allowed."""
    wanted = [name for name, _, _ in COMPONENTS if shutil.which(name) is None]
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if not wanted or not is_root or shutil.which("apt-get") is None:
        return
    print(f"Installing {' and '.join(wanted)} …", flush=True)
    quiet = {"stdout": subprocess.DEVNULL, "env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}}
    subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *wanted]
    subprocess.run(install, check=False, **quiet)


def run(command: list[str]) -> tuple[int, float]:
    """Run one step and return its exit code and how long it took."""
    print(f"\n== {' '.join(command)}", flush=True)
    started = time.monotonic()
    code = subprocess.run([str(BIN / command[0]), *command[1:]], check=False).returncode
    return code, time.monotonic() - started


def missing() -> list[str]:
    """Return what could not be run for want of a component, and what would provide it."""
    lacking = [
        f"{what} ({name} is missing: {how})"
        for name, what, how in COMPONENTS
        if shutil.which(name) is None
    ]
    if not any(Path("/usr/lib/postgresql").glob("*/bin/postgres")) and not shutil.which("postgres"):
        lacking.append("the PostgreSQL tests (its server is missing: apt-get install postgresql)")
    return lacking


if __name__ == "__main__":
    raise SystemExit(main())
