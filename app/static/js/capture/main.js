// The audits of a device without a signal: one tab at a time, locked when nobody is there.
import { carry } from "./carrying.js";
import { desk, leave, on, sync, touch, watch } from "./desk.js";
import { setUp, unlock } from "./door.js";
import { notice, show } from "./dom.js";
import { list, redraw } from "./list.js";
import { timing } from "./pages.js";
import * as photos from "./photos.js";
import * as vault from "./vault.js";

const main = document.querySelector("#capture");
const LOOK = 1_000;
const TRY_AGAIN = 60_000;

function worker() {
  if (!navigator.serviceWorker) return;
  const ours = main.dataset.worker;
  // The browser takes the address of a worker only from a policy, and this one knows one address.
  const policy = window.trustedTypes?.createPolicy("capture", { createScriptURL: (address) => (address === ours ? address : "") });
  navigator.serviceWorker.register(policy ? policy.createScriptURL(ours) : ours, { scope: "/audits/" });
}

function next() {
  list();
  sync();
}

async function begin() {
  await vault.purge();
  on("locked", () => unlock(next, { locked: true }));
  // Somebody who writes is not disturbed by news; the list is drawn anew where it is shown.
  on("changed", redraw);
  on("carry", carry);
  for (const sign of ["pointerdown", "keydown", "input"]) window.addEventListener(sign, touch, { passive: true });
  setInterval(watch, LOOK);
  setInterval(() => document.visibilityState === "visible" && desk.audits.some((audit) => audit.waiting.length || audit.hand_in || photos.next(audit)) && sync(), TRY_AGAIN);
  document.addEventListener("visibilitychange", watch);
  window.addEventListener("online", () => sync());
  window.addEventListener("pageshow", (shown) => shown.persisted && vault.isOpen() && leave());
  if (await vault.isMade()) unlock(next);
  else setUp(next);
}

worker();
main.dataset.ready = "yes";
main.timing = timing;
navigator.storage?.persist?.();
// Two tabs would each keep their own memory of one audit.
navigator.locks.request("earshot-capture", { ifAvailable: true }, (held) => {
  if (!held) return show("Open in another tab", notice("Your audits are open in another tab or window of this device. Go on there, or close it and load this page again.", "warning"));
  begin();
  return new Promise(() => {});
});
