"""Writes the card of the model that ships: how right it is about the shipped codebook, elsewhere.

    python -m analysis.theme_card --test bench/gold/childrens_voices.csv --date 2026-11-25

The test file has `text` and `themes`, and no comment of it may be among the lessons. Suggestions
are left out, because pages count only what is sure.
"""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.cards import CARDS
from analysis.codebook import SET_ASIDE, shipped
from analysis.labelled import read_themes
from analysis.lessons import lessons_for
from analysis.models.serving import taught
from analysis.theme_measure import called_by

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray


def main(arguments: Sequence[str] | None = None, *, out: Path = CARDS) -> int:
    """Measure the model of the first day and write its card.

    Raises:
        SystemExit: the test file holds words that the model learned from.
    """
    parser = argparse.ArgumentParser(prog="analysis.theme_card")
    parser.add_argument("--test", type=Path, required=True)
    parser.add_argument("--date", type=date.fromisoformat, required=True)
    given = parser.parse_args(arguments)
    codebook = shipped()
    test, lessons = read_themes(given.test, codebook), lessons_for(codebook)
    if not {one.text for one in lessons}.isdisjoint(test.texts):
        raise SystemExit("The test file holds comments that the model learned from.")
    model = taught(codebook, lessons)
    found = called_by(model, codebook, test.texts, only_sure=True)
    keys = [theme.key for theme in codebook.themes]
    card = {
        "codebook": codebook.name,
        "measured_on": given.date.isoformat(),
        "passages": len(test.texts),
        "themes": counts(keys, found, test.labels),
    }
    out.mkdir(parents=True, exist_ok=True)
    (out / f"{model.key}.json").write_text(json.dumps(card, indent=1) + "\n", "utf-8")
    return 0


def counts(
    keys: Sequence[str], found: NDArray[np.int64], true: NDArray[Any]
) -> dict[str, dict[str, int]]:
    """Return how many passages carry each theme by both, by the machine or by a person only.

    The matrices are 0/1, `(n_passages, n_themes)`. Words set aside are no theme.
    """
    return {
        key: {
            "both": int((mine & theirs).sum()),
            "machine_only": int((mine & ~theirs).sum()),
            "person_only": int((theirs & ~mine).sum()),
        }
        for key, mine, theirs in zip(keys, (found == 1).T, (true == 1).T, strict=True)
        if key != SET_ASIDE
    }


if __name__ == "__main__":
    raise SystemExit(main())
