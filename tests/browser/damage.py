"""A device of which part is damaged, for browser tests: damage it, and see what it holds."""

from __future__ import annotations

from tests.browser import photos
from tests.browser.conftest import sign_in
from tests.browser.device import LIST, SENT, capture, open_audit, send, set_up

# Changes one byte of what is sealed in every row whose id begins so, as a bad disk would.
DAMAGE = """async (start) => {
  const asked = (request) => new Promise((done) => { request.onsuccess = () => done(request.result); });
  const store = (await asked(indexedDB.open("earshot-capture"))).transaction("kept", "readwrite").objectStore("kept");
  for (const row of (await asked(store.getAll())).filter((one) => one.id.startsWith(start))) {
    new Uint8Array(row.sealed ?? row.wrapped)[3] ^= 1;
    await asked(store.put(row));
  }
}"""
UNREADABLE = """async (field) => {
  const asked = (request) => new Promise((done) => { request.onsuccess = () => done(request.result); });
  const store = (await asked(indexedDB.open("earshot-capture"))).transaction("kept", "readwrite").objectStore("kept");
  const row = await asked(store.get("keys"));
  delete row[field];
  await asked(store.put(row));
}"""
DROP_LOCK = """async () => {
  const asked = (request) => new Promise((done) => { request.onsuccess = () => done(request.result); });
  await asked((await asked(indexedDB.open("earshot-capture"))).transaction("kept", "readwrite").objectStore("kept").delete("keys"));
}"""
ROWS = """async () => {
  const asked = (request) => new Promise((done) => { request.onsuccess = () => done(request.result); });
  const store = (await asked(indexedDB.open("earshot-capture"))).transaction("kept").objectStore("kept");
  const named = (row) => `${row.id.startsWith("aside:") ? "aside " : ""}${(row.was ?? row.id).split(":")[0]}`;
  return (await asked(store.getAll())).map(named).sort();
}"""
KEPT = "Nothing was deleted. What is damaged is kept on this device"


def a_device(context):
    """Return a device with one audit that the site has, and one with a photo that waits."""
    made = context().new_page()
    sign_in(made, "practitioner")
    set_up(made)
    open_audit(made, "CH-7601")
    to_list(made)
    send(made)
    made.wait_for_selector(SENT)
    made.context.set_offline(True)
    open_audit(made, "CH-7602")
    made.check("input[value='asked']", force=True)
    photos.take(made, photos.a_drawing("teal"))
    to_list(made)
    return made


def to_list(page):
    """Go back to the list."""
    page.click("button:has-text('Your audits')")
    page.wait_for_selector(LIST)


def lock(page):
    """Lock the device."""
    page.click("button:text-is('Lock')")
    page.wait_for_selector("#passphrase")


def cards(page):
    """Return the cases of the list."""
    return page.locator("#capture h2:has-text('Case CH-760')").all_inner_texts()


def damage(page, start, how=DAMAGE):
    """Damage what is on the disk of a locked device, and load the page anew."""
    lock(page)
    page.evaluate(how, start)
    capture(page)


def ids(page):
    """Return the ids of the audits by their cases."""
    return page.evaluate(
        "import('/audits/capture/app/desk.js').then(({ desk }) => Object.fromEntries(desk.audits.map((one) => [one.case_ref, one.id])))"
    )
