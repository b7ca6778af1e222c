/**
 * Keeps every file of a page, so that the page starts with its server gone. A newer build waits until the page is
 * closed everywhere, because a page must not change under the hands of a steward.
 */

type Extendable = Event & { waitUntil(done: Promise<unknown>): void };
type Fetching = Extendable & { readonly request: Request; respondWith(response: Promise<Response>): void };

const PREFIX = "doorkey-";
const CACHE = PREFIX + BUILD;

self.addEventListener("install", (event) => {
  // The browser's own cache may hold an older file.
  const files = PRECACHE.map((path) => new Request(path, { cache: "reload" }));
  (event as Extendable).waitUntil(caches.open(CACHE).then((cache) => cache.addAll(files)));
});

self.addEventListener("activate", (event) => {
  (event as Extendable).waitUntil(
    (async () => {
      const old = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
      await Promise.all(old.map((name) => caches.delete(name)));
      await (self as unknown as { clients: { claim(): Promise<void> } }).clients.claim();
    })(),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event as Fetching;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin || !PRECACHE.includes(pathname)) return;
  (event as Fetching).respondWith(kept(request, pathname));
});

async function kept(request: Request, pathname: string): Promise<Response> {
  const cache = await caches.open(CACHE);
  return (await cache.match(pathname, { ignoreVary: true, ignoreSearch: true })) ?? fetch(request);
}
