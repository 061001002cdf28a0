/* Keeps the registers that were opened, so that they open without a connection; sends what waits.
   FILES and Registers come from the script that loads this one. */
"use strict";
const PAGES = "registers-pages-";
const KEPT_FILES = `registers-files-${FILES.join().split("").reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) | 0, 0)}`;
const KEPT_DAYS = 8;
const PATIENCE = 5000; // milliseconds: then the kept page is shown while the new one is on its way
const IS_REGISTER = /\/teach\/sessions\/\d+\/register\/$/;

const names = async (start) => (await caches.keys()).filter((name) => name.startsWith(start));
const drop = async (start, but) => {
  for (const name of await names(start)) if (name !== but) await caches.delete(name);
};

async function keepPage(url, response) {
  const own = PAGES + response.headers.get("X-Account");
  await drop(PAGES, own);
  const cache = await caches.open(own);
  for (const request of await cache.keys()) {
    const kept = await cache.match(request, { ignoreVary: true });
    const age = Date.now() - Date.parse(kept.headers.get("Date"));
    if (age > KEPT_DAYS * 24 * 3600 * 1000) await cache.delete(request);
  }
  await cache.put(url, response);
}

async function loadPage(request) {
  const url = new URL(request.url || request, self.location);
  url.hash = url.search = "";
  const response = await fetch(request);
  if (response.type === "opaqueredirect" || response.redirected) await drop(PAGES);
  else if (response.ok && response.headers.has("X-Account")) await keepPage(url.href, response.clone());
  else if (response.status < 500) for (const name of await names(PAGES)) await (await caches.open(name)).delete(url.href);
  return response;
}

async function findPage(request) {
  for (const name of await names(PAGES)) {
    const kept = await (await caches.open(name)).match(request, { ignoreSearch: true, ignoreVary: true });
    if (kept) return kept;
  }
  return null;
}

async function servePage(event) {
  const loaded = loadPage(event.request);
  event.waitUntil(loaded.catch(() => {}));
  const kept = await findPage(event.request);
  if (!kept) return loaded;
  const late = new Promise((resolve) => setTimeout(() => resolve(kept), PATIENCE));
  return Promise.race([loaded.catch(() => kept), late]);
}

async function serveFile(request) {
  const fresh = async () => {
    const response = await fetch(request);
    if (response.ok) await (await caches.open(KEPT_FILES)).put(request, response.clone());
    return response;
  };
  const kept = await caches.match(request, { ignoreVary: true });
  if (!kept) return fresh();
  fresh().catch(() => {}); // costs nothing where files are named by their content
  return kept;
}

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(KEPT_FILES).then((cache) => cache.addAll(FILES)).then(() => self.skipWaiting()));
});

// Pages kept by an older version ask for older files: both go together, or stay together.
async function renew() {
  await self.clients.claim();
  for (const name of await names(PAGES)) {
    for (const request of await (await caches.open(name)).keys()) await loadPage(request.url);
  }
  await drop("registers-files-", KEPT_FILES);
}

self.addEventListener("activate", (event) => event.waitUntil(renew().catch(() => {})));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (IS_REGISTER.test(url.pathname)) event.respondWith(servePage(event));
  } else if (FILES.some((file) => new URL(file, self.location).href === url.href)) {
    event.respondWith(serveFile(request));
  }
});

self.addEventListener("message", (event) => {
  if (IS_REGISTER.test(new URL(event.data, self.location).pathname)) event.waitUntil(loadPage(event.data).catch(() => {}));
});

self.addEventListener("sync", (event) => event.waitUntil(Registers.send().then((outcome) => {
  if (outcome === "offline") throw new Error("again later"); // the browser tries again
})));
