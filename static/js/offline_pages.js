// [data-keep-offline]: this page can be opened again without a connection, for two days, until somebody signs out; what
// promises it ([data-when-kept]) is hidden where it is not so. Where nobody is signed in ([data-signed-out]), nothing of
// the kind is left on the device.
const STORE = "offline-pages";
const page = document.querySelector("[data-keep-offline]");

async function keepThisPage() {
  await navigator.serviceWorker.register(page.dataset.keepOffline);
  const { active } = await navigator.serviceWorker.ready;
  const parts = document.querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src]");
  active.postMessage({ keep: [location.pathname, ...[...parts].map((part) => part.href ?? part.src)] });
  for (const promise of document.querySelectorAll("[data-when-kept]")) promise.hidden = false;
}

async function forgetPages() {
  await caches.delete(STORE);
  const registration = await navigator.serviceWorker.getRegistration();
  await registration?.unregister();
}

if ("serviceWorker" in navigator && navigator.onLine) {
  if (page) keepThisPage().catch(() => {}); // refused by the browser: the page works as before
  else if (document.querySelector("[data-signed-out]")) forgetPages().catch(() => {});
}
