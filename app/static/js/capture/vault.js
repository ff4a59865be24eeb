// The locked store of a device: every record is sealed with AES-GCM under a key that a passphrase
// unwraps, and that is in no place but memory while it is open.
const NAME = "earshot-capture";
const STORE = "kept";
const ROUNDS = 600_000;
const KEYS = "keys";
const DAY = 86_400_000;
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

async function opened() {
  if (database) return database;
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id" });
  database = await asked(request);
  return database;
}

async function rows() {
  return asked((await opened()).transaction(STORE).objectStore(STORE).getAll());
}

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

async function unsealed(row, withKey) {
  const how = { name: "AES-GCM", iv: row.iv, additionalData: about(row.id) };
  return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(how, withKey, row.sealed)));
}

export const isMade = async () => (await rows()).some((row) => row.id === KEYS);
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
  await change((store) => store.put({ id: KEYS, salt, iv, rounds: ROUNDS, wrapped }));
  return unlock(passphrase);
}

export async function unlock(passphrase) {
  const keys = (await rows()).find((row) => row.id === KEYS);
  key = keys ? await unwrapped(keys, passphrase) : null;
  return isOpen();
}

export async function all() {
  const found = (await rows()).filter((row) => row.id !== KEYS);
  return Promise.all(found.map((row) => unsealed(row, key)));
}

// `waits` says that something in the record is not safe elsewhere yet, so that it is never purged.
export function put(record, { waits = false } = {}) {
  const holder = key;
  const text = new TextEncoder().encode(JSON.stringify(record));
  const write = async () => {
    const iv = bytes(12);
    const how = { name: "AES-GCM", iv, additionalData: about(record.id) };
    const sealed = await crypto.subtle.encrypt(how, holder, text);
    await change((store) => store.put({ id: record.id, iv, sealed, waits, at: Date.now() }));
  };
  const turn = last.then(write);
  last = turn.catch(() => {});
  return turn;
}

export function remove(id) {
  const turn = last.then(() => change((store) => store.delete(id)));
  last = turn.catch(() => {});
  return turn;
}

export const forget = () => change((store) => store.clear());

// What the site has, and nobody looked at for a week, goes; locked or not. What waits stays.
export async function purge(now = Date.now()) {
  const old = (await rows()).filter((row) => row.id.startsWith("audit:") && !row.waits && now - row.at > KEPT_DAYS * DAY);
  await change((store) => old.forEach((row) => store.delete(row.id)));
  return old.length;
}

// The rescue file is the store as it is: still sealed, so it can be saved while locked.
export async function rescue() {
  const packed = (await rows()).map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value instanceof ArrayBuffer || ArrayBuffer.isView(value) ? { base64: base64(value) } : value])));
  return JSON.stringify({ format: "earshot rescue", version: 1, rows: packed });
}

// Returns the records of a rescue file; null when the passphrase is not the one that locked it.
export async function opening(text, passphrase) {
  const file = JSON.parse(text);
  if (file.format !== "earshot rescue" || file.version !== 1) throw new TypeError("no rescue file");
  const packed = file.rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value?.base64 === undefined ? value : unbase64(value.base64)])));
  const keys = packed.find((row) => row.id === KEYS);
  const holder = await unwrapped(keys, passphrase);
  if (!holder) return null;
  return Promise.all(packed.filter((row) => row.id !== KEYS).map((row) => unsealed(row, holder)));
}
