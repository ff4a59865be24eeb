"""Which waves a page may be about alone: none that would tell by subtraction of a few others."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from analysis.disclosure import THRESHOLD, withhold
from app.db.models import Response, SurveyVersion
from app.services.respondents import commenters
from app.services.selection import responses

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.services.selection import Selection, WaveLine

    People = dict[UUID, tuple[UUID, date | None]]


def safe_waves(
    session: Session, whole: Selection, known: Sequence[WaveLine]
) -> tuple[WaveLine, ...]:
    """Return the waves that may be chosen beside `whole`, the same surveys in every wave.

    What a page says of everybody, less what pages say of single waves, is what those say who are
    left over. So a wave may be chosen where its number of people, and of those who wrote, could
    stand in one table with those of the other waves and of everybody; a wave without anybody may.

    Source: complementary suppression, as `analysis.disclosure.withhold`.
    """
    if not known:
        return ()
    people = _people(session, whole)
    wrote = commenters(session, whole)
    shown = [
        _shown(some, known)
        for some in (people, {who: one for who, one in people.items() if who in wrote})
    ]
    return tuple(wave for wave in known if all(wave.number in one for one in shown))


def _people(session: Session, whole: Selection) -> People:
    about = (Response.id, SurveyVersion.survey_id, Response.received_on)
    rows = session.execute(responses(whole).with_only_columns(*about))
    return {row[0]: (row[1], row[2]) for row in rows}


def _shown(people: People, known: Sequence[WaveLine]) -> set[int]:
    found = {wave.number: _in_wave(people, wave) for wave in known}
    empty = {number for number, surveys in found.items() if not surveys}
    # A survey that few answered in a wave is in no total of it, so they are left over as well.
    counts = {
        str(number): sum(count for count in surveys.values() if count >= THRESHOLD)
        for number, surveys in found.items()
    }
    shown = withhold({name: one for name, one in counts.items() if one}, base=len(people))
    return empty | {int(name) for name, count in shown.items() if count is not None}


def _in_wave(people: People, wave: WaveLine) -> Counter[UUID]:
    days = people.values()
    return Counter(survey for survey, day in days if day and wave.starts_on <= day <= wave.ends_on)
