// Keeps the ticket page, so that it opens without a network. Shows the kept page first, because the network at a door
// is often worse than none. Fetches the page again at each visit, so that the next visit shows an updated one.
const CACHE = "tickets";
const SHELL = "/tickets/shell";
const FILES = [SHELL, "/ticket.js", "/style.css"];

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES)));
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  const { origin, pathname } = new URL(url);
  const file = pathname.startsWith("/tickets/") ? SHELL : pathname;
  if (method !== "GET" || origin !== location.origin || !FILES.includes(file)) return;
  const fresh = renew(file);
  event.waitUntil(fresh.catch(() => undefined));
  event.respondWith(caches.match(file, { ignoreVary: true }).then((kept) => kept ?? fresh));
});

async function renew(file) {
  const response = await fetch(file);
  if (response.ok) await (await caches.open(CACHE)).put(file, response.clone());
  return response;
}
