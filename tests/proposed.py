"""Proposals for the codebook, and who decides about them."""

from sqlalchemy import select

from app.db.models import ThemeProposal
from app.domain.evidence import ProposalKind, ProposalState
from app.domain.people import Actor, Role
from app.services.codebook_changes import Wording
from app.services.proposals import Found, Part
from tests import builders

DOGS = Wording("Dogs", "What people say of dogs", keywords=("dog",))


def officer(session, service_id=None):
    """Return a participation officer of one service, or of all."""
    user = builders.a_user(session, service_id=service_id)
    return Actor(user.id, user.name, user.email, frozenset({(Role.PARTICIPATION, service_id)}))


def new(*words, places=()):
    """Return a new theme that was found in some words."""
    return Found(ProposalKind.NEW, (Part(words, 7, tuple(places)),))


def open_ones(session):
    """Return the proposals that wait to be decided."""
    rows = select(ThemeProposal).where(ThemeProposal.state == ProposalState.OPEN)
    return session.scalars(rows.order_by(ThemeProposal.kind)).all()
