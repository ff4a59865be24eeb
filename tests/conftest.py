"""Servers that any test may ask for by name; they start when the first test does."""

from __future__ import annotations

pytest_plugins = ["tests.harness.postgres", "tests.harness.redis"]
