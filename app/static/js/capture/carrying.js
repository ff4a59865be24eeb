// Photos on their way: one after another, beside what is written and never before it. A photo that
// was cut off is sent again whole; none leaves the device before the site said that it is safe.
import { changed, conclude, desk, exchange, save } from "./desk.js";
import * as photos from "./photos.js";
import { sendPhoto } from "./sending.js";
import * as vault from "./vault.js";

// What stays free for words: photos are many times as large, and would fill the device first.
const RESERVE = 5_000_000;
const LOST = "It is damaged, or not on this device any more, so it can't be sent.";

export const contentOf = (audit, id) => vault.photo(vault.photoRow(audit.id, id));

async function hasRoom(bytes) {
  const { quota = Infinity, usage = 0 } = (await navigator.storage?.estimate?.()) ?? {};
  return quota - usage > bytes + RESERVE;
}

// Adds a photo, sealed like all else, and returns whether the device had room for it.
export async function addPhoto(audit, part, content) {
  if (!(await hasRoom(content.byteLength))) return false;
  const id = crypto.randomUUID();
  photos.add(audit, id, part);
  if (await save(audit, { photos: [[vault.photoRow(audit.id, id), content]] })) return true;
  photos.forget(audit, id);
  // Without the photo the audit is again what the disk has, unless that was full before.
  await save(audit);
  return false;
}

export function removePhoto(audit, id) {
  photos.takeAway(audit, id);
  audit.hand_in = false;
  desk.note = null;
  return save(audit, { gone: [vault.photoRow(audit.id, id)] });
}

async function one(audit, photo) {
  const isLeaving = photo.state === "leaving";
  photo.sent = true;
  await save(audit);
  const content = isLeaving ? null : await contentOf(audit, photo.id);
  if (!desk.audits.includes(audit)) return { end: "sent" };
  const came = !isLeaving && !content ? { isVerdict: true, isLost: true, message: LOST } : await sendPhoto(desk.state, audit, photo, content);
  // Locked and unlocked meanwhile, the desk has other copies of its audits, and they send it again.
  if (!desk.audits.includes(audit)) return { end: "sent" };
  if (came.end !== "sent" && !came.isVerdict) return came;
  const isOff = photos.hear(audit, photo.id, came.reply ?? came);
  await save(audit, isOff ? { gone: [vault.photoRow(audit.id, photo.id)] } : {});
  return { end: "sent" };
}

const nextOf = () => desk.audits.filter((audit) => audit.audit_ref).map((audit) => [audit, photos.next(audit)]).find(([, photo]) => photo);

// Sends every photo that waits. An audit that is to be handed in is, once its photos are there.
export async function carry() {
  if (desk.carrying || desk.note?.end !== "sent" || !nextOf()) return;
  desk.carrying = true;
  try {
    for (let found = nextOf(); found && vault.isOpen(); found = nextOf()) {
      const came = await one(...found);
      // What waits is still said, for a child may not be safe; and the answer to that ends it.
      if (came.end === "revoked") return vault.isOpen() && (await exchange());
      if (came.end !== "sent") return vault.isOpen() && (await conclude(came));
    }
    if (!vault.isOpen()) return;
    await conclude({ end: "sent" });
    if (desk.audits.some((audit) => audit.hand_in && audit.state === "draft")) await exchange();
  } finally {
    desk.carrying = false;
    if (vault.isOpen()) changed();
  }
}
