"""Photos of an audit on the site and from devices: who may, within which limits, what is said."""

import json
from io import BytesIO
from uuid import uuid4

import pytest

from tests.integration.web.test_syncing import a_message, an_audit, send
from tests.media import SECRET, a_photo

PHOTO = a_photo()


@pytest.fixture
def device():
    """Return the id of a device."""
    return str(uuid4())


@pytest.fixture
def audit_id(auditor, device):
    """Return an audit that came from the device."""
    audit = an_audit()
    send(auditor, a_message(audit, device={"id": device, "name": "Work phone"}))
    return audit["id"]


def carry(browser, audit_id, device, content=PHOTO, *, photo_id=None, what="", **headers):
    token = browser.client.get("/audits/sync").json["csrf"]
    about = {"X-CSRFToken": token, "X-Earshot-Device": device, "X-Earshot-Voice": "child"}
    return browser.client.post(
        f"/audits/sync/{audit_id}/photos/{photo_id or uuid4()}{what}",
        data=content,
        content_type="image/jpeg",
        headers=about | headers,
    )


def add(browser, audit_id, content=PHOTO, voice="child"):
    page = browser.opens(f"/audits/{audit_id}/photos")
    token = page.select_one("input[name=csrf_token]")["value"]
    return browser.client.post(
        f"/audits/{audit_id}/photos",
        data={"csrf_token": token, "voice": voice, "photo": (BytesIO(content), "a.jpg")},
    )


def shown(browser, audit_id):
    """Return the addresses of the small pictures on the page of photos."""
    return [one["src"] for one in browser.opens(f"/audits/{audit_id}/photos").select("main img")]


class TestPhotos:
    def test_says_what_to_do_where_there_is_none(self, auditor, audit_id):
        """Without a photo the page says how to add one."""
        assert "No photo yet" in auditor.opens(f"/audits/{audit_id}/photos").get_text()

    def test_is_led_to_by_the_audit(self, auditor, audit_id):
        """The page of an audit leads to its photos."""
        page = auditor.opens(f"/audits/{audit_id}")

        assert page.select_one(f"a[href='/audits/{audit_id}/photos']")


class TestAdd:
    def test_keeps_the_picture_alone(self, auditor, audit_id):
        """A photo that is added is shown, small and in full, without what it carried."""
        assert 302 == add(auditor, audit_id).status_code
        (small,) = shown(auditor, audit_id)

        answers = [
            auditor.client.get(address) for address in (small, small.removesuffix("/small"))
        ]

        assert [("image/jpeg", False)] * 2 == [
            (one.mimetype, SECRET in one.get_data()) for one in answers
        ]
        assert {"default-src 'none'; sandbox"} == {
            one.headers["Content-Security-Policy"] for one in answers
        }

    @pytest.mark.parametrize(
        ("content", "says"), [(b"", "Choose a photo first"), (b"<svg></svg>", "no photo")]
    )
    def test_says_what_is_wrong(self, auditor, audit_id, content, says):
        """Without a photo, or with none that can be read, the page says so and keeps what is there."""
        add(auditor, audit_id)
        answer = add(auditor, audit_id, content)

        assert (422, True) == (answer.status_code, says in answer.get_data(as_text=True))
        assert 1 == len(shown(auditor, audit_id))

    def test_refuses_a_voice_that_is_none(self, auditor, audit_id):
        """A photo of nobody's is refused."""
        assert 404 == add(auditor, audit_id, voice="neighbour").status_code


class TestRemove:
    def test_takes_it_away(self, auditor, audit_id):
        """A photo can be taken away with one press."""
        add(auditor, audit_id)
        (small,) = shown(auditor, audit_id)
        to = small.removesuffix("/small") + "/remove"

        assert 302 == auditor.sends(f"/audits/{audit_id}/photos", to=to).status_code
        assert [] == shown(auditor, audit_id)
        assert 404 == auditor.client.get(small).status_code


class TestTake:
    def test_keeps_what_comes_again_once(self, auditor, audit_id, device):
        """A device that sends a photo again hears that it is safe, and it is there once."""
        photo_id = uuid4()

        told = [
            carry(auditor, audit_id, device, photo_id=photo_id).json["state"] for _ in range(3)
        ]

        assert (["safe"] * 3, 1) == (told, len(shown(auditor, audit_id)))

    @pytest.mark.parametrize(
        ("content", "code"),
        [(b"\xff\xd8broken", "photo_unreadable"), (b"\xff" * 12_050_000, "photo_large")],
    )
    def test_says_why_one_is_refused(self, auditor, audit_id, device, content, code):
        """A photo that can't be read, or is too large, is refused in a sentence; the next is taken."""
        answer = carry(auditor, audit_id, device, content)

        assert (422, code) == (answer.status_code, answer.json["code"])
        assert "not added" in answer.json["message"]
        assert "safe" == carry(auditor, audit_id, device).json["state"]

    def test_refuses_a_revoked_device(self, auditor, audit_id, device):
        """A revoked device is told so, and its photo is not kept."""
        auditor.sends("/audits/devices", to=f"/audits/devices/{device}/revoke")

        answer = carry(auditor, audit_id, device)

        assert (403, "device_revoked") == (answer.status_code, answer.json["code"])
        assert "rescue file" in answer.json["message"]
        assert [] == shown(auditor, audit_id)

    def test_knows_no_audit_of_another(self, auditor, device):
        """A photo of an audit that is not there is refused in a sentence."""
        answer = carry(auditor, uuid4(), device)

        assert (422, "not_found") == (answer.status_code, answer.json["code"])

    def test_needs_its_own_header(self, auditor, audit_id, device):
        """A photo without the token of the site, or from no device, is refused."""
        bare = carry(auditor, audit_id, device, **{"X-CSRFToken": ""})
        nobody = carry(auditor, audit_id, "no device")

        assert (400, 422) == (bare.status_code, nobody.status_code)
        assert [] == shown(auditor, audit_id)


class TestLetGo:
    def test_takes_away_what_came(self, auditor, audit_id, device):
        """A device takes away what it sent, and what comes late after that is not kept."""
        photo_id = uuid4()
        carry(auditor, audit_id, device, photo_id=photo_id)

        told = carry(auditor, audit_id, device, b"", photo_id=photo_id, what="/remove").json
        late = carry(auditor, audit_id, device, photo_id=photo_id).json

        assert ("gone", "safe") == (told["state"], late["state"])
        assert [] == shown(auditor, audit_id)

    def test_refuses_a_revoked_device(self, auditor, audit_id, device):
        """A revoked device takes nothing away either."""
        carry(auditor, audit_id, device)
        auditor.sends("/audits/devices", to=f"/audits/devices/{device}/revoke")

        answer = carry(auditor, audit_id, device, b"", what="/remove")

        assert (403, 1) == (answer.status_code, len(shown(auditor, audit_id)))

    def test_says_when_it_is_not_there(self, auditor, device):
        """Of an audit that is not there nothing can be taken away."""
        answer = carry(auditor, uuid4(), device, b"", what="/remove")

        assert (422, "not_found") == (answer.status_code, json.loads(answer.data)["code"])
