// Sends what waits, and hears what is safe. Nothing goes from the device before the site said so.
import * as ledger from "./ledger.js";

const ADDRESS = "/audits/sync";
const MOST_BYTES = 1_500_000;
const PATIENCE = 120_000;
let csrf = "";

// How a try ended: "sent", "away" (no signal), "signed_out", "revoked", "refused".
export async function contact(state) {
  const answer = await fetch(ADDRESS, { redirect: "manual", cache: "no-store", headers: { "X-Earshot-Poll": "1" } }).catch(() => null);
  if (!answer) return { end: "away" };
  if (answer.type === "opaqueredirect" || answer.status === 401) return { end: "signed_out" };
  if (!answer.ok) return { end: "away" };
  const news = await answer.json();
  if (state.who && state.who !== news.who) return { end: "refused", message: "This device holds the audits of another person. Sign in as that person to send them. Nothing was changed." };
  csrf = news.csrf;
  return { end: "sent", news };
}

async function post(address, body, headers) {
  const signal = AbortSignal.timeout(PATIENCE);
  const answer = await fetch(address, { method: "POST", redirect: "manual", headers: { ...headers, "X-CSRFToken": csrf }, body, signal }).catch(() => null);
  if (!answer) return { end: "away" };
  if (answer.status === 401 || answer.type === "opaqueredirect") return { end: "signed_out" };
  if (answer.status >= 500 || answer.status === 429) return { end: "away" };
  const reply = await answer.json().catch(() => ({}));
  if (answer.ok) return { end: "sent", reply };
  return { end: reply.code === "device_revoked" ? "revoked" : "refused", heard: reply.heard ?? [], isVerdict: answer.status === 422, message: reply.message ?? "The site refused this. All of it is still on this device." };
}

// As many audits as fit into one message, each with what waits of it.
function batches(audits) {
  const found = [[]];
  let size = 0;
  for (const audit of audits) {
    const part = ledger.outgoing(audit);
    const more = JSON.stringify(part).length * 2;
    if (size + more > MOST_BYTES && found.at(-1).length) {
      found.push([]);
      size = 0;
    }
    found.at(-1).push(part);
    size += more;
  }
  return found;
}

async function beHeard(audits, part, heard, store) {
  for (const { id, edits } of part.filter((one) => heard.includes(one.id))) {
    const audit = audits.find((one) => one.id === id);
    ledger.beHeard(audit, edits.map((edit) => edit.id));
    await store(audit);
  }
}

// `store` keeps an audit on the device; it is called before anything is sent, so that what may
// have arrived is never written over, and again when it is heard what became of it.
export async function send(state, audits, store) {
  const met = await contact(state);
  if (met.end !== "sent") return met;
  const parts = batches(audits);
  await Promise.all(audits.map(store));
  let end = met;
  for (const part of parts) {
    const came = await post(ADDRESS, JSON.stringify({ device: state.device, audits: part }), { "Content-Type": "application/json" });
    if (["away", "signed_out"].includes(came.end)) return came;
    if (came.end !== "sent") {
      // What is refused, even because the device is revoked, holds up no later part: one may say
      // that a child is not safe, and only once all of them arrived is the device done.
      if (end.end !== "revoked") end = came;
      await beHeard(audits, part, came.heard, store);
      continue;
    }
    // The site numbers a name that another device of the person has.
    state.called = came.reply.called;
    for (const reply of came.reply.audits) {
      const audit = audits.find((one) => one.id === reply.id);
      ledger.hear(audit, reply);
      await store(audit);
    }
  }
  return end;
}

// Sends one photo, or asks the site for one back; `content` is read by whoever calls.
export function sendPhoto(state, audit, photo, content) {
  const address = `${ADDRESS}/${audit.id}/photos/${photo.id}`;
  const about = { "X-Earshot-Device": state.device.id, "X-Earshot-Voice": photo.part };
  if (photo.state === "leaving") return post(`${address}/remove`, null, about);
  return post(address, content, { ...about, "Content-Type": "image/jpeg" });
}
