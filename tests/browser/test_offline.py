"""Audits without a signal, in a real browser: nothing lost, nothing doubled, nothing to read."""

from random import Random
from statistics import median
from uuid import uuid4

import pytest

from surveys.fitting import fitted
from tests.browser import photos
from tests.browser.conftest import DESKTOP, PHONE, faults, sign_in
from tests.browser.device import (
    CANARY,
    LIST,
    PASSPHRASE,
    SENT,
    Persistent,
    capture,
    fill,
    go_on,
    held,
    keys,
    open_audit,
    remembered,
    saves,
    send,
    set_up,
    unlock,
)
from tests.unit.domain.offline_chance import walk
from tests.unit.domain.offline_form import FIELDS as FIELD_NAMES
from tests.unit.surveys import device_cases

FIELDS = 45
MOST_SAVE_MS = 50
SHOWN = ("shows", "photos", "over", "hand_in", "sends")
# Lets the device in the browser live through what the devices of the state machine did.
REPLAY = """async ([stories, fields]) => {
  const ledger = await import("/audits/capture/app/ledger.js");
  const photos = await import("/audits/capture/app/photos.js");
  const fresh = () => ledger.newAudit("one", "form", null);
  const replay = (story) => {
    const [devices, looked, files] = [[fresh(), fresh()], [{}, {}], []];
    const does = {
      look: ({ device }) => { looked[device] = Object.fromEntries(fields.map((one) => [one, ledger.heads(devices[device], one)])); },
      write: ({ device, key, words, id, late }) => {
        const audit = devices[device];
        const how = late ? { shown: looked[device][key] ?? [] } : { chooses: ledger.isClash(audit, key) };
        if (ledger.write(audit, key, { "": [words] }, id, how)) looked[device][key] = ledger.heads(audit, key);
      },
      send: ({ device }) => {
        const { edits, hand_in } = ledger.outgoing(devices[device]);
        return { ids: edits.map((one) => one.id), hand_in };
      },
      hear: ({ device, reply }) => ledger.hear(devices[device], reply),
      hand_in: ({ device }) => { devices[device].hand_in = true; },
      wipe: ({ device }) => { [devices[device], looked[device]] = [fresh(), {}]; },
      save_file: ({ device }) => { files.push(structuredClone(devices[device])); },
      bring: ({ device, file }) => { ledger.bring(devices[device], files[file]); photos.bring(devices[device], files[file]); },
      shoot: ({ device, id }) => photos.add(devices[device], id, "child"),
      take_away: ({ device, id }) => { photos.takeAway(devices[device], id); devices[device].hand_in = false; },
      carry: ({ device, id }) => { photos.next(devices[device]).sent = photos.next(devices[device]).id === id; },
      hear_photo: ({ device, id, reply }) => { photos.hear(devices[device], id, reply); },
    };
    return story.map((step) => {
      const sends = does[step.what](step) ?? null;
      const audit = devices[step.device];
      const shows = Object.fromEntries(fields.map((one) => [one, ledger.heads(audit, one).map((head) => head.id)]));
      return { shows, photos: photos.of(audit).map((one) => [one.id, one.state]), over: ledger.isOver(audit), hand_in: audit.hand_in, sends: step.what === "send" ? sends : null };
    });
  };
  return stories.map(replay);
}"""
# Chromium hears of what stands in a form after a second, and writes its session file 2.5 s later.
SESSION_WRITTEN_MS = 5000
VOICES = ("child", "parent_or_carer", "practitioner", "auditor", "manager")


@pytest.fixture
def persistent(site, browser, tmp_path):
    """Return a browser with a profile of its own."""
    made = Persistent(tmp_path / "profile", site.url, browser.browser_type)
    yield made
    made.close()


@pytest.fixture
def device(context):
    """Return a way to be a practitioner with a device that is set up."""

    def make(name="Work phone", **options):
        page = context(**options).new_page()
        sign_in(page, "practitioner")
        set_up(page, name)
        return page

    return make


def on_site(page, audit_id):
    """Return what the site holds of an audit, as another device is told."""
    return page.evaluate(
        """async ([id, device]) => {
          const state = await (await fetch("/audits/sync")).json();
          const body = JSON.stringify({ device: { id: device, name: "A reader" }, audits: [{ id, known: 0, edits: [] }] });
          const headers = { "Content-Type": "application/json", "X-CSRFToken": state.csrf };
          const told = await (await fetch("/audits/sync", { method: "POST", headers, body })).json();
          return Object.fromEntries(Object.entries(told.audits[0].heads).map(([key, heads]) => [key, heads.map((one) => one.raw)]));
        }""",
        [audit_id, str(uuid4())],
    )


def audit_id(page):
    """Return the id of the first audit on a device."""
    return page.evaluate("import('/audits/capture/app/desk.js').then((m) => m.desk.audits[0].id)")


class TestWhole:
    def test_audit_without_a_signal(self, site, persistent):
        """An audit with photos is made and handed in without a signal, the browser killed on the way."""
        page = persistent.start()
        complaints = []
        sign_in(page, "practitioner")
        set_up(page)
        site.stop()
        try:
            page.on("console", lambda one: complaints.append(one.text))
            capture(page)
            unlock(page)
            open_audit(page, case="CH-7401")
            photos.take(page, photos.a_drawing("teal"))
            for _ in range(12):
                fill(page)
                go_on(page)
            fill(page)
            page.wait_for_timeout(600)
            took = saves(page)
            photos.take(page, photos.a_drawing("maroon"))
            half = held(page)
            persistent.kill()

            page = persistent.start()
            capture(page)
            page.fill("#passphrase", PASSPHRASE)
            page.press("#passphrase", "Enter")
            page.click("button:has-text('Go on')")
            page.wait_for_selector("[data-question]")
            assert (half, 2) == (held(page), photos.rows(page))
            photos.take(page, photos.a_drawing("navy"))
            while keys(page):
                fill(page)
                go_on(page)
            took += saves(page)
            whole, made = held(page), audit_id(page)
            page.click("button:has-text('Hand in this audit')")
            page.wait_for_selector("text=handed in as soon as there is a signal")
        finally:
            site.start()
        sign_in(page, "practitioner")
        capture(page)
        unlock(page)
        page.wait_for_selector("text=Handed in, and gone from this device", timeout=60_000)

        stored = on_site(page, made)
        assert len(whole) >= FIELDS
        assert {key: [raw] for key, raw in whole.items()} == stored
        assert median(took) < MOST_SAVE_MS, sorted(took)
        assert [(0, 0, 2), (0, 2, 2), (2, 0, 0)] == photos.on_site(page, made)
        page.goto("/audits")
        assert 1 == page.locator(".whole:text-is('CH-7401')").count()
        for voice in VOICES:
            page.goto(f"/audits/{made}/{voice}")
            said = page.inner_text("main")
            assert all(
                words in said
                for key in keys_of(whole, voice)
                for words in whole[key].get("", [])
                if CANARY in words
            )
        assert [] == [
            one for one in complaints if "Content Security Policy" in one or "Trusted" in one
        ]


def keys_of(whole, voice):
    """Return which of some fields one voice is asked."""
    part = device_cases.audit_form().for_part(voice)
    return [question.key for question in part.questions() if question.key in whole]


class TestKinds:
    def test_ask_what_the_office_asks(self, device):
        """A dip sample opened on a device asks the pages that one opened on the site asks."""
        page = device()
        open_audit(page, kind="dip_sample", cohort="care_leaver")
        asked = page.evaluate(
            "import('/audits/capture/app/desk.js').then((m) => m.formOf(m.desk.audits[0]).pages.map((one) => one.key))"
        )
        form = fitted(device_cases.audit_form(), kind="dip_sample", cohort="care_leaver")

        assert [one.key for one in form.pages] == asked
        assert {"practitioner", "auditor"} == {one.part for one in form.pages}
        assert "Is this child safe now?" in page.inner_text("main")

    def test_name_the_theme_before_a_thematic_audit(self, device):
        """A thematic audit without its question is not opened, and what was filled in is kept."""
        page = device()
        open_audit(page, kind="thematic", waits_for="#theme-error")

        assert "Care North" == page.input_value("#team")
        page.fill("#theme", "Do visits happen?")
        page.click("button:has-text('Open the audit')")
        page.wait_for_selector("[data-question]")
        page.click("button:has-text('Your audits')")
        send(page)
        page.wait_for_selector(SENT)
        page.goto(f"/audits/{audit_id(page)}")
        assert "Do visits happen?" in page.inner_text("main")


class TestLocked:
    def test_profile_says_nothing(self, persistent):
        """Nothing that was written can be found in the profile while it is locked; its name can."""
        page = persistent.start()
        sign_in(page, "practitioner")
        set_up(page)
        open_audit(page, "CH-8642")
        while "child_took_part" not in keys(page):
            fill(page)
            go_on(page)
        fill(page)
        page.wait_for_timeout(SESSION_WRITTEN_MS)
        while not page.locator("textarea").count():
            fill(page)
            go_on(page)
        fill(page)
        page.wait_for_timeout(SESSION_WRITTEN_MS)
        page.click("button:has-text('Your audits')")
        page.click("button:text-is('Lock')")
        page.wait_for_selector("#passphrase")
        persistent.close()

        assert persistent.finds("earshot-capture")
        assert {CANARY: [], "CH-8642": [], PASSPHRASE: [], "took_part": []} == {
            words: persistent.finds(words)
            for words in (CANARY, "CH-8642", PASSPHRASE, "took_part")
        }

    def test_leaves_nothing_for_the_browser_to_remember(self, device):
        """No control of any page lets the browser write what stands in it into its session file."""
        page = device()
        page.click("button:has-text('Open an audit')")
        page.wait_for_selector("#cohort")
        found = {"opening": remembered(page)}
        page.click("button:text-is('Back')")
        open_audit(page)
        while asked := keys(page):
            found[asked[0]] = remembered(page)
            fill(page)
            go_on(page)

        assert len(found) > 10
        assert dict.fromkeys(found, []) == found

    def test_locks_itself(self, device):
        """After five minutes of nobody the audits are locked, and the passphrase opens them."""
        page = device()
        open_audit(page)
        page.evaluate("import('/audits/capture/app/vault.js').then((vault) => vault.isOpen())")
        page.evaluate("(() => { const real = Date.now; Date.now = () => real() + 301_000; })()")

        page.wait_for_selector("h1:has-text('Unlock your audits')")

        assert "nobody touched this page" in page.inner_text("#capture")
        page.fill("#passphrase", "another one, not this")
        page.press("#passphrase", "Enter")
        page.wait_for_selector("text=That is not the passphrase")
        unlock(page)
        assert "CH-7001" in page.inner_text("#capture")

    def test_purges_after_a_week(self, device):
        """What the site has goes after seven days that nobody looked; what waits stays."""
        page = device()
        open_audit(page)
        page.click("button:has-text('Your audits')")
        purge = "(days) => import('/audits/capture/app/vault.js').then((vault) => vault.purge(Date.now() + days * 86400000))"
        waiting = page.evaluate(purge, 30)
        send(page)

        assert (0, 0, 1) == (waiting, page.evaluate(purge, 6), page.evaluate(purge, 8))


class TestTwoDevices:
    def test_choose_between_two_versions(self, device):
        """Two devices that wrote one answer each show both, and what is chosen holds on both."""
        phone, tablet = device("Phone"), device("Tablet")
        open_audit(phone, "CH-9001")
        phone.click("button:has-text('Your audits')")
        send(phone)
        send(tablet)
        tablet.click("button:has-text('Take it along'):near(:text('CH-9001'))")
        tablet.wait_for_selector("h2:has-text('CH-9001')")
        for page, value in ((phone, "asked"), (tablet, "not_asked")):
            page.context.set_offline(True)
            page.click("button:has-text('with case CH-9001')")
            page.check(f"input[value='{value}']", force=True)
            page.wait_for_timeout(200)
            page.click("button:has-text('Your audits')")
            page.context.set_offline(False)
            send(page)
            page.wait_for_selector(LIST)
        tablet.wait_for_selector("text=1 answer has two versions")
        tablet.click("button:has-text('with case CH-9001')")
        assert [] == faults(tablet)
        phone.goto(f"/audits/{audit_id(tablet)}/two-versions")
        assert [] == faults(phone)
        capture(phone)
        unlock(phone)
        tablet.click("button:has-text('Let version 2 hold')")
        tablet.wait_for_selector("input[value='not_asked']:checked")
        tablet.click("button:has-text('Your audits')")
        send(tablet)
        send(phone)

        assert {"child_asked": {"": ["not_asked"]}} == held(phone) == held(tablet)
        assert {"child_asked": [{"": ["not_asked"]}]} == on_site(phone, audit_id(phone))


class TestRevoked:
    def test_loses_nothing(self, device):
        """A revoked device says so and saves a rescue file, and another device sends what it held."""
        lost, new = device("Lost phone"), device("New phone")
        open_audit(lost, "CH-9100")
        lost.check("input[value='asked']", force=True)
        lost.wait_for_timeout(200)
        lost.click("button:has-text('Your audits')")
        new.goto("/audits/devices")
        new.click("li:has-text('Lost phone') button >> nth=0")
        new.wait_for_selector("text=The device is revoked")
        send(lost)
        lost.wait_for_selector("text=This device was revoked")
        lost.click("summary:has-text('can’t send'), summary:has-text(\"can't send\")")
        with lost.expect_download() as saving:
            lost.click("button:has-text('Save a rescue file')")
        file = saving.value.path()
        assert b"CH-9100" not in file.read_bytes()

        capture(new)
        unlock(new)
        new.click('summary:has-text("can\'t send")')
        new.click("button:has-text('Open a rescue file')")
        new.set_input_files("#rescue", file)
        new.fill("#file-passphrase", PASSPHRASE)
        new.click("button:has-text('Bring its audits here')")
        new.wait_for_selector("h2:has-text('CH-9100')")
        send(new)
        new.wait_for_selector(SENT)
        assert {"child_asked": [{"": ["asked"]}]} == on_site(new, audit_id(new))


class TestRules:
    def test_read_answers_as_the_site_does(self, page_of_rules):
        """The device makes of every answer, good or bad, what the site makes of it, in its words."""
        cases = device_cases.reading_cases(Random(1), 3000)
        read = page_of_rules.evaluate(
            """async ([form, cases]) => {
              const { read } = await import("/audits/capture/app/questions.js");
              const questions = Object.fromEntries(form.pages.flatMap((page) => page.questions).map((one) => [one.key, one]));
              return cases.map(({ key, raw }) => {
                const { given, problem } = read(form, questions[key], raw);
                return { given: given ?? null, problem: problem ?? null };
              });
            }""",
            [device_cases.forms()["every"], cases],
        )

        assert [(one["key"], one["raw"], one["expected"]) for one in cases] == [
            (one["key"], one["raw"], found) for one, found in zip(cases, read, strict=True)
        ]

    def test_ask_what_the_site_asks(self, page_of_rules):
        """The device asks each voice what the site would ask it next, in every kind of audit."""
        cases = device_cases.routing_cases(Random(2), 400)
        asked = page_of_rules.evaluate(
            """async ([form, cases]) => {
              const { read } = await import("/audits/capture/app/questions.js");
              const { fitted } = await import("/audits/capture/app/fitting.js");
              const { visiblePages } = await import("/audits/capture/app/conditions.js");
              const questions = Object.fromEntries(form.pages.flatMap((page) => page.questions).map((one) => [one.key, one]));
              return cases.map(({ about, raws }) => {
                const own = fitted(form, about);
                const given = Object.entries(raws).map(([key, raw]) => [key, read(form, questions[key], raw).given]);
                const asked = {};
                for (const page of visiblePages(own, Object.fromEntries(given.filter(([, one]) => one)))) {
                  (asked[page.part] ??= []).push(...page.questions.map((one) => one.key));
                }
                return asked;
              });
            }""",
            [device_cases.forms()["audit"], cases],
        )

        assert [one["asked"] for one in cases] == asked

    def test_amend_what_was_chosen(self, page_of_rules):
        """Who writes on after a choice between two versions amends what they chose, with no clash."""
        shown = page_of_rules.evaluate(
            """async () => {
              const { heads, hear, isClash, newAudit, outgoing, write } = await import("/audits/capture/app/ledger.js");
              const audit = newAudit("one", "form", null);
              const says = (id, how) => write(audit, "plan", { "": [id] }, id, how);
              says("sent");
              const [flying] = outgoing(audit).edits;
              says("typed");
              hear(audit, { number: 2, safe: ["sent"], refused: {}, missing: {}, problems: {}, heads: { plan: [flying, { id: "theirs", seen: [], raw: { "": ["theirs"] } }] } });
              const clashed = isClash(audit, "plan");
              says("chosen", { chooses: true });
              says("amended");
              return [clashed, heads(audit, "plan").map((one) => one.id), audit.waiting.map((one) => one.id)];
            }"""
        )

        assert [True, ["amended"], ["typed", "amended"]] == shown

    @pytest.mark.parametrize("seed", range(5))
    def test_hold_what_the_proven_device_holds(self, page_of_rules, seed):
        """Whatever happens, the device in the browser shows what the one of the state machine shows."""
        stories = [list(world.story) for world in walk(seed, 1200).worlds]
        shown = page_of_rules.evaluate(REPLAY, [stories, list(FIELD_NAMES)])
        told = [[{one: step.get(one) for one in SHOWN} for step in story] for story in stories]

        assert told == shown
        steps = [step for story in shown for step in story]
        assert any(len(heads) > 1 for one in steps for heads in one["shows"].values())
        assert {"waiting", "safe", "leaving"} == {
            state for one in steps for _, state in one["photos"]
        }
        assert {True, False} == {one["over"] for one in steps} == {one["hand_in"] for one in steps}


@pytest.fixture
def page_of_rules(context):
    """Open a page on which the scripts of the device can be loaded."""
    page = context().new_page()
    page.goto("/audits/capture")
    return page


class TestScreens:
    @pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
    def test_are_accessible(self, context, size):
        """Every screen is sound for axe-core, empty, with mistakes, and filled."""
        page = context(viewport=size).new_page()
        sign_in(page, "practitioner")
        capture(page)
        found = {"set up": faults(page)}
        page.click("button:has-text('Set up this device')")
        found["set up, wrong"] = faults(page)
        set_up(page)
        found["empty list"] = faults(page)
        page.click("button:has-text('Open an audit')")
        page.click("button:has-text('Open the audit')")
        found["opening, wrong"] = faults(page)
        page.click("button:has-text('Back')")
        open_audit(page)
        seen = set()
        while keys(page):
            drawn = page.evaluate(
                "[...document.querySelectorAll('[data-question] [data-part]')].map((one) => one.type).sort().join()"
            )
            if drawn not in seen:
                seen.add(drawn)
                found[page.inner_text("h1")] = faults(page)
            fill(page)
            go_on(page)
        found["all of it"] = faults(page)
        page.click("button:has-text('Your audits')")
        found["list"] = faults(page)
        page.click("button:text-is('Lock')")
        found["locked"] = faults(page)

        assert {} == {screen: wrong for screen, wrong in found.items() if wrong}
        assert len(seen) > 4

    def test_first_field_is_two_taps_away(self, device):
        """From the installed icon two taps lead to the first field, with the passphrase typed between."""
        page = device()
        open_audit(page)
        page.click("button:has-text('Your audits')")
        send(page)
        address = page.evaluate(
            "fetch('/audits/capture.webmanifest').then((one) => one.json()).then((one) => one.start_url)"
        )
        page.goto(address)
        page.wait_for_selector("#passphrase:focus")
        page.keyboard.type(PASSPHRASE)
        page.click("button:text-is('Unlock')")
        page.click("button:has-text('Go on')")
        page.wait_for_selector("[data-question]")

        assert page.locator("[data-question] input").first.is_visible()

    def test_can_be_used_by_keyboard_alone(self, device):
        """With the keyboard alone somebody unlocks, opens an audit and answers its first question."""
        page = device()
        open_audit(page)
        page.click("button:has-text('Your audits')")
        page.click("button:text-is('Lock')")
        page.keyboard.type(PASSPHRASE)
        page.keyboard.press("Enter")
        page.wait_for_selector(LIST)
        for _ in range(10):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.innerText").startswith("Go on"):
                break
        page.keyboard.press("Enter")
        page.wait_for_selector("[data-question]")
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        page.wait_for_selector("#kept:has-text('Kept on this device.')")

        assert {"child_asked": {"": ["asked"]}} == held(page)
