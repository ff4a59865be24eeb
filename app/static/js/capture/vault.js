// The locked store of a device: every record is sealed with AES-GCM under a key that a passphrase
// unwraps, and that is in no place but memory while it is open.
const NAME = "earshot-capture";
const STORE = "kept";
const ROUNDS = 600_000;
const KEYS = "keys";
const DAY = 86_400_000;
// A photo is a row of its own, whose id begins with that of its audit; it is read when it is wanted.
const PHOTO = "photo:";
const AUDIT = "audit:";
// A row that can't be opened is put aside under a name of its own, so that nothing is ever written over it.
const ASIDE = "aside:";
const GROUP = ASIDE.length + 36;
const AFTER = (prefix) => `${prefix}\uffff`;
export const KEPT_DAYS = 7;

const bytes = (length) => crypto.getRandomValues(new Uint8Array(length));
const base64 = (content) => btoa(Array.from(new Uint8Array(content), (one) => String.fromCharCode(one)).join(""));
const unbase64 = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
const asked = (request) =>
  new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });

let database = null;
let key = null;
// One write after another: two that overlap could be stored in the wrong order.
let last = Promise.resolve();
// Damaged rows that could not be put aside, because the disk is full: nothing is written in their place.
const stuck = new Set();

async function opened() {
  if (database) return database;
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id" });
  database = await asked(request);
  return database;
}

async function rows(range) {
  return asked((await opened()).transaction(STORE).objectStore(STORE).getAll(range));
}

// Every row but the photos, which are many times as large.
const words = async () => [...(await rows(IDBKeyRange.upperBound(PHOTO))), ...(await rows(IDBKeyRange.lowerBound(AFTER(PHOTO))))];
export const photoRow = (audit, photo) => `${PHOTO}${audit}:${photo}`;
const isPhoto = (row) => (row.was ?? row.id).startsWith(PHOTO);
const photosOf = (record) => `${PHOTO}${record.replace(AUDIT, "")}:`;

async function change(work) {
  const writing = (await opened()).transaction(STORE, "readwrite", { durability: "strict" });
  work(writing.objectStore(STORE));
  await new Promise((done, failed) => {
    writing.oncomplete = done;
    writing.onerror = writing.onabort = () => failed(writing.error);
  });
}

const wrapping = { name: "AES-GCM", length: 256 };
const about = (id) => new TextEncoder().encode(`earshot|${id}`);

async function fromPassphrase(passphrase, salt, rounds) {
  const typed = new TextEncoder().encode(passphrase.normalize("NFKC"));
  const base = await crypto.subtle.importKey("raw", typed, "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds };
  return crypto.subtle.deriveKey(how, base, wrapping, false, ["wrapKey", "unwrapKey"]);
}

async function unwrapped(keys, passphrase) {
  const outer = await fromPassphrase(passphrase, keys.salt, keys.rounds);
  const how = { name: "AES-GCM", iv: keys.iv, additionalData: about(KEYS) };
  try {
    return await crypto.subtle.unwrapKey("raw", keys.wrapped, outer, how, wrapping, false, ["encrypt", "decrypt"]);
  } catch {
    return null;
  }
}

// A row that was put aside is bound to the id that it had.
const opener = (row) => ({ name: "AES-GCM", iv: row.iv, additionalData: about(row.was ?? row.id) });
const contentOf = async (row, withKey) => crypto.subtle.decrypt(opener(row), withKey, row.sealed);

async function unsealed(row, withKey) {
  return JSON.parse(new TextDecoder().decode(await contentOf(row, withKey)));
}

// What of some rows can be opened, and the rows that are damaged.
async function sorted(found, open) {
  const tried = await Promise.allSettled(found.map(open));
  return {
    opened: tried.filter((one) => one.status === "fulfilled").map((one) => one.value),
    damaged: found.filter((_, place) => tried[place].status === "rejected"),
  };
}

// Puts rows aside as they are, and as one group; where the disk has no room for that, they stay and
// are not written over.
async function putAside(found) {
  if (!found.length) return;
  const group = crypto.randomUUID();
  const moved = found.map((row) => ({ ...row, id: `${ASIDE}${group}:${row.id}`, was: row.id, waits: true, waited: row.waits }));
  await change((store) => (moved.forEach((row) => store.put(row)), found.forEach((row) => store.delete(row.id)))).catch(() => {
    found.forEach((row) => stuck.add(row.id));
  });
}

// A group that can be opened after all, and whose places are free, goes back: what failed was not the row.
async function putBack(holder) {
  const found = await rows(IDBKeyRange.bound(ASIDE, AFTER(ASIDE)));
  for (const group of new Set(found.map((row) => row.id.slice(0, GROUP)))) {
    const together = found.filter((row) => row.id.startsWith(group));
    const taken = await Promise.all(together.map((row) => rows(row.was)));
    if (taken.flat().length || (await sorted(together, (row) => contentOf(row, holder))).damaged.length) continue;
    const back = together.map(({ was, waited, ...row }) => ({ ...row, id: was, waits: waited }));
    await change((store) => (back.forEach((row) => store.put(row)), together.forEach((row) => store.delete(row.id)))).catch(() => {});
  }
}

async function sealed(id, content, withKey, waits) {
  const row = { id, iv: bytes(12), waits, at: Date.now() };
  return { ...row, sealed: await crypto.subtle.encrypt(opener(row), withKey, content) };
}

export const isMade = async () => (await asked((await opened()).transaction(STORE).objectStore(STORE).count(KEYS))) > 0;
export const isOpen = () => Boolean(key);
export const lock = () => {
  key = null;
};

export async function make(passphrase) {
  const fresh = await crypto.subtle.generateKey(wrapping, true, ["encrypt", "decrypt"]);
  const [salt, iv] = [bytes(16), bytes(12)];
  const outer = await fromPassphrase(passphrase, salt, ROUNDS);
  const how = { name: "AES-GCM", iv, additionalData: about(KEYS) };
  const wrapped = await crypto.subtle.wrapKey("raw", fresh, outer, how);
  // Rows without a key are those of a lock that was damaged; an older rescue file may have their key.
  await putAside((await rows()).filter((row) => !row.id.startsWith(ASIDE)));
  await change((store) => store.put({ id: KEYS, salt, iv, rounds: ROUNDS, wrapped }));
  return unlock(passphrase);
}

export async function unlock(passphrase) {
  const [keys] = await rows(KEYS);
  key = keys ? await unwrapped(keys, passphrase) : null;
  return isOpen();
}

// Every record that can be opened. What can't is put aside, an audit with its photos.
export async function all() {
  const holder = key;
  // What could not be put aside may be today.
  stuck.clear();
  await putBack(holder);
  const found = (await words()).filter((row) => row.id !== KEYS && !row.id.startsWith(ASIDE));
  const { opened: records, damaged } = await sorted(found, (row) => unsealed(row, holder));
  for (const row of damaged) await putAside([row, ...(row.id.startsWith(AUDIT) ? await rows(IDBKeyRange.bound(photosOf(row.id), AFTER(photosOf(row.id)))) : [])]);
  return records;
}

// The ids that damaged rows had, in the order in which they were found; they can be told without a key.
export async function aside() {
  const found = await rows(IDBKeyRange.bound(ASIDE, AFTER(ASIDE)));
  return [...new Set([...found.map((row) => row.was), ...stuck])];
}

// How many audits hold something that the site does not have yet; locked or not.
export async function waiting() {
  return (await rows(IDBKeyRange.bound(AUDIT, AFTER(AUDIT)))).filter((row) => row.waits).length;
}

function inTurn(work) {
  const turn = last.then(work);
  last = turn.catch(() => {});
  return turn;
}

// `waits` says that something in the record is not safe elsewhere yet, so that it is never purged.
// Photos that came with it (`photos`: row id and content) or went (`gone`: row ids) are written with
// it or not at all, so that no record names a photo that is not there.
export function put(record, { waits = false, photos = [], gone = [] } = {}) {
  if (stuck.has(record.id)) return Promise.reject(new Error("a damaged row is in this place"));
  const holder = key;
  const text = new TextEncoder().encode(JSON.stringify(record));
  return inTurn(async () => {
    const fresh = await Promise.all([sealed(record.id, text, holder, waits), ...photos.map(([id, content]) => sealed(id, content, holder, true))]);
    const write = () => change((store) => (fresh.forEach((row) => store.put(row)), gone.forEach((id) => store.delete(id))));
    if (!gone.length) return write();
    // On a full disk nothing can be written before something went, and to go needs no room.
    return write().catch(() => change((store) => gone.forEach((id) => store.delete(id))).then(write));
  });
}

// An audit goes with its photos.
const drop = (store, id) => (store.delete(id), store.delete(IDBKeyRange.bound(photosOf(id), AFTER(photosOf(id)))));
export const remove = (id) => inTurn(() => !stuck.has(id) && change((store) => drop(store, id)));

// What a photo is made of, as bytes; null when it is not here any more.
export async function photo(id) {
  const [row] = await rows(id);
  if (!row || !key) return null;
  const { opened: [content = null], damaged } = await sorted([row], (one) => contentOf(one, key));
  await putAside(damaged);
  return content;
}

export const forget = () => change((store) => store.clear()).then(() => stuck.clear());

// What the site has, and nobody looked at for a week, goes; locked or not. What waits stays.
export async function purge(now = Date.now()) {
  const old = (await words()).filter((row) => row.id.startsWith(AUDIT) && row.waits === false && now - row.at > KEPT_DAYS * DAY);
  await change((store) => old.forEach((row) => drop(store, row.id)));
  return old.length;
}

// The rescue file is the store as it is: still sealed, so it can be saved while locked.
export async function rescue() {
  const packed = (await rows()).map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value instanceof ArrayBuffer || ArrayBuffer.isView(value) ? { base64: base64(value) } : value])));
  return JSON.stringify({ format: "earshot rescue", version: 1, rows: packed });
}

// Returns the records of a rescue file, its photos by the ids of their rows, and how many of its rows
// are damaged; null when the passphrase is not the one that locked it.
export async function opening(text, passphrase) {
  const file = JSON.parse(text);
  if (file.format !== "earshot rescue" || file.version !== 1) throw new TypeError("no rescue file");
  const packed = file.rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value?.base64 === undefined ? value : unbase64(value.base64)])));
  const keys = packed.find((row) => row.id === KEYS);
  const holder = await unwrapped(keys, passphrase);
  if (!holder) return null;
  const [photos, others] = [packed.filter(isPhoto), packed.filter((row) => row.id !== KEYS && !isPhoto(row))];
  const records = await sorted(others, (row) => unsealed(row, holder));
  const contents = await sorted(photos, async (row) => [row.was ?? row.id, await contentOf(row, holder)]);
  return { records: records.opened, photos: new Map(contents.opened), damaged: records.damaged.length + contents.damaged.length };
}
