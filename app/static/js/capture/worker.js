// Keeps the capture page on the device, so that it opens without a signal. The site writes VERSION
// and FILES above this. Nothing that anybody wrote ever passes through here.
const CACHE = `earshot-capture-${VERSION}`;
const PAGE = "/audits/capture";

self.addEventListener("install", (event) => {
  const fresh = FILES.map((address) => new Request(address, { cache: "no-store", credentials: "omit" }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(fresh)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = (name) => name.startsWith("earshot-capture-") && name !== CACHE;
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name)))).then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { pathname, search, origin } = new URL(event.request.url);
  const address = pathname === PAGE ? PAGE : pathname + search;
  if (event.request.method !== "GET" || origin !== self.location.origin || !FILES.includes(address)) return;
  event.respondWith(caches.open(CACHE).then((cache) => cache.match(address, { ignoreVary: true })).then((kept) => kept ?? fetch(event.request)));
});
