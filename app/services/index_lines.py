"""Indices as pages show them: the mean with its interval, its bands, and the change of waves."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.disclosure import withhold
from analysis.prevalence import TOO_FEW, Change, MeanInterval
from analysis.resampling import resampled_change, resampled_mean
from app.db.models import Response
from app.services.closed_answers import BandLine, band_lines
from app.services.selection import responses
from surveys.indices import compute_index
from surveys.questions.choice import Chosen
from surveys.wording import pipe

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.services.closed_answers import Givens
    from app.services.selection import Selection, WaveLine
    from surveys.definition import Definition
    from surveys.indices import Index, IndexPart

# On fewer the interval holds the truth less often than it says; see docs/crossings.md.
FEWEST = 10


@dataclass(frozen=True)
class WaveMean:
    """An index in one wave; without a mean it is withheld."""

    name: str
    mean: MeanInterval | None


@dataclass(frozen=True)
class IndexLine:
    """One index of a survey; `parts` says in words what it is made of.

    `verdict` is empty where there is no wave to compare with.
    """

    key: str
    label: str
    parts: tuple[str, ...]
    mean: MeanInterval | None
    bands: tuple[BandLine, ...]
    waves: tuple[WaveMean, ...]
    change: Change | None
    verdict: str


def index_lines(
    session: Session,
    whole: Selection,
    definition: Definition,
    givens: Givens,
    waves: Sequence[WaveLine],
    chosen: WaveLine | None,
) -> tuple[IndexLine, ...]:
    """Return every index of a survey: in the wave that is chosen, or in all of them.

    `givens` are the answers of the whole survey, in every wave.
    """
    if not definition.indices:
        return ()
    days = _days(session, whole)
    return tuple(
        _line(index, definition, _by_wave(index, definition, givens, days, waves), chosen)
        for index in definition.indices
    )


def _days(session: Session, whole: Selection) -> dict[UUID, date]:
    rows = session.execute(responses(whole).with_only_columns(Response.id, Response.received_on))
    return {row[0]: row[1] for row in rows if row[1]}


_Values = dict["WaveLine | None", list[tuple[float, str | None]]]


def _by_wave(
    index: Index,
    definition: Definition,
    givens: Givens,
    days: dict[UUID, date],
    waves: Sequence[WaveLine],
) -> _Values:
    found: _Values = defaultdict(list)
    for who, answers in givens.items():
        scored = compute_index(index, definition.scores, answers)
        if scored.value is not None:
            day = days[who]
            wave = next((one for one in waves if one.starts_on <= day <= one.ends_on), None)
            found[wave].append((scored.value, scored.band))
    return {wave: found[wave] for wave in (*reversed(waves), None) if wave in found}


def _line(
    index: Index, definition: Definition, values: _Values, chosen: WaveLine | None
) -> IndexLine:
    means = _wave_means(values)
    everything = [one for some in values.values() for one in some]
    mine = values.get(chosen, []) if chosen else everything
    mean = means.get(chosen) if chosen else _mean([value for value, _ in everything])
    change, verdict = _change(values, means, chosen)
    return IndexLine(
        key=index.key,
        label=index.label,
        parts=tuple(_said(definition, index)),
        mean=mean,
        bands=band_lines(index.bands, [band for _, band in mine]) if mean else (),
        waves=tuple(WaveMean(wave.name, mean) for wave, mean in means.items() if wave),
        change=change,
        verdict=verdict,
    )


def _wave_means(values: _Values) -> dict[WaveLine | None, MeanInterval | None]:
    # Whoever knows the mean of all and of other waves could work out the one that is missing, so
    # waves of few are withheld with the next smallest.
    sizes = {str(wave and wave.id): len(some) for wave, some in values.items()}
    shown = withhold(sizes, threshold=FEWEST)
    return {
        wave: _mean([value for value, _ in some]) if shown[str(wave and wave.id)] else None
        for wave, some in values.items()
    }


def _mean(values: Sequence[float]) -> MeanInterval | None:
    # Where all have the same value, the mean would tell it of each of them.
    is_told = len(set(values)) < 2  # noqa: PLR2004
    return None if len(values) < FEWEST or is_told else resampled_mean(values)


def _change(
    values: _Values,
    means: dict[WaveLine | None, MeanInterval | None],
    chosen: WaveLine | None,
) -> tuple[Change | None, str]:
    known = [wave for wave in values if wave]
    after = chosen or (known[-1] if known else None)
    if after not in known or known.index(after) == 0:
        return None, ""
    before = known[known.index(after) - 1]
    if means[before] is None or means[after] is None:
        return None, TOO_FEW
    old, new = ([value for value, _ in values[wave]] for wave in (before, after))
    change = resampled_change(old, new)
    return change, change.verdict


def _said(definition: Definition, index: Index) -> list[str]:
    scores = {score.key: f"the score “{score.label}”" for score in definition.scores}
    return [
        (scores[part.of] if part.is_score else _asked(definition, part))
        + (f" (counts {part.weight:g} times)" if part.weight != 1 else "")
        for part in index.parts
    ]


def _asked(definition: Definition, part: IndexPart) -> str:
    question = definition.question(part.of)
    words = f"“{pipe(question.label, definition, {})}”"
    if part.good and isinstance(question, Chosen):
        good = " or ".join(f"“{question.label_of(value)}”" for value in part.good)
        return f"{words}: a good answer is {good}"
    return f"{words}, turned round" if part.reverse else words
