"""A page that was open while a device sent: nothing replaced, nothing lost, and a person chooses."""

from random import Random
from uuid import UUID, uuid4

import pytest

from app import db
from app.db.models import Audit
from app.services import audit_revisions
from tests.integration.web.test_syncing import a_message, an_audit, send

ROUNDS = 40
WORK = "practitioner_work"


@pytest.fixture
def device():
    """Return a device."""
    return {"id": str(uuid4()), "name": "Work phone"}


@pytest.fixture
def audit_id(auditor, device):
    """Return an audit from the device, in which the practitioner is about to be heard."""
    audit = an_audit(edits=[an_edit("practitioner_took_part", "took_part")])
    send(auditor, a_message(audit, device=device))
    return audit["id"]


def an_edit(field, words, seen=()):
    raw = {"": [words]} if words else {}
    return {"id": str(uuid4()), "field": field, "seen": list(seen), "raw": raw}


def sync(browser, audit_id, device, *edits):
    message = a_message({"id": audit_id, "edits": list(edits)}, device=device)
    return send(browser, message).json["audits"][0]


def heads(browser, audit_id, device):
    """Return the ids of the heads of each field, as the device is told them."""
    told = sync(browser, audit_id, device)["heads"]
    return {field: [one["id"] for one in found] for field, found in told.items()}


class Tab:
    """A page of an audit as it was when it was opened."""

    def __init__(self, browser, audit_id):
        self.client, self.address = browser.client, f"/audits/{audit_id}/practitioner/{WORK}"
        self.read(browser.opens(self.address))

    def read(self, page):
        self.token = page.select_one("input[name=csrf_token]")["value"]
        self.marks = page.select_one("input[name=_shown]")["value"]
        asked = page.select_one("input[name=_clashed]")
        self.asked = asked["value"].split() if asked else []
        self.words = {one["name"]: one.get_text().strip() for one in page.select("main textarea")}

    def saves(self, **choices):
        """Save the page; where it asks, become the page that asks. Return what it asks about."""
        kept = {f"_keep-{key}": choice for key, choice in choices.items()}
        asked = {"_clashed": " ".join(self.asked)} if self.asked else {}
        form = {"csrf_token": self.token, "_shown": self.marks} | self.words | asked | kept
        answer = self.client.post(self.address, data=form)
        assert answer.status_code in {302, 409}, answer.text
        if answer.status_code == 302:
            return []
        from bs4 import BeautifulSoup

        self.read(BeautifulSoup(answer.text, "html.parser"))
        return self.asked


def stored(browser, audit_id):
    return Tab(browser, audit_id).words


def versions(audit_id):
    """Return all that was ever said in any field, and the fields with two versions now."""
    with db.reading() as session:
        kept = audit_revisions.load(session, session.get_one(Audit, UUID(audit_id)))
        said = {
            words for one in kept.revisions for sent in one.edit.raw.values() for words in sent
        }
        return said, set(kept.clashes)


def choose(browser, audit_id, field, words):
    """Choose a version on the page of two versions."""
    page = browser.opens(f"/audits/{audit_id}/two-versions")
    form = next(
        one for one in page.select("main form") if one.select_one(f"[name=field][value={field}]")
    )
    label = next(one for one in form.select(".choice__label") if one.get_text().strip() == words)
    data = {
        "csrf_token": form.select_one("[name=csrf_token]")["value"],
        "field": field,
        "shown": [one["value"] for one in form.select("[name=shown]")],
        "chosen": label["for"].removeprefix("version-"),
    }
    answer = browser.client.post(f"/audits/{audit_id}/two-versions", data=data)
    assert 302 == answer.status_code


class TestSavePart:
    def test_leaves_what_a_device_sent_meanwhile(self, auditor, device, audit_id):
        """An old tab changes the field that was changed in it, and no other."""
        tab = Tab(auditor, audit_id)
        first, second = list(tab.words)[:2]
        sync(auditor, audit_id, device, an_edit(first, "From the phone."))
        tab.words[second] = "From the tab."

        assert [] == tab.saves()
        found = stored(auditor, audit_id)
        assert ("From the phone.", "From the tab.") == (found[first], found[second])

    def test_keeps_both_versions_until_somebody_chooses(self, auditor, device, audit_id):
        """A field that both changed has two versions from then on, even if the page is closed."""
        tab = Tab(auditor, audit_id)
        first = next(iter(tab.words))
        sync(auditor, audit_id, device, an_edit(first, "From the phone."))
        tab.words[first] = "From the tab."

        assert [first] == tab.saves()
        said, clashes = versions(audit_id)
        assert ({first}, "From the phone.") == (clashes, stored(auditor, audit_id)[first])
        assert {"From the phone.", "From the tab."} <= said
        choose(auditor, audit_id, first, "From the tab.")
        assert (set(), "From the tab.") == (
            versions(audit_id)[1],
            stored(auditor, audit_id)[first],
        )

    @pytest.mark.parametrize("choice", ["mine", "theirs"])
    def test_ends_with_the_choice(self, auditor, device, audit_id, choice):
        """What is chosen on the page holds, on the device too, and nobody is asked again."""
        tab = Tab(auditor, audit_id)
        first = next(iter(tab.words))
        sync(auditor, audit_id, device, an_edit(first, "From the phone."))
        tab.words[first] = "From the tab."
        tab.saves()

        assert [] == tab.saves(**{first: choice})
        words = {"mine": "From the tab.", "theirs": "From the phone."}[choice]
        told = sync(auditor, audit_id, device)["heads"][first]
        assert (set(), words) == (versions(audit_id)[1], stored(auditor, audit_id)[first])
        assert {words} == {one["raw"][""][0] for one in told}

    def test_asks_again_where_nobody_chose(self, auditor, device, audit_id):
        """Saved again without a choice, with other words, the page asks again and replaces nothing."""
        tab = Tab(auditor, audit_id)
        first = next(iter(tab.words))
        sync(auditor, audit_id, device, an_edit(first, "From the phone."))
        for words in ("From the tab.", "From the tab, better."):
            tab.words[first] = words
            assert [first] == tab.saves()

        said, clashes = versions(audit_id)
        assert {"From the tab.", "From the tab, better.", "From the phone."} <= said
        assert ({first}, "From the phone.") == (clashes, stored(auditor, audit_id)[first])

    def test_screens_words_that_do_not_stand(self, auditor, device, audit_id):
        """Danger in a version that does not stand raises its concern all the same."""
        from sqlalchemy import func, select

        from app.db.models import Concern

        tab = Tab(auditor, audit_id)
        first = next(iter(tab.words))
        sync(auditor, audit_id, device, an_edit(first, "All is well."))
        tab.words[first] = "He said that he wants to kill himself."
        with db.reading() as session:
            before = session.scalar(select(func.count(Concern.id)))
        tab.saves()
        with db.reading() as session:
            assert session.scalar(select(func.count(Concern.id))) > before

    def test_loses_nothing_in_forty_rounds(self, auditor, device, audit_id):
        """In forty rounds of a tab and a device at once nothing is lost, and each choice holds."""
        random, written, asked = Random(7), set(), 0
        fields = list(Tab(auditor, audit_id).words)
        expected = dict.fromkeys(fields, "")
        for number in range(ROUNDS):
            known, tab = heads(auditor, audit_id, device), Tab(auditor, audit_id)
            phone = {one: f"Phone {number} {one}." for one in fields if random.random() < 0.5}
            here = {one: f"Tab {number} {one}." for one in fields if random.random() < 0.5}
            edits = [an_edit(key, words, known.get(key, ())) for key, words in phone.items()]
            sync(auditor, audit_id, device, *edits)
            tab.words |= here
            written |= {*phone.values(), *here.values()}
            expected |= phone | here
            both = set(phone) & set(here)
            assert both == set(tab.saves())
            asked += len(both)
            holds = {key: random.choice(["mine", "theirs"]) for key in both}
            expected |= {key: phone[key] for key in both if holds[key] == "theirs"}
            if number % 2:
                for key in both:
                    choose(auditor, audit_id, key, expected[key])
            elif both:
                assert [] == tab.saves(**holds)
            found, (_, clashes) = stored(auditor, audit_id), versions(audit_id)
            assert (expected, set()) == ({key: found[key] for key in fields}, clashes)
        sync(auditor, audit_id, device)

        assert set() == written - versions(audit_id)[0]
        assert asked > ROUNDS / 4
