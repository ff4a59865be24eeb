"""The services in the place of the site in the world of R-48."""

from dataclasses import dataclass, field
from random import Random
from uuid import UUID, uuid4

from sqlalchemy import select

from app.db import reading, unit_of_work
from app.db.models import Audit, Concern
from app.domain.audits import AuditState, Voice
from app.domain.concerns import ConcernState
from app.domain.errors import Conflict, Invalid, NotAllowed, NotFound
from app.domain.people import Actor
from app.services import (
    audit_clashes,
    audit_fields,
    audit_parts,
    audit_revisions,
    audit_syncing,
    capture_devices,
    child_safety,
    handing_in,
    page_versions,
    revoked_devices,
)
from app.services.audit_revisions import Author
from app.services.audit_syncing import Sent
from tests.captured import OPENING
from tests.unit.domain.offline_form import PAGES
from tests.unit.domain.offline_site import Saved


@dataclass
class Services:
    """The services in the place of the site; their ids come from the same chance as the model's."""

    actor: Actor
    chance: Random
    audit_id: UUID = field(default_factory=uuid4)

    @property
    def concerns(self) -> object:
        """The question for the concerns of the audit."""
        return select(Concern).where(Concern.audit_id == self.audit_id)

    def new_id(self) -> UUID:
        """Return the next id that the site makes."""
        return UUID(int=self.chance.getrandbits(128), version=4)

    def takes(self, letter) -> object:
        """Take a letter as the page of syncing does."""
        sent = Sent(self.audit_id, letter.known, letter.edits, OPENING, hand_in=letter.hand_in)
        try:
            with unit_of_work() as session:
                capture_devices.meet(session, letter.sender, "A phone", by=self.actor)
        except NotAllowed:
            with unit_of_work() as session:
                revoked_devices.heed(session, sent, by=self.actor)
            return "revoked"
        author = Author(self.actor.id, letter.sender)
        with unit_of_work() as session:
            told = audit_syncing.sync(session, sent, by=self.actor, author=author)
        heads = {one.id for found in told.heads.values() for one in found}
        return (
            told.state.value,
            told.safe,
            set(told.refused),
            told.number,
            heads,
            set(told.missing),
        )

    def revoke(self, device_id: UUID) -> None:
        """Revoke a device, which may not have been heard of yet."""
        with unit_of_work() as session:
            capture_devices.meet(session, device_id, "A phone", by=self.actor)
            capture_devices.revoke(session, device_id, by=self.actor)

    def saves(self, page_key, form) -> Saved:
        """Save a page as its view does."""
        before, voice = self.chance.getstate(), Voice(PAGES[page_key].part)
        try:
            with unit_of_work() as session:
                saved = page_versions.save_page(
                    session, self.audit_id, voice, page_key, form, by=self.actor
                )
        except Conflict as conflict:
            self.chance.setstate(before)
            if conflict.code == "concern_raised":
                return Saved("taken_back")
            with unit_of_work() as session:
                audit_parts.heed_late(session, self.audit_id, form, by=self.actor)
            return Saved("late")
        except NotFound:
            return Saved("hidden")
        end = "wrong" if saved.errors else "asked" if saved.clashes else "kept"
        return Saved(end, tuple(saved.kept), tuple(saved.clashes))

    def chooses(self, key, revision_id, shown) -> bool:
        """Choose on the page of two versions."""
        try:
            with unit_of_work() as session:
                audit_clashes.choose(
                    session, self.audit_id, key, revision_id, shown=shown, by=self.actor
                )
        except Conflict:
            return False
        return True

    def hands_in(self) -> bool:
        """Hand in as the page of the audit does."""
        before = self.chance.getstate()
        try:
            with unit_of_work() as session:
                handing_in.hand_in(session, self.audit_id, by=self.actor)
        except (Invalid, Conflict):
            self.chance.setstate(before)
            with unit_of_work() as session:
                handing_in.keep_versions(session, self.audit_id, by=self.actor)
            return False
        return True

    def stops(self) -> None:
        """Raise a concern from a page."""
        with unit_of_work() as session:
            child_safety.raise_now(session, self.audit_id, by=self.actor)

    def closes_concern(self) -> None:
        """Close the concern, without the form that an officer fills in."""
        with unit_of_work() as session:
            for one in session.scalars(self.concerns):
                one.state = ConcernState.CLOSED

    def holds(self) -> object:
        """Return everything that the services hold of the audit."""
        with reading() as session:
            audit = session.get_one(Audit, self.audit_id)
            kept = audit_revisions.load(session, audit)
            concerns = [one.state for one in session.scalars(self.concerns)]
            return (
                audit.state is AuditState.DRAFT,
                kept.revisions,
                kept.current,
                dict(audit_fields.stored(session, audit)),
                ["closed" if one is ConcernState.CLOSED else "open" for one in concerns],
            )
