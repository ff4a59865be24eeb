// The audits on this device: go on with one, open another, take a draft along, send what waits.
import { desk, discard, formOf, lacking, leave, MOST_AUDITS, open, pagesOf, save, sync, takeAlong } from "./desk.js";
import { damaged } from "./damaged.js";
import { openRescue, saveRescue } from "./door.js";
import { button, el, field, notice, show } from "./dom.js";
import * as ledger from "./ledger.js";
import { page } from "./pages.js";
import * as photos from "./photos.js";
import { told } from "./revoked.js";

const CASE = /^[A-Z]{1,6}-?[0-9]{1,6}[A-Z]?$/;
const plural = (count, one, many) => `${count} ${count === 1 ? one : many}`;

// The first page on which something must still be said; the first of all where nothing is.
function goOn(audit) {
  const next = Object.values(lacking(audit))[0];
  page(audit, next?.page ?? pagesOf(audit)[0].key, list);
}

function notTaken({ problem, isLost }) {
  if (isLost) return `A photo was not sent. ${problem} Everything else of this audit was sent. What is damaged is in the rescue file, and the photo is sent once it can be opened again. To do without it, take it away under “Photos of drawings”.`;
  return `A photo was not taken. ${problem} It is still on this device, and everything else of this audit was sent. Take it away under “Photos of drawings”, or save a rescue file first if it may matter.`;
}

function card(audit) {
  const waits = ledger.unsent(audit);
  const pictures = photos.unsent(audit);
  const refused = photos.refused(audit)[0];
  const form = formOf(audit);
  const twice = ledger.clashes(audit).length;
  return el(
    "li",
    { class: "card" },
    el("h2", {}, `Case ${audit.case_ref}`),
    el("p", {}, waits ? `${plural(waits, "answer waits", "answers wait")} to be sent.` : "Everything written here is on the site.", pictures ? ` ${plural(pictures, "photo waits", "photos wait")} to be sent.` : "", audit.hand_in ? " It is handed in as soon as there is a signal." : ""),
    twice ? notice(`${plural(twice, "answer has", "answers have")} two versions. Choose which holds.`, "warning") : null,
    audit.message && notice(audit.message, "error"),
    refused && notice(notTaken(refused), "error"),
    Object.values(audit.refused).length > 0 && notice(Object.values(audit.refused)[0], "error"),
    el(
      "div",
      { class: "actions" },
      form ? button("Go on", () => goOn(audit), "primary", ` with case ${audit.case_ref}`) : el("p", {}, "Its form comes with the next signal."),
      Object.keys(audit.fields).length > 0 && button("Put the case right", () => opening(audit.opening, audit.fields, audit), "secondary"),
      audit.state !== "draft" && button("Remove …", () => letGo(audit), "secondary", ` case ${audit.case_ref} from this device`),
    ),
  );
}

function takeable() {
  const here = new Set(desk.audits.map((audit) => audit.id));
  const others = desk.state.drafts.filter((draft) => !here.has(draft.id));
  if (!others.length || desk.audits.length >= MOST_AUDITS) return null;
  return [
    el("h2", {}, "Drafts on the site"),
    el("ul", { class: "plain-list" }, others.map((draft) => el("li", { class: "card" }, el("p", {}, `${draft.audit_ref}, case ${draft.case_ref}`), el("div", { class: "actions" }, button("Take it along", () => takeAlong(draft).then(listIfThere), "secondary", ` ${draft.audit_ref}`))))),
  ];
}

// What the site was asked for may come when somebody has gone on to a page: that one stays.
const listIfThere = () => document.querySelector("#capture").dataset.screen === "list" && list();

// What is in memory alone would be lost, so it is sent or written down before the key goes.
const lock = () => (desk.unstored.size ? list() : leave());

export function list() {
  const { note, state, audits } = desk;
  const canOpen = state.newest && audits.length < MOST_AUDITS && !state.revoked;
  show(
    "Your audits on this device",
    told(state, audits),
    damaged(),
    note && notice(note.text, note.kind, true),
    note?.end === "signed_out" && el("p", {}, el("a", { href: "/sign-in?next=/audits/capture" }, "Sign in on the site")),
    desk.unstored.size > 0 && notice("This device has no room left: the last change is only on this page, not on its disk. Keep this page open. Send it if there is a signal, or free some room on the device.", "error"),
    state.revoked && notice("This device was revoked. Nothing more is taken from it. Save a rescue file, and open that on another device.", "error"),
    !state.newest && el("p", {}, "This device has no audit form yet. Sign in on the site once with a signal, and press “Send and fetch”."),
    audits.length >= MOST_AUDITS && notice(`A device holds ${MOST_AUDITS} audits at most. Hand one in to open another.`),
    audits.length ? el("ul", { class: "plain-list" }, audits.map(card)) : el("p", { class: "lead" }, "No audit is on this device. Open one, or take a draft along."),
    el("div", { class: "actions" }, canOpen && button("Open an audit", () => opening()), button("Send and fetch", () => sync().then(listIfThere), "secondary"), button("Lock", lock, "secondary")),
    takeable(),
    state.called && el("p", { class: "quietly" }, `The site calls this device “${state.called}”. Revoke it under that name if it is lost.`),
    el("details", { class: "details" }, el("summary", {}, "If this device can't send"), el("p", {}, "A rescue file holds everything that is here, locked with the passphrase of this device."), el("div", { class: "actions" }, button("Save a rescue file", saveRescue, "secondary"), button("Open a rescue file", () => openRescue(list), "secondary"))),
  );
  document.querySelector("#capture").dataset.screen = "list";
}

// Draws the list anew under somebody's hands: what was open stays open, what had the focus keeps it.
export function redraw() {
  const main = document.querySelector("#capture");
  if (main.dataset.screen !== "list") return;
  const isOpen = main.querySelector("details").open;
  const had = document.activeElement?.textContent;
  list();
  main.querySelector("details").open = isOpen;
  [...main.querySelectorAll("button, summary")].find((one) => one.textContent === had)?.focus();
}

// What came too late for an audit that is handed in has no place to go but a rescue file.
function letGo(audit) {
  show(
    `Remove case ${audit.case_ref} from this device`,
    notice("What could not be added to this audit goes for good. Save a rescue file first if it may matter.", "warning"),
    el("div", { class: "actions" }, button("Save a rescue file", saveRescue, "secondary"), button("Remove it", () => discard(audit).then(list), "warning"), button("Keep it", list, "secondary")),
  );
}

function problemsOf(said) {
  const wrong = {};
  if (!CASE.test(said.case_ref.trim().toUpperCase())) wrong.case_ref = "Write the case reference as letters and up to six digits, like CH-1042. Never a name, a date of birth or an NHS number.";
  if (said.kind === "thematic" && !said.theme) wrong.theme = "Write the one question that all audits of this theme look at.";
  if (!said.team.trim()) wrong.team = "Write the name of the team.";
  if (!/^\d{4}-\d\d-\d\d$/.test(said.held_on) || said.held_on > new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)) wrong.held_on = "Give the day. It can't be in the future.";
  if (!said.has_no_conflict) wrong.has_no_conflict = "You can't audit your own case or your own line. Ask for another auditor.";
  if (said.age_years !== null && !(said.age_years >= 0 && said.age_years <= 25)) wrong.age_years = "Write an age from 0 to 25.";
  return wrong;
}

const select = (label, id, options, value) => el("div", { class: "field" }, el("label", { class: "label", for: id }, label), el("select", { class: "input input--select", id }, options.map(([key, text]) => el("option", { value: key, selected: key === value }, text))));

function opening(said = {}, wrong = {}, audit = null) {
  const go = async () => {
    const value = (id) => document.getElementById(id).value;
    const now = { case_ref: value("case_ref").trim().toUpperCase(), kind: value("kind"), cohort: value("cohort"), team: value("team").trim(), held_on: value("held_on"), has_no_conflict: document.getElementById("has_no_conflict").checked, practitioner_ref: value("practitioner_ref").trim(), age_years: value("age_years").trim() ? Number(value("age_years")) : null, theme: value("theme").trim() };
    const problems = problemsOf(now);
    if (Object.keys(problems).length) return opening(now, problems, audit);
    if (!audit) return goOn(await open(now));
    Object.assign(audit, { opening: now, case_ref: now.case_ref, fields: {}, message: "" });
    await save(audit);
    return list();
  };
  show(
    audit ? "Put the case right" : "Open an audit",
    el(
      "form",
      { novalidate: true, onsubmit: (event) => (event.preventDefault(), go()) },
      field("Case reference", "case_ref", { type: "text", value: said.case_ref ?? "" }, { hint: "Letters and a number, such as CH-1042. Never a name, a date of birth or an NHS number.", problem: wrong.case_ref }),
      select("What kind of audit is it?", "kind", desk.state.kinds, said.kind),
      field("The theme, if it is a thematic audit", "theme", { type: "text", maxlength: 120, value: said.theme ?? "" }, { problem: wrong.theme }),
      select("What kind of help does the child get?", "cohort", desk.state.cohorts, said.cohort),
      field("Team", "team", { type: "text", value: said.team ?? "" }, { problem: wrong.team }),
      field("The practitioner's staff reference", "practitioner_ref", { type: "text", value: said.practitioner_ref ?? "" }, { problem: wrong.practitioner_ref }),
      field("The child's age in years", "age_years", { type: "text", inputmode: "numeric", value: said.age_years ?? "" }, { hint: "You may leave it empty.", problem: wrong.age_years }),
      field("Day of the conversation", "held_on", { type: "date", value: said.held_on ?? new Date().toISOString().slice(0, 10) }, { problem: wrong.held_on }),
      el("div", { class: wrong.has_no_conflict ? "field field--wrong" : "field" }, wrong.has_no_conflict && el("p", { class: "wrong", id: "has_no_conflict-error" }, el("span", {}, "Problem:"), ` ${wrong.has_no_conflict}`), el("div", { class: "choices choices--small" }, el("div", { class: "choice" }, el("input", { class: "choice__input", type: "checkbox", id: "has_no_conflict", checked: Boolean(said.has_no_conflict) }), el("label", { class: "choice__label", for: "has_no_conflict" }, "This is not my own case, nor my own line")))),
      el("div", { class: "actions" }, el("button", { class: "button button--primary", type: "submit" }, audit ? "Keep this" : "Open the audit"), button("Back", list, "secondary")),
    ),
  );
  document.querySelector("[aria-invalid]")?.focus();
}
