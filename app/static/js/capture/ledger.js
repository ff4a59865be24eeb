// What a device holds of one audit: the heads that the site told of, and the edits that it has not
// heard to be safe yet. The same rules as app/domain/revisions.py; no clock takes part.
import { unsent as unsentPhotos } from "./photos.js";

export function newAudit(id, version, opening) {
  return { id, version, opening, audit_ref: "", case_ref: opening?.case_ref ?? "", state: "draft", number: 0, told: {}, waiting: [], refused: {}, problems: {}, missing: {}, hand_in: false, message: "", fields: {}, photos: [] };
}

const same = (one, other) => plain(one) === plain(other);
const plain = (raw) => JSON.stringify(Object.entries(raw).sort(([a], [b]) => (a < b ? -1 : 1)));

// Blank parts say nothing, so they are left out: the same answer is always the same strings.
export function tidied(raw) {
  const parts = Object.entries(raw).map(([part, sent]) => [part, sent.filter((one) => one.trim())]);
  return Object.fromEntries(parts.filter(([, sent]) => sent.length));
}

// What nobody has seen, and first of it what stands: what the site told first, or what was written by
// somebody who had seen that.
export function heads(audit, field) {
  const told = audit.told[field] ?? [];
  const known = new Set(told.map((one) => one.id));
  const all = [...told, ...audit.waiting.filter((edit) => edit.field === field && !known.has(edit.id))];
  const seen = new Set(all.flatMap((one) => one.seen.filter((id) => id !== one.id)));
  const found = all.filter((one) => !seen.has(one.id));
  const stands = all.reduce((first, one) => (!first || one.seen.includes(first.id) ? one : first), null);
  return found.length ? [...found.filter((one) => one === stands), ...found.filter((one) => one !== stands)] : all.slice(-1);
}

export const rawOf = (audit, field) => heads(audit, field)[0]?.raw ?? {};
export const isClash = (audit, field) => heads(audit, field).some((one, index, all) => !same(one.raw, all[0].raw));
export const clashes = (audit) => [...new Set([...Object.keys(audit.told), ...audit.waiting.map((edit) => edit.field)])].filter((field) => isClash(audit, field));
export const unsent = (audit) => audit.waiting.filter((edit) => !audit.refused[edit.id]).length;

// Gives a field anew, and returns whether anything changed. `shown` are the heads that its author
// had before them, which may be older than those that came meanwhile. What was never sent is written
// over, the last of it where a choice was made since, under a new id, because a rescue file may hold the old one; what was sent may be safe already,
// so it is answered to by an edit of its own.
export function write(audit, field, given, id, { chooses = false, shown = heads(audit, field) } = {}) {
  const raw = tidied(given);
  if (!chooses && same(shown[0]?.raw ?? {}, raw)) return false;
  delete audit.problems[field];
  delete audit.missing[field];
  const amended = !chooses && audit.waiting.findLast((edit) => edit.field === field && !edit.sent);
  if (amended) {
    Object.assign(amended, { id, raw });
    return true;
  }
  const seen = [...new Set(shown.flatMap((one) => [one.id, ...one.seen]))];
  audit.waiting.push({ id, field, seen, raw, sent: false });
  return true;
}

// What is to be sent of one audit, as the site reads it; from now on none of it is written over.
export function outgoing(audit, most = 500) {
  const edits = audit.waiting.filter((edit) => !audit.refused[edit.id]).slice(0, most);
  for (const edit of edits) edit.sent = true;
  const whole = edits.length === unsent(audit);
  return {
    id: audit.id,
    known: audit.number,
    ...(audit.opening && !audit.audit_ref && { opening: audit.opening, version: audit.version }),
    edits: edits.map(({ id, field, seen, raw }) => ({ id, field, seen, raw })),
    hand_in: audit.hand_in && whole && !unsentPhotos(audit),
  };
}

// Hears what became of it. Only what the site calls safe waits no more; heads that are older than
// those known are no news.
export function hear(audit, reply) {
  if (reply.state === "refused") {
    audit.message = reply.message;
    audit.fields = reply.fields;
    audit.hand_in = false;
    return;
  }
  const safe = new Set(reply.safe);
  audit.message = "";
  audit.fields = {};
  audit.state = reply.state;
  audit.audit_ref = reply.audit_ref;
  audit.case_ref = reply.case_ref;
  audit.about = { kind: reply.kind, cohort: reply.cohort };
  audit.keeps_open = reply.keeps_open;
  audit.version = reply.version;
  if (reply.number >= audit.number) {
    audit.number = reply.number;
    Object.assign(audit.told, reply.heads);
    audit.problems = reply.problems;
  }
  audit.waiting = audit.waiting.filter((edit) => !safe.has(edit.id));
  audit.refused = { ...audit.refused, ...reply.refused };
  audit.missing = reply.missing;
  if (Object.keys(reply.missing).length || reply.keeps_open) audit.hand_in = false;
}

// What waits and says that the child may not be safe. What was refused came too late to be added, and
// was heard when it came.
const unsafe = (audit) => audit.waiting.filter((edit) => edit.field === "safe_now" && !audit.refused[edit.id] && Object.values(edit.raw).flat().some((said) => ["no", "unsure"].includes(said)));
export const saysUnsafe = (audit) => unsafe(audit).length > 0;
export const isUnheard = (audit) => unsafe(audit).some((edit) => !edit.heard);

// Of a revoked device nothing is taken, and it may be heard all the same: then no edit is safe, but
// somebody was told of what these say.
export function beHeard(audit, ids) {
  for (const edit of audit.waiting.filter((one) => ids.includes(one.id))) edit.heard = true;
}

// An audit can go from the device when the site has all of it and it is handed in.
export const isOver = (audit) => audit.state !== "draft" && audit.waiting.length === 0 && !unsentPhotos(audit);
export const waits = (audit) => audit.waiting.length > 0 || unsentPhotos(audit) > 0 || !audit.audit_ref || audit.hand_in;

// Brings what another device held, from a rescue file; nothing that is here is lost for it.
export function bring(audit, other) {
  const known = new Set(audit.waiting.map((edit) => edit.id));
  const more = other.waiting.filter((edit) => !known.has(edit.id));
  audit.waiting = [...more.map((edit) => ({ ...edit, sent: true })), ...audit.waiting];
  if (other.number > audit.number) Object.assign(audit, { number: other.number, told: other.told });
}
