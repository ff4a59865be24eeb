// What is said where a record of this device can't be opened, and where a locked device holds
// what was not sent: what happened, what is kept, and what to do.
import { desk } from "./desk.js";
import { el, notice } from "./dom.js";
import * as vault from "./vault.js";

const HELP = "Save a rescue file below, keep this device, and ring your service lead. Clear nothing before they say so.";

const count = (number, one, many) => `${number} ${number === 1 ? one : many}`;
const and = (parts) => [parts.slice(0, -1).join(", "), parts.at(-1)].filter(Boolean).join(" and ");

// An audit that the site has too is named by what the site calls it; the rest by what it was.
function nameOf(id) {
  const draft = desk.state.drafts.find((one) => id === `audit:${one.id}`);
  return draft ? `${draft.audit_ref} (case ${draft.case_ref})` : "an audit that can't be named";
}

// The list's own notice, which stays as long as something is kept aside; null where nothing is.
export function damaged() {
  const audits = desk.damaged.filter((id) => id.startsWith("audit:"));
  const photos = desk.damaged.filter((id) => id.startsWith("photo:") && !audits.some((audit) => id.includes(audit.slice(6))));
  const rest = desk.damaged.some((id) => id === "state");
  if (!audits.length && !photos.length && !rest) return null;
  const what = and([...audits.map(nameOf), photos.length && count(photos.length, "photo", "photos"), rest && "the settings of this device"].filter(Boolean));
  return el(
    "div",
    { id: "damaged" },
    notice(`Damaged on this device, and not opened: ${what}. Everything else was opened, and works as before.`, "error"),
    el("p", {}, "Nothing was deleted. What is damaged is kept on this device, locked as before, and it is in the rescue file. ", audits.length > 0 && "What you sent of it before is safe on the site: you can take it along again from there. What you had not sent of it is only in the damaged part. ", rest && "The forms come again with the next signal. "),
    el("p", {}, el("strong", {}, HELP)),
  );
}

// Said where not even the lock can be read, so that no passphrase opens anything.
export const broken = () => notice(`This device could not open its audits. Its lock may be damaged. Nothing was changed or deleted. ${HELP}`, "error", true);

const LOCKED = "A locked device sends nothing, not even that a child is not safe. It is sent when you unlock the device where there is a signal. If you wrote that a child is not safe, do not wait for that: ring now, 999 if they are in danger.";

// How many audits wait is no secret (decision 14); what waits of them is.
export function waitsLocked() {
  const place = el("div", { id: "waits" });
  vault.waiting().then((number) => number && place.append(notice(`${count(number, "audit holds", "audits hold")} something that was not sent. ${LOCKED}`, "warning"))).catch(() => {});
  return place;
}

export function broughtFrom({ count: number, damaged: lost }) {
  const here = `${count(number, "audit is", "audits are")} here now. Send what waits when there is a signal.`;
  if (!lost) return { kind: "success", text: here };
  return { kind: "warning", text: `${here} ${count(lost, "record", "records")} of the file could not be opened, because of damage. Nothing is lost from the file: keep it, and ring your service lead.` };
}
