"""The second readings of Anytown, from notes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class DemoReading:
    """A second reading of Anytown: where it differs, what was settled and why, and how it ends."""

    case_ref: str
    differ: Mapping[str, str]
    settled: Mapping[str, tuple[str, str]]
    note: str
    ends: str


def read_readings(data: list[dict[str, Any]]) -> tuple[DemoReading, ...]:
    """Return the second readings that notes describe."""
    return tuple(
        DemoReading(
            case_ref=one["case"],
            differ=one.get("differ", {}),
            settled={key: (grade, why) for key, (grade, why) in one.get("settled", {}).items()},
            note=one.get("note", ""),
            ends=one.get("ends", "settled"),
        )
        for one in data
    )
