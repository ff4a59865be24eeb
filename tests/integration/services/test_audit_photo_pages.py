"""Photos of an audit as they are read: by whoever may, and each reading recorded."""

import pytest

from app.db import unit_of_work
from app.domain.audits import Voice
from app.domain.errors import NotFound
from app.services import audit_photos, auditing
from tests.captured import OPENING, an_auditor
from tests.drawings import a_drawing, hand_in, keep, listed, recorded, remove


class TestPhotoPage:
    def test_lists_the_photos_of_each_voice(self, visiting, audit_id):
        """Photos are listed by voice with a number each; that they were seen is recorded."""
        for voice in (Voice.PARENT_OR_CARER, Voice.CHILD):
            keep(visiting, audit_id, a_drawing(voice=voice))
        before = recorded("photos.seen")

        page = listed(visiting, audit_id)

        assert [(1, Voice.CHILD), (2, Voice.PARENT_OR_CARER)] == [
            (one.number, one.voice) for one in page.photos
        ]
        assert (1, True) == (recorded("photos.seen") - before, page.has_room)

    def test_has_no_room_once_it_is_handed_in(self, visiting, audit_id):
        """No photo can be added to what was handed in."""
        hand_in(audit_id)

        assert not listed(visiting, audit_id).has_room


class TestOpened:
    def test_returns_the_picture(self, visiting, audit_id):
        """A photo and its small picture are opened as they were kept; opening it in full is recorded."""
        photo = a_drawing()
        keep(visiting, audit_id, photo)
        before = recorded("photo.opened")

        with unit_of_work() as session:
            found = [
                audit_photos.opened(session, audit_id, photo.id, by=visiting, small=small).content
                for small in (False, True)
            ]

        assert ([b"picture", b"small"], 1) == (found, recorded("photo.opened") - before)

    def test_hides_what_is_not_there(self, visiting, audit_id):
        """A photo of another audit, of another person, or one that was taken away, is not there."""
        photo = a_drawing()
        keep(visiting, audit_id, photo)
        with unit_of_work() as session:
            other = an_auditor(session)
            elsewhere = auditing.open_audit(session, OPENING, by=visiting)
        for where, who in ((audit_id, other), (elsewhere, visiting)):
            with unit_of_work() as session, pytest.raises(NotFound):
                audit_photos.opened(session, where, photo.id, by=who)
        remove(visiting, audit_id, photo.id)

        with unit_of_work() as session, pytest.raises(NotFound):
            audit_photos.opened(session, audit_id, photo.id, by=visiting, small=True)
