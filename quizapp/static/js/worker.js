// The service worker, served as /sw.js?base=/static/VERSION/. It keeps one page with its style and
// its fonts, and shows that page when another cannot be fetched. It keeps nothing else, answers no
// request but a page's GET and those few files, and never sees a POST.

const base = new URL(location.href).searchParams.get("base");
const PAGE = "/offline";
const FILES = [
  "app.css",
  "icon.svg",
  "icons/icons.svg",
  "fonts/atkinson-hyperlegible-next-latin-wght-normal.woff2",
  "fonts/literata-latin-wght-normal.woff2",
].map((name) => base + name);
const kept = new Set([PAGE, ...FILES]);

// Without the cookie, so that the page is nobody's in particular.
const keep = async () => {
  const cache = await caches.open(base);
  const requests = [...kept].map((url) => new Request(url, { credentials: "omit" }));
  await cache.addAll(requests);
};

const drop = async () => {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== base).map((name) => caches.delete(name)));
};

const find = (url) => caches.match(url, { ignoreVary: true });

self.addEventListener("install", (event) => event.waitUntil(keep().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(drop()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const { pathname } = new URL(request.url);
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => find(PAGE)));
  } else if (kept.has(pathname)) {
    event.respondWith(fetch(request).catch(() => find(pathname)));
  }
});
