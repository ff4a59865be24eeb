"""What was learned as plain arrays: no code is in them, and small facts are JSON in bytes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Arrays = dict[str, NDArray[Any]]


def facts(value: Any) -> NDArray[np.uint8]:
    """Return what JSON can say as an array of bytes; any letter at all may be in its strings."""
    return np.frombuffer(json.dumps(value).encode("ascii"), dtype=np.uint8)


def read_facts(array: NDArray[np.uint8]) -> Any:
    """Return what `facts` wrote down.

    Raises:
        ValueError: it is no JSON.
    """
    return json.loads(array.astype(np.uint8).tobytes())


def under(place: str, arrays: Mapping[str, NDArray[Any]]) -> Arrays:
    """Return the arrays of a part, each with the part's place before its name."""
    return {f"{place}/{name}": array for name, array in arrays.items()}


def part(place: str, arrays: Mapping[str, NDArray[Any]]) -> Arrays:
    """Return the arrays that `under` put in a place, by their own names."""
    start = f"{place}/"
    return {
        name.removeprefix(start): array for name, array in arrays.items() if name.startswith(start)
    }
