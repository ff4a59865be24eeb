"""The pace at which answers arrive: what only a script can do is told from a full classroom.

Nothing here is stored. A network is named by a key that changes every hour, and what was noticed
is forgotten after a quarter of an hour (R-26, R-35).
"""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass
from threading import Lock

WINDOW = 15 * 60.0
# Nobody reads a question and presses a button in less; who skips everything needs as much.
SECONDS_AN_ANSWER = 1.5
LEAST_SECONDS = 3.0
# A class of forty behind one address is far from each of these.
MOST_SWIFT_A_NETWORK = 10
MOST_SWIFT_A_SURVEY = 30
MOST_A_NETWORK = 90
MOST_NAMES = 10_000


@dataclass(frozen=True)
class Visit:
    """How answers came: from which network, by a name that is soon forgotten, and how fast.

    `seconds` is None where it is not known, as when somebody went on at another device.
    """

    network: str
    seconds: float | None = None


class Pace:
    """Counts what arrived in the last quarter of an hour, in memory, by one process."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, ...], deque[float]] = defaultdict(deque)
        self._lock = Lock()

    def is_burst(self, survey: str, visit: Visit, *, answers: int, now: float) -> bool:
        """Notice that answers were sent, and return whether they are to be held.

        They are when a network has sent more than 90 in a quarter of an hour, or when they came
        faster than a person can read and so did more than 10 others of the network, or 30 of the
        survey. Nothing is ever refused for it.

        Source: Earshot's own limits, set so that forty children behind one address in a quarter
        of an hour pass (bench/burst.py holds the simulation).
        """
        least = max(LEAST_SECONDS, SECONDS_AN_ANSWER * answers)
        is_swift = visit.seconds is not None and visit.seconds < least
        with self._lock:
            self._forget(now)
            together = self._count(("all", survey, visit.network), now)
            if not is_swift:
                return together > MOST_A_NETWORK
            near = self._count(("swift", survey, visit.network), now)
            everywhere = self._count(("swift", survey), now)
        return (
            together > MOST_A_NETWORK
            or near > MOST_SWIFT_A_NETWORK
            or everywhere > MOST_SWIFT_A_SURVEY
        )

    def _count(self, name: tuple[str, ...], now: float) -> int:
        times = self._seen[name]
        while times and times[0] <= now - WINDOW:
            times.popleft()
        times.append(now)
        # A flood must not fill the memory: past the highest limit the oldest says nothing.
        if len(times) > MOST_A_NETWORK + 1:
            times.popleft()
        return len(times)

    def _forget(self, now: float) -> None:
        if len(self._seen) > MOST_NAMES:
            gone = [name for name, times in self._seen.items() if times[-1] <= now - WINDOW]
            for name in gone:
                del self._seen[name]
