// The screens before anything is open: choose a passphrase, unlock, and open a rescue file.
import { desk, takeIn, enter, start } from "./desk.js";
import { broken, broughtFrom, waitsLocked } from "./damaged.js";
import { button, el, field, notice, show } from "./dom.js";
import * as vault from "./vault.js";

const SHORTEST = 12;
const typed = (id) => document.getElementById(id).value;

export function saveRescue() {
  return vault.rescue().then((text) => {
    const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    const link = el("a", { href: address, download: "earshot-rescue.json" });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  });
}

const form = (submit, ...inside) =>
  el("form", { novalidate: true, onsubmit: (event) => (event.preventDefault(), submit()) }, inside);
const press = (text, kind = "primary") => el("button", { class: `button button--${kind}`, type: "submit" }, text);

export function setUp(next, problem = {}) {
  const go = async () => {
    const [name, first, second] = ["device-name", "passphrase", "again"].map(typed);
    const wrong = {};
    if (!name.trim()) wrong.name = "Give this device a name, such as Work phone.";
    if ([...first].length < SHORTEST) wrong.passphrase = `Write at least ${SHORTEST} letters. Three or four words do well.`;
    else if (first !== second) wrong.again = "The two are not the same.";
    if (Object.keys(wrong).length) return setUp(next, { ...wrong, kept: name });
    try {
      await start(first, name.trim());
    } catch {
      vault.lock();
      return setUp(next, { kept: name, name: "This device has no room for audits, so nothing was set up. Free some room on it, and try again." });
    }
    return next();
  };
  show(
    "Audits without a signal",
    el("p", { class: "lead" }, "Write an audit where there is no signal. All of it is kept on this device, locked with a passphrase, and sent when there is a signal again."),
    notice("Nobody can open this device's audits without the passphrase, and we can't find it again for you. What was not sent is lost with it.", "warning"),
    form(
      go,
      field("What is this device called?", "device-name", { type: "text", value: problem.kept ?? "" }, { hint: "You see it where two versions of an answer differ, and when you revoke a device.", problem: problem.name }),
      field("A passphrase for this device", "passphrase", { type: "password", autocomplete: "new-password" }, { hint: "At least 12 letters. Not the password that you sign in with.", problem: problem.passphrase }),
      field("The same passphrase again", "again", { type: "password", autocomplete: "new-password" }, { problem: problem.again }),
      el("div", { class: "actions" }, press("Set up this device")),
    ),
  );
  document.querySelector("[aria-invalid]")?.focus();
}

export function unlock(next, { problem = "", locked = false, isBroken = false } = {}) {
  const go = async () => {
    // The key may be there already, and no key stays behind a locked screen.
    const isIn = await enter(typed("passphrase")).catch(() => (vault.lock(), null));
    if (isIn) return next();
    return unlock(next, isIn === null ? { isBroken: true } : { problem: "That is not the passphrase of this device. Nothing was changed." });
  };
  show(
    "Unlock your audits",
    locked && notice("The audits are locked, because nobody touched this page for five minutes. Everything is kept.", "info", true),
    isBroken && broken(),
    waitsLocked(),
    form(
      go,
      field("Passphrase", "passphrase", { type: "password", autocomplete: "current-password" }, { problem }),
      el("div", { class: "actions" }, press("Unlock")),
    ),
    el(
      "details",
      { class: "details" },
      el("summary", {}, "If you can't unlock them"),
      el("p", {}, "A rescue file holds everything that is on this device, still locked. It can be opened on another device with the same passphrase."),
      el("div", { class: "actions" }, button("Save a rescue file", saveRescue, "secondary")),
      el("p", {}, "If the passphrase is lost, what was not sent is lost. You can clear this device and begin anew."),
      el("div", { class: "actions" }, button("Clear this device …", () => clearing(next), "secondary")),
    ),
  );
  document.getElementById("passphrase").focus();
}

function clearing(next) {
  show(
    "Clear this device",
    notice("Everything on this device goes, and what was not sent is lost for good.", "error"),
    el(
      "div",
      { class: "actions" },
      button("Clear it now", () => vault.forget().then(() => setUp(next)), "warning"),
      button("Keep everything", () => unlock(next), "secondary"),
    ),
  );
}

export function openRescue(next, problem = {}) {
  const go = async () => {
    const file = document.getElementById("rescue").files[0];
    if (!file) return openRescue(next, { file: "Choose the rescue file." });
    let came;
    try {
      came = await takeIn(await file.text(), typed("file-passphrase"));
    } catch {
      return openRescue(next, { file: "This is no rescue file of Earshot, or it is damaged. Nothing was changed." });
    }
    if (came === null) return openRescue(next, { passphrase: "That is not the passphrase of the device that saved this file. Nothing was changed." });
    desk.note = broughtFrom(came);
    return next();
  };
  show(
    "Open a rescue file",
    form(
      go,
      field("The rescue file", "rescue", { type: "file", accept: ".json", class: "input input--file" }, { problem: problem.file }),
      field("The passphrase of the device that saved it", "file-passphrase", { type: "password" }, { problem: problem.passphrase }),
      el("div", { class: "actions" }, press("Bring its audits here"), button("Back", next, "secondary")),
    ),
  );
}
