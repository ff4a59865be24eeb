"""Pictures: the plots of one page, made of the same lines as its tables."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.services import closed_answers, crossings, index_lines, plots, theme_counts

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.services.plots import FeelingPlot, Plot
    from app.services.scopes import Scope


@dataclass(frozen=True)
class Pictures:
    """What can be drawn of what a page is about; None where nothing may be shown."""

    shares: Plot | None
    waves: Plot | None
    feelings: FeelingPlot | None
    indices: tuple[Plot, ...]


def pictures(session: Session, scope: Scope) -> Pictures:
    """Return every picture of what a page is about.

    Waves are drawn of all waves, so where one is chosen there is no such picture.
    """
    themes = theme_counts.theme_lines(session, scope.selection)
    table = crossings.over_waves(session, scope)
    return Pictures(
        shares=plots.shares(themes),
        waves=plots.waves(table) if table else None,
        feelings=plots.feelings(themes),
        indices=_indices(session, scope),
    )


def of_theme(session: Session, scope: Scope, theme_id: UUID) -> Plot | None:
    """Return how often one theme was raised in each wave; None where no wave may be shown."""
    table = crossings.over_waves(session, replace(scope, wave=None), theme_id=theme_id)
    return plots.waves(table, title="How often it was raised") if table else None


def _indices(session: Session, scope: Scope) -> tuple[Plot, ...]:
    if scope.survey is None or scope.wave:
        return ()
    lines = index_lines.index_lines(
        session,
        scope.whole,
        closed_answers.newest_definition(session, scope.survey.id),
        closed_answers.values(session, scope.whole),
        scope.waves,
        None,
    )
    return plots.index_plots(lines)
