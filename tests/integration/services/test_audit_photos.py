"""Photos of an audit: kept once, without what they carry, sealed, and gone when they are gone."""

import pytest

from app.db import unit_of_work
from app.db.models import AuditPhoto
from app.domain.audits import Voice
from app.domain.errors import Conflict, Invalid, NotFound
from app.services import audit_parts, audit_photos, auditing
from tests import practice
from tests.captured import OPENING, an_auditor
from tests.drawings import SENT, a_drawing, hand_in, keep, listed, recorded, remove
from tests.media import SECRET, a_photo


def ids(visiting, audit_id):
    return [one.id for one in listed(visiting, audit_id).photos]


class TestIsSettled:
    def test_knows_what_came(self, visiting, audit_id):
        """A photo that came needs nothing more; one that did not come does."""
        photo = a_drawing()
        keep(visiting, audit_id, photo)

        with unit_of_work() as session:
            assert [True, False] == [
                audit_photos.is_settled(session, audit_id, one, by=visiting)
                for one in (photo, a_drawing())
            ]

    def test_refuses_another_under_the_same_id(self, visiting, audit_id):
        """Another photo under an id that is taken is refused, in this audit and in any other."""
        photo = a_drawing()
        keep(visiting, audit_id, photo)
        with unit_of_work() as session:
            other = auditing.open_audit(session, OPENING, by=visiting)

        for where, one in ((audit_id, a_drawing(b"other", photo_id=photo.id)), (other, photo)):
            with unit_of_work() as session, pytest.raises(Conflict, match="photo_changed"):
                audit_photos.is_settled(session, where, one, by=visiting)

    def test_refuses_more_than_fit(self, visiting, audit_id, monkeypatch):
        """An audit that has as many photos as it can hold takes no other."""
        monkeypatch.setattr(audit_photos, "MOST_PHOTOS", 1)
        keep(visiting, audit_id, a_drawing())

        with unit_of_work() as session, pytest.raises(Conflict, match="photos_full"):
            audit_photos.is_settled(session, audit_id, a_drawing(), by=visiting)

    def test_refuses_what_comes_too_late(self, visiting, audit_id):
        """An audit that was handed in takes no photo, and still knows the one that came before."""
        photo = a_drawing()
        keep(visiting, audit_id, photo)
        hand_in(audit_id)

        with unit_of_work() as session:
            assert audit_photos.is_settled(session, audit_id, photo, by=visiting)
            with pytest.raises(Conflict, match="audit_submitted"):
                audit_photos.is_settled(session, audit_id, a_drawing(), by=visiting)

    def test_hides_the_audit_of_another(self, visiting, audit_id):
        """To anybody but its auditor an audit is not there; nor is a voice that it lacks."""
        with unit_of_work() as session:
            other = an_auditor(session)
            with pytest.raises(NotFound):
                audit_photos.is_settled(session, audit_id, a_drawing(), by=other)
            with pytest.raises(NotFound):
                strange = a_drawing(voice=Voice.MODERATOR)
                audit_photos.is_settled(session, audit_id, strange, by=visiting)


class TestCleaned:
    def test_takes_out_what_a_photo_carries(self):
        """What is kept of a photo is its picture alone: no place, no camera, no comment."""
        drawn = audit_photos.cleaned(SENT)

        assert (SECRET in SENT, SECRET in drawn.content + drawn.thumbnail) == (True, False)
        assert b"Exif" not in drawn.content + drawn.thumbnail

    def test_says_what_is_wrong(self):
        """What is no photo, and what is larger than a photo may be, is refused by its own code."""
        with pytest.raises(Invalid, match="photo_unreadable"):
            audit_photos.cleaned(b"<svg></svg>")
        with pytest.raises(Invalid, match="photo_large"):
            audit_photos.cleaned(b"\xff" * 12_000_001)
        with pytest.raises(Invalid, match="photo_large"):
            audit_photos.cleaned(a_photo("PNG", (6000, 5000)))


class TestKeep:
    def test_keeps_it_once(self, visiting, audit_id):
        """However often a photo comes it is kept once, and that it was added is recorded once."""
        photo = a_drawing()
        before = recorded("photo.added")

        for _ in range(3):
            keep(visiting, audit_id, photo)

        assert ([photo.id], 1) == (ids(visiting, audit_id), recorded("photo.added") - before)

    def test_seals_it(self, visiting, audit_id):
        """Neither the picture, nor what it is told by, can be read in the database."""
        photo = a_drawing()
        keep(visiting, audit_id, photo)
        with unit_of_work() as session:
            row = session.get_one(AuditPhoto, photo.id)
            content, small, digest = row.content_sealed, row.thumbnail_sealed, row.digest

        from hashlib import sha256

        assert (b"picture" in content, b"small" in small) == (False, False)
        assert sha256(SENT).hexdigest() != digest


class TestRemove:
    def test_takes_the_picture_away(self, visiting, audit_id):
        """A photo that is taken away is gone from the list and from the database."""
        photo = a_drawing()
        keep(visiting, audit_id, photo)

        remove(visiting, audit_id, photo.id)

        with unit_of_work() as session:
            row = session.get_one(AuditPhoto, photo.id)
            assert (None, None, "") == (row.content_sealed, row.thumbnail_sealed, row.digest)
        assert [] == ids(visiting, audit_id)

    def test_keeps_out_what_was_on_its_way(self, visiting, audit_id):
        """A copy that arrives after its photo was taken away, or only then, does not bring it back."""
        there, coming = a_drawing(), a_drawing()
        keep(visiting, audit_id, there)
        for photo in (there, coming):
            remove(visiting, audit_id, photo.id)
            remove(visiting, audit_id, photo.id)
            keep(visiting, audit_id, photo)

        assert [] == ids(visiting, audit_id)

    def test_leaves_an_audit_that_was_handed_in(self, visiting, audit_id):
        """What was handed in keeps its photos."""
        photo = a_drawing()
        keep(visiting, audit_id, photo)
        hand_in(audit_id)

        with pytest.raises(Conflict, match="photo_stays"):
            remove(visiting, audit_id, photo.id)
        assert [photo.id] == ids(visiting, audit_id)

    def test_hides_the_photo_of_another_audit(self, visiting, audit_id):
        """A photo can't be taken away by way of another audit."""
        photo = a_drawing()
        keep(visiting, audit_id, photo)
        with unit_of_work() as session:
            other = auditing.open_audit(session, OPENING, by=visiting)

        with pytest.raises(NotFound):
            remove(visiting, other, photo.id)
        assert [photo.id] == ids(visiting, audit_id)


class TestForget:
    @pytest.mark.parametrize(("took_part", "left"), [("declined", 1), ("took_part", 2)])
    def test_takes_the_drawings_of_a_child_who_said_no(self, visiting, audit_id, took_part, left):
        """As an audit is handed in, photos of a voice that said no go for good, and no others."""
        drawing, other = a_drawing(), a_drawing(a_photo(size=(40, 30)), Voice.AUDITOR)
        keep(visiting, audit_id, drawing)
        keep(visiting, audit_id, other)
        with unit_of_work() as session:
            audit = auditing.find(session, audit_id, by=visiting)
            practice.record(session, audit, visiting)
            practice.say(session, audit, Voice.CHILD, child_took_part=took_part)
            audit_parts.submit(session, audit_id, by=visiting)
        with unit_of_work() as session:
            row = session.get_one(AuditPhoto, drawing.id)
            is_gone = row.is_removed and row.content_sealed is None

        assert (left, left == 1) == (len(ids(visiting, audit_id)), is_gone)
