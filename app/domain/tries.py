"""How many codes a network may try: a script does not use up what others need (R-32).

Nothing here is stored. A network is named by a key that changes every hour (R-26).
"""

from __future__ import annotations

from collections import defaultdict, deque
from threading import Lock

WINDOW = 60.0
# Forty children behind one address may each type a code three times in a minute.
MOST_A_NETWORK = 120
MOST_NAMES = 10_000


class Tries:
    """Counts the tries of each network in the last minute, in memory, by one process."""

    def __init__(self) -> None:
        self._seen: dict[str, deque[float]] = defaultdict(deque)
        self._lock = Lock()

    def wait(self, network: str, now: float) -> int:
        """Note a try at `now`, in seconds, and return 0; or how many seconds it has to wait."""
        with self._lock:
            self._forget(now)
            times = self._seen[network]
            while times and times[0] <= now - WINDOW:
                times.popleft()
            if len(times) >= MOST_A_NETWORK:
                return int(times[0] + WINDOW - now) + 1
            times.append(now)
            return 0

    def _forget(self, now: float) -> None:
        if len(self._seen) > MOST_NAMES:
            gone = [
                name
                for name, times in self._seen.items()
                if not times or times[-1] <= now - WINDOW
            ]
            for name in gone:
                del self._seen[name]
