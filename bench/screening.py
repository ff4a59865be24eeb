"""How fast is free text screened? Every page that holds words waits for this."""

from __future__ import annotations

import json
import statistics
import time

from analysis.safeguarding import screen

TEXTS = (
    "My worker rings me back and the sofa is comfy.",
    "I like it here mostly. The food is fine, but the bus is late and nobody tells us why.",
    "he hits me when he is drunk and i dont feel safe going home",
    "Nothing really. " * 60,
)
ROUNDS = 200


def main() -> None:
    """Print the milliseconds that a screening takes, and what it is asked to stay under."""
    for text in TEXTS:
        screen(text)  # the rules are read once
    times = []
    for _ in range(ROUNDS):
        for text in TEXTS:
            started = time.perf_counter()
            screen(text)
            times.append((time.perf_counter() - started) * 1000)
    figures = {
        "screenings": len(times),
        "median_ms": round(statistics.median(times), 3),
        "p95_ms": round(statistics.quantiles(times, n=20)[-1], 3),
        "budget_ms": 20,
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
