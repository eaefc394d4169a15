// The service worker. It keeps nothing but the attendance lists that were opened on this device, with the style sheet and
// the behaviors they need, for two days; all of it goes when somebody signs out (docs/privacy.md).
const STORE = "offline-pages";
const KEPT_FOR = 48 * 3600 * 1000; // ms
const PAGE = /\/sessions\/[0-9a-f-]{36}\/attendance\/$/;
const SIGN_OUT = /^\/accounts\/logout\/$/;

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(Promise.all([clients.claim(), tidy()])));
addEventListener("message", (event) => event.data?.keep && event.waitUntil(keep(event.data.keep)));
addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  if (request.method === "POST" && SIGN_OUT.test(pathname)) return event.waitUntil(caches.delete(STORE));
  if (request.method !== "GET") return;
  if (request.mode === "navigate" ? PAGE.test(pathname) : pathname.startsWith("/static/")) event.respondWith(answer(request));
});

const age = (response) => Date.now() - Date.parse(response.headers.get("date"));

async function keep(addresses) {
  const store = await caches.open(STORE);
  await Promise.all(addresses.map((address) => fresh(store, address)));
}

async function fresh(store, address) {
  const response = await fetch(address);
  if (response.ok && !response.redirected) await store.put(address, response);
}

async function answer(request) {
  let response;
  try {
    response = await fetch(request);
  } catch {
    const kept = await caches.match(request, { cacheName: STORE, ignoreVary: true });
    return kept && age(kept) < KEPT_FOR ? kept : Response.error();
  }
  if (request.mode === "navigate") {
    const store = await caches.open(STORE);
    await (response.ok ? store.put(request, response.clone()) : store.delete(request));
  }
  return response;
}

async function tidy() {
  if (!(await caches.has(STORE))) return;
  const store = await caches.open(STORE);
  for (const request of await store.keys()) {
    if (age(await store.match(request)) >= KEPT_FOR) await store.delete(request);
  }
}
