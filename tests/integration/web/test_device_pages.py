"""The pages of the site about devices: their names, revoking them, and two versions of an answer."""

from uuid import uuid4

import pytest

from tests.messages import a_message, an_audit, send


@pytest.fixture
def practitioner(staff):
    """Return Anytown's practitioner at their device."""
    return staff("practitioner")


class TestDevices:
    def test_have_names_of_their_own(self, practitioner):
        """A second device of one name, however it is written, is numbered and told so."""
        names = ["Work phone", " work  PHONE ", "Work phone (2)", "Tablet"]
        devices = [{"id": str(uuid4()), "name": name} for name in names]

        told = [send(practitioner, a_message(device=one)).json["called"] for one in devices]
        again = [send(practitioner, a_message(device=one)).json["called"] for one in devices]

        assert told == again
        assert len(names) == len({one.casefold() for one in told})
        said = practitioner.opens("/audits/devices").get_text()
        assert all(one in said for one in told)

    def test_have_names_that_fit(self, practitioner):
        """A long name that is taken is cut, so that its number fits; the names of others do not count."""
        devices = [{"id": str(uuid4()), "name": "x" * 90} for _ in range(2)]

        told = [send(practitioner, a_message(device=one)).json["called"] for one in devices]

        assert ["x" * 60, f"{'x' * 56} (2)"] == told

    def test_says_what_an_empty_list_means(self, practitioner):
        """Somebody without a device reads when one would be listed."""
        assert "No device yet" in practitioner.opens("/audits/devices").get_text()

    def test_knows_only_ones_own(self, practitioner):
        """A device that is not there, or not one's own, can't be revoked."""
        path = f"/audits/devices/{uuid4()}/revoke"

        assert 404 == practitioner.sends("/audits/new", to=path).status_code


class TestClashes:
    def test_are_chosen_on_a_page(self, practitioner):
        """Two versions of an answer are shown where the audit is, and the one chosen holds."""
        audit = an_audit()
        other = audit | {
            "edits": [audit["edits"][0] | {"id": str(uuid4()), "raw": {"": ["not_asked"]}}]
        }
        send(practitioner, a_message(audit))
        send(practitioner, a_message(other))
        path = practitioner.follows(f"/audits/{audit['id']}", "a[href$='/two-versions']")
        page = practitioner.opens(path)
        chosen = page.select("input[type=radio]")[1]["value"]
        shown = [one["value"] for one in page.select("input[name=shown]")]

        practitioner.sends(path, field="child_asked", shown=shown, chosen=chosen)

        assert "Nothing to choose" in practitioner.says()
        assert "No" in practitioner.opens(f"/audits/{audit['id']}/child").get_text()

    def test_wants_a_choice(self, practitioner):
        """Whoever chooses nothing is asked to, and an id that is none is not found."""
        audit = an_audit()
        send(practitioner, a_message(audit))
        path = f"/audits/{audit['id']}/two-versions"

        assert 302 == practitioner.sends("/audits/new", to=path, shown=[]).status_code
        assert "Choose one of the versions" in practitioner.opens(path).get_text()
        assert 404 == practitioner.sends("/audits/new", to=path, chosen="x").status_code
