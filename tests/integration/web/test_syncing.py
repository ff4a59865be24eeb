"""Where devices send audits to: who may, within which limits, and what they are told."""

import json
from uuid import uuid4

import pytest

from app.domain.people import Role
from app.services import help_places
from app.web.sync_message import DEEPEST, depth
from tests.help_places import HELP
from tests.messages import OPENING, a_message, an_audit, send


@pytest.fixture
def practitioner(staff):
    """Return Anytown's practitioner at their device."""
    return staff("practitioner")


def says(value):
    """Return an edit that says whether a child is safe."""
    return {"id": str(uuid4()), "field": "safe_now", "seen": [], "raw": {"": [value]}}


class TestState:
    def test_gives_the_form_and_the_drafts(self, practitioner):
        """A device gets the form that is in use, and the person's drafts by name, no words."""
        state = practitioner.client.get("/audits/sync").json
        form = state["forms"][state["newest"]]

        assert "Asking the child" == form["pages"][0]["title"]
        told = {"id", "audit_ref", "case_ref", "kind", "cohort", "version"}
        assert all(told == set(draft) for draft in state["drafts"])

    def test_leaves_out_what_only_agencies_write(self, practitioner):
        """A device gets the variants of the form, and no page of an agency."""
        state = practitioner.client.get("/audits/sync").json
        form = state["forms"][state["newest"]]

        assert {page["part"] for page in form["pages"]} == set(state["voices"])
        assert "record_only" in {variant["key"] for variant in form["variants"]}

    def test_gives_whom_to_ring(self, practitioner, tmp_path, monkeypatch):
        """Where nobody can look a number up, the device has them: the front door before the night."""
        file = tmp_path / "help.yaml"
        file.write_text(HELP, "utf-8")
        known = help_places.read(file)
        monkeypatch.setattr(help_places, "load", lambda _: known)

        assert [
            {"name": "The front door", "number": "01632 960001", "text_to": "", "hours": ""},
            {"name": "The night team", "number": "01632 960002", "text_to": "", "hours": ""},
        ] == practitioner.client.get("/audits/sync").json["duty"]

    def test_is_empty_where_no_form_is_in_use(self, app, sign_in):
        """Where nobody put an audit form in use, there is none to take along."""
        assert sign_in(Role.PRACTITIONER).get("/audits/sync").json["newest"] is None


class TestSync:
    def test_takes_several_audits(self, practitioner):
        """What is sent of several audits is kept, and each edit named as safe."""
        audits = [an_audit(), an_audit()]

        told = send(practitioner, a_message(*audits)).json["audits"]

        assert [[one["edits"][0]["id"]] for one in audits] == [one["safe"] for one in told]

    def test_takes_the_others_when_one_is_refused(self, practitioner):
        """An audit that can't be opened names the fields to put right, and holds up no other."""
        wrong = an_audit(opening=OPENING | {"case_ref": "Mary Smith"})
        told = send(practitioner, a_message(wrong, an_audit())).json["audits"]

        assert ["refused", "draft"] == [one["state"] for one in told]
        assert ["case_ref"] == list(told[0]["fields"])

    def test_refuses_a_revoked_device(self, practitioner):
        """A revoked device is told so in a sentence, and nothing of what it sends is kept."""
        device = {"id": str(uuid4()), "name": "Lost phone"}
        send(practitioner, a_message(device=device))
        revoke = f"/audits/devices/{device['id']}/revoke"
        assert 302 == practitioner.sends("/audits/devices", to=revoke).status_code
        audit = an_audit()

        answer = send(practitioner, a_message(audit, device=device))

        assert (403, "device_revoked") == (answer.status_code, answer.json["code"])
        assert "rescue file" in answer.json["message"]
        practitioner.opens(f"/audits/{audit['id']}", status=404)
        assert "revoked" in practitioner.opens("/audits/devices").get_text()

    def test_hears_a_revoked_device_that_a_child_is_unsafe(self, practitioner):
        """Nothing is taken from a revoked device, and its "no" is heard, once the audit is known."""
        device = {"id": str(uuid4()), "name": "Lost phone"}
        audit = an_audit()
        send(practitioner, a_message(audit, device=device))
        practitioner.sends("/audits/devices", to=f"/audits/devices/{device['id']}/revoke")
        unsafe = says("no")
        told = [
            send(practitioner, a_message(one, device=device)).json
            for one in (audit, an_audit(edits=[unsafe]), {"id": audit["id"], "edits": [unsafe]})
        ]

        assert [[], [], [audit["id"]]] == [one["heard"] for one in told]
        assert {"device_revoked"} == {one["code"] for one in told}
        answer = practitioner.client.get(f"/audits/{audit['id']}/safety")
        assert "A concern" in answer.text

    def test_tells_a_revoked_device_of_each_audit_whether_it_was_heard(self, practitioner):
        """One "no" that was heard hides none that was not: the device is told of which, by audit."""
        device = {"id": str(uuid4()), "name": "Lost phone"}
        known = an_audit()
        send(practitioner, a_message(known, device=device))
        practitioner.sends("/audits/devices", to=f"/audits/devices/{device['id']}/revoke")
        known["edits"], unknown, quiet = [says("unsure")], an_audit(edits=[says("no")]), an_audit()
        safe = an_audit(edits=[says("yes")])

        told = send(practitioner, a_message(unknown, quiet, known, safe, device=device)).json

        assert ([known["id"]], [unknown["id"]]) == (told["heard"], told["unheard"])
        assert "told" not in told["message"]
        practitioner.opens(f"/audits/{unknown['id']}", status=404)

    def test_tells_a_revoked_device_again_what_was_heard(self, practitioner):
        """A "no" that was taken, and of which the device heard no answer, is not called unheard."""
        device = {"id": str(uuid4()), "name": "Lost phone"}
        audit = an_audit(edits=[says("no")])
        send(practitioner, a_message(audit, device=device))
        practitioner.sends("/audits/devices", to=f"/audits/devices/{device['id']}/revoke")

        told = send(practitioner, a_message(audit, device=device)).json

        assert ([audit["id"]], []) == (told["heard"], told["unheard"])

    def test_refuses_the_device_of_another(self, practitioner, anytown):
        """A device that holds one person's audits sends them for nobody else."""
        from app import db
        from app.services import accounts
        from tests import builders

        device = {"id": str(uuid4()), "name": "Shared tablet"}
        send(practitioner, a_message(device=device))
        with db.unit_of_work() as session:
            other = builders.a_user(session, roles=[Role.PRACTITIONER])
            token = accounts.start_session(session, other.id)
        practitioner.client.set_cookie("earshot_staff", token)

        answer = send(practitioner, a_message(an_audit(), device=device))

        assert (403, "device_of_another") == (answer.status_code, answer.json["code"])

    def test_needs_its_own_header(self, practitioner):
        """A message without the token of the site, or from another site, is refused."""
        message = a_message(an_audit())

        assert 400 == send(practitioner, message, **{"X-CSRFToken": ""}).status_code
        assert 400 == send(practitioner, message, **{"Sec-Fetch-Site": "cross-site"}).status_code
        assert 400 == send(practitioner, message, Origin="https://elsewhere.example").status_code

    def test_needs_somebody_who_is_signed_in(self, anytown):
        """Whoever is not signed in is asked to, and sends nothing."""
        client = anytown.test_client()

        assert 302 == client.get("/audits/sync").status_code
        assert client.post("/audits/sync", data=b"{}").status_code in {400, 401}

    @pytest.mark.parametrize(
        "message",
        [
            b"",
            b"[]",
            b"null",
            b'{"device": 1, "audits": []}',
            b'{"device": {"id": "x", "name": "y"}, "audits": []}',
            b"\xff\xfe",
            b"[" * 100_000,
            json.dumps(a_message("an audit")).encode(),
            json.dumps(a_message(an_audit(edits={}))).encode(),
            json.dumps(a_message(an_audit(known=-1))).encode(),
            json.dumps(a_message(an_audit(known=True))).encode(),
            json.dumps(a_message(an_audit(opening={"case_ref": 3}))).encode(),
            json.dumps(a_message(an_audit(edits=[{"id": str(uuid4())}]))).encode(),
            json.dumps(a_message(*[an_audit() for _ in range(21)])).encode(),
            json.dumps(a_message(an_audit(edits=[]))).replace("CH-1042", "\\ud800").encode(),
            json.dumps(a_message(an_audit())).replace("asked", "\\u0000").encode(),
        ],
    )
    def test_refuses_what_it_can_not_read(self, practitioner, message):
        """Whatever is no message of a device gets one sentence that says what was kept."""
        answer = send(practitioner, message)

        assert (422, "sync_unreadable") == (answer.status_code, answer.json["code"])

    def test_refuses_more_than_two_megabytes(self, practitioner):
        """A message of more than two megabytes is refused before it is read."""
        assert 413 == send(practitioner, b"x" * 2_000_001).status_code
        assert 422 == send(practitioner, b"x" * 1_900_000).status_code


class TestDepth:
    def test_counts_no_brackets_in_strings(self):
        """Brackets in words are words."""
        assert 2 == depth('{"a": ["[[[\\"[["]}')
        assert DEEPEST + 1 == depth("[" * (DEEPEST + 1))
