"""Print how many of simulated classes and scripts are held as made up.

python -m bench.burst
"""

from __future__ import annotations

from random import Random

from app.domain.pace import Pace, Visit

CLASSES = 250
CHILDREN = 40
POSTS = 10_000
ANSWERS = 8
QUARTER = 15 * 60


def main() -> None:
    """Simulate what R-35 asks for, each case with a fresh memory, and print the shares held."""
    held = sum(a_class(Random(seed)) for seed in range(CLASSES))
    children = CLASSES * CHILDREN
    print(f"classes of {CHILDREN} in {QUARTER // 60} minutes: {held} of {children:,} held")
    for name, visits in scripts().items():
        pace = Pace()
        count = sum(
            pace.is_burst("s", visit, answers=ANSWERS, now=at * 0.006)
            for at, visit in enumerate(visits)
        )
        print(f"{name}: {count:,} of {POSTS:,} held ({count / POSTS:.1%})")


def a_class(chance: Random) -> int:
    """Return how many children of one class are held; one in ten only presses the button."""
    pace = Pace()
    times = sorted(chance.uniform(0, QUARTER) for _ in range(CHILDREN))
    seconds = [5.0 if chance.random() < 0.1 else chance.uniform(30, 600) for _ in times]  # noqa: PLR2004
    return sum(
        pace.is_burst("s", Visit("school", one), answers=ANSWERS, now=now)
        for now, one in zip(times, seconds, strict=True)
    )


def scripts() -> dict[str, list[Visit]]:
    """Return what four scripts send in a minute, the last of which is not noticed."""
    return {
        "a script": [Visit("n", 0.2)] * POSTS,
        "a script that waits before it sends": [Visit("n", 590.0)] * POSTS,
        "a script with 1,000 networks": [Visit(str(at % 1000), 0.2) for at in range(POSTS)],
        "a script with 1,000 networks that waits": [
            Visit(str(at % 1000), 590.0) for at in range(POSTS)
        ],
    }


if __name__ == "__main__":
    main()
