// What is open on the device: its audits in memory, how they are kept, and when it locks.
import { fitted } from "./fitting.js";
import * as ledger from "./ledger.js";
import * as photos from "./photos.js";
import { read } from "./questions.js";
import { send } from "./sending.js";
import * as vault from "./vault.js";
import { visiblePages } from "./conditions.js";

export const MOST_AUDITS = 20;
const LOCK_AFTER = 5 * 60_000;

// `unstored` holds the audits of which the last change is in memory alone, because the disk took none.
// `damaged` are the ids of records that could not be opened, and are kept aside.
export const desk = { state: null, audits: [], note: null, busy: false, carrying: false, unstored: new Set(), damaged: [] };
const listeners = { locked: () => {}, changed: () => {}, carry: () => {} };
let touched = Date.now();

export const on = (what, tell) => {
  listeners[what] = tell;
};

const freshState = (name) => ({ id: "state", device: { id: crypto.randomUUID(), name }, who: "", forms: {}, newest: null, voices: {}, kinds: [], cohorts: [], drafts: [], duty: [], revoked: false, told: "" });

export async function start(passphrase, name) {
  await vault.make(passphrase);
  desk.state = freshState(name);
  await vault.put(desk.state, { waits: true });
  desk.audits = [];
  desk.damaged = await vault.aside();
  touched = Date.now();
}

export async function enter(passphrase) {
  if (!(await vault.unlock(passphrase))) return false;
  const records = await vault.all();
  desk.damaged = await vault.aside();
  // Each audit knows whose it is: where the settings are damaged, nobody else sends it as theirs.
  const who = records.find((one) => one.audit && one.who)?.who ?? "";
  desk.state = records.find((one) => one.id === "state") ?? { ...freshState("A device"), who };
  desk.audits = records.filter((one) => one.id.startsWith("audit:")).map((one) => one.audit);
  desk.audits.forEach(photos.lookAgain);
  touched = Date.now();
  return true;
}

export function leave() {
  desk.unstored.clear();
  vault.lock();
  desk.state = null;
  desk.audits = [];
  desk.note = null;
  listeners.locked();
}

export const touch = () => {
  touched = Date.now();
};
// A device that slept has a clock that jumped; it is asked again as soon as it wakes. What is in
// memory alone would be lost with the key, so that waits until it can be written down.
export const watch = () => {
  if (!vault.isOpen() || Date.now() - touched < LOCK_AFTER) return;
  if (desk.unstored.size) desk.audits.filter((audit) => desk.unstored.has(audit.id)).forEach((audit) => save(audit));
  else leave();
};

// Writes an audit of the desk down, and returns whether the disk took it; `more` are the photos that came or went.
export function save(audit, more = {}) {
  // What is heard of an audit that left the desk meanwhile is not written over what came after it.
  if (!desk.audits.includes(audit)) return Promise.resolve(false);
  const done = (isStored) => (desk.unstored[isStored ? "delete" : "add"](audit.id), isStored);
  return vault.put({ id: `audit:${audit.id}`, audit, who: desk.state.who }, { waits: ledger.waits(audit), ...more }).then(() => done(true), () => done(false));
}

const keepState = () => vault.put(desk.state, { waits: true }).catch(() => {});
// The form that an audit is asked: what its kind and the child's plan leave out is not in it.
export function formOf(audit) {
  const form = desk.state.forms[audit.version];
  const about = audit.about ?? audit.opening;
  return form && about ? fitted(form, about) : form;
}

export async function open(opening) {
  const audit = ledger.newAudit(crypto.randomUUID(), desk.state.newest, opening);
  desk.audits.push(audit);
  await save(audit);
  return audit;
}

export async function takeAlong(draft) {
  const audit = ledger.newAudit(draft.id, draft.version, null);
  Object.assign(audit, { audit_ref: draft.audit_ref, case_ref: draft.case_ref, about: { kind: draft.kind, cohort: draft.cohort } });
  desk.audits.push(audit);
  await save(audit);
  await sync();
  // Without what is on the site already, somebody would write it a second time.
  if (desk.note?.end !== "sent") await discard(audit);
}

export async function discard(audit) {
  desk.audits = desk.audits.filter((one) => one !== audit);
  await vault.remove(`audit:${audit.id}`);
}

// Gives a field anew: at once in memory, and a promise of when it is on the disk; null for no change.
export function give(audit, field, raw, how) {
  if (!ledger.write(audit, field, raw, crypto.randomUUID(), how)) return null;
  // What was said of the last sending is no longer true.
  desk.note = null;
  return save(audit);
}

export function givens(audit) {
  const form = formOf(audit);
  const found = {};
  for (const page of form.pages) {
    for (const question of page.questions) {
      const { given } = read(form, question, ledger.rawOf(audit, question.key));
      if (given) found[question.key] = given;
    }
  }
  return found;
}

export const pagesOf = (audit) => visiblePages(formOf(audit), givens(audit));

// What keeps an audit from being handed in, as far as the device can tell: by field.
export function lacking(audit) {
  const form = formOf(audit);
  const found = {};
  for (const page of pagesOf(audit)) {
    for (const question of page.questions.filter((one) => !one.is_file)) {
      const { problem } = read(form, question, ledger.rawOf(audit, question.key));
      const wrong = ledger.isClash(audit, question.key) ? "There are two versions of this. Choose one." : problem || audit.problems[question.key] || audit.missing[question.key];
      if (wrong) found[question.key] = { page: page.key, label: question.label, wrong };
    }
  }
  return found;
}

async function hearNews(news) {
  const kept = Object.fromEntries(desk.audits.map((audit) => [audit.version, desk.state.forms[audit.version]]).filter(([, form]) => form));
  Object.assign(desk.state, { who: news.who, newest: news.newest, voices: news.voices, kinds: news.kinds, cohorts: news.cohorts, drafts: news.drafts, duty: news.duty, forms: { ...kept, ...news.forms }, told: "" });
  await keepState();
}

async function clear() {
  const over = desk.audits.filter(ledger.isOver);
  for (const audit of over) await vault.remove(`audit:${audit.id}`);
  desk.audits = desk.audits.filter((audit) => !over.includes(audit));
  return over.map((audit) => audit.audit_ref);
}

const ENDS = {
  away: ["info", "There is no signal, or the site does not answer. Everything is kept on this device and is sent later."],
  signed_out: ["warning", "Sign in on the site to send what waits. Everything is kept on this device."],
};

function allOrSome() {
  const stayed = desk.audits.some((audit) => audit.waiting.length || !audit.audit_ref || photos.refused(audit).length);
  const coming = desk.audits.filter(photos.next).reduce((sum, audit) => sum + photos.unsent(audit), 0);
  if (!stayed && coming) return ["info", `What you wrote is on the site. ${coming === 1 ? "1 photo is" : `${coming} photos are`} being sent.`];
  return stayed ? ["warning", "Some of it could not be taken, and is still on this device."] : ["success", "Everything that waited is on the site."];
}

// Sends what was written, and then, without anybody waiting for it, the photos.
export async function sync() {
  await exchange();
  listeners.carry();
}

// Ends a try to send: what is said of it, and what happens when the device is revoked.
export async function conclude(came, gone = []) {
  if (came.end === "revoked") desk.state.revoked = true;
  const [kind, text] = ENDS[came.end] ?? (came.end === "sent" ? allOrSome() : ["error", came.message]);
  const left = gone.length ? ` Handed in, and gone from this device: ${gone.join(", ")}.` : "";
  desk.note = { kind, text: text + left, end: came.end };
  if (came.end === "revoked") await keepState();
}

export async function exchange() {
  if (desk.busy || !vault.isOpen() || desk.state.revoked) return;
  desk.busy = true;
  try {
    const came = await send(desk.state, desk.audits, save);
    if (!vault.isOpen()) return;
    if (came.news) await hearNews(came.news);
    await conclude(came, await clear());
  } finally {
    desk.busy = false;
  }
  listeners.changed();
}

export const changed = () => listeners.changed();

// Brings the audits of a rescue file here. Returns how many, and how many rows of the file are
// damaged; null for a wrong passphrase.
export async function takeIn(text, passphrase) {
  const file = await vault.opening(text, passphrase);
  if (!file) return null;
  const other = file.records.find((one) => one.id === "state");
  desk.state.forms = { ...other?.forms, ...desk.state.forms };
  await keepState();
  const brought = file.records.filter((one) => one.id.startsWith("audit:")).map((one) => one.audit);
  for (const audit of brought) await bring(audit, file.photos);
  return { count: brought.length, damaged: file.damaged };
}

async function bring(audit, contents) {
  let here = desk.audits.find((one) => one.id === audit.id);
  if (here) ledger.bring(here, audit);
  else desk.audits.push((here = { ...audit, photos: [], waiting: audit.waiting.map((edit) => ({ ...edit, sent: true })) }));
  photos.bring(here, audit);
  const rows = photos.of(here).map((one) => vault.photoRow(here.id, one.id)).filter((row) => contents.has(row));
  await save(here, { photos: rows.map((row) => [row, contents.get(row)]) });
}
