"""What every test stands on: steady properties, and servers that start when first asked for."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

pytest_plugins = [
    "tests.harness.databases",
    "tests.harness.postgres",
    "tests.harness.redis",
    "tests.harness.spreading",
]

# A busy machine must not fail a property that holds. In continuous integration the examples are
# the same each time, so that a red run means a change; at a desk they are new each time.
settings.register_profile(
    "earshot",
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("earshot")
