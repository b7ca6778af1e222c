// Keeps the ticket page: it opens without a network too. Written over by build.ts: a new page is a new cache.
const CACHE = "tickets-__VERSION__";
const SHELL = "/tickets/shell";
const FILES = [SHELL, "/ticket.js", "/style.css"];

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll(FILES))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  const old = (name) => name.startsWith("tickets-") && name !== CACHE;
  const clear = async () => Promise.all((await caches.keys()).filter(old).map((name) => caches.delete(name)));
  event.waitUntil(clear().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== "GET" || origin !== location.origin) return;
  const file = pathname.startsWith("/tickets/") ? SHELL : pathname;
  if (!FILES.includes(file)) return;
  // What is kept first: the network at a door is often worse than none. A page that changed comes with the next worker.
  event.respondWith(caches.match(file).then((kept) => kept ?? fetch(event.request)));
});
