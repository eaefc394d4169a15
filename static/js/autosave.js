// form[data-autosave]: answers are saved a few seconds after a change and on leaving. What cannot be sent is kept on
// this device, under the questionnaire's id, until it is; it is removed as soon as the server has it.
const PAUSE = 3000; // ms after the last change
const RETRY = 15000; // ms between two tries while there is no connection
const form = document.querySelector("form[data-autosave]");
const keyOf = (id) => `answers:${id}`;

for (const done of document.querySelectorAll("[data-autosave-done]")) localStorage.removeItem(keyOf(done.dataset.autosaveDone));

if (form) {
  const key = keyOf(form.dataset.autosave);
  const line = form.querySelector("[data-autosave-state]");
  let timer = 0;
  let sending = false;

  const say = (word) => {
    line.hidden = false;
    line.dataset.now = word;
    line.textContent = line.dataset[word];
  };
  const typed = () => [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
  const keep = () => localStorage.setItem(key, JSON.stringify(typed()));
  const later = (pause) => {
    clearTimeout(timer);
    timer = setTimeout(send, pause);
  };

  function restore(pairs) {
    for (const field of form.elements) {
      if (!field.name?.startsWith("q-")) continue;
      const values = pairs.filter(([name]) => name === field.name).map(([, value]) => value);
      if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
      else if (values.length) field.value = values[0];
    }
  }

  async function send() {
    const kept = localStorage.getItem(key);
    if (sending || kept === null) return;
    sending = true;
    const body = new URLSearchParams(JSON.parse(kept));
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    let word = "offline";
    try {
      const answer = await fetch(form.action, { method: "POST", body, redirect: "manual", keepalive: true, headers: { Accept: "application/json" } });
      word = await meaning(answer);
    } catch {
      // No connection: the answers stay on this device.
    }
    sending = false;
    if (localStorage.getItem(key) !== kept) return later(PAUSE); // changed meanwhile
    if (["saved", "more", "refused", "over"].includes(word)) localStorage.removeItem(key);
    else later(RETRY);
    say(word);
  }

  async function meaning(answer) {
    if (answer.status === 409) return "over";
    if (answer.type === "opaqueredirect" || answer.status === 403) return "signedOut";
    if (!answer.ok) return "offline";
    const { errors, more } = await answer.json();
    if (more) return "more";
    return Object.keys(errors).length ? "refused" : "saved";
  }

  const kept = localStorage.getItem(key);
  if (kept !== null) {
    restore(JSON.parse(kept));
    say("unsaved");
    send();
  }
  form.addEventListener("input", () => {
    keep();
    say("unsaved");
    later(PAUSE);
  });
  form.addEventListener("submit", (event) => {
    if (navigator.onLine) return clearTimeout(timer);
    event.preventDefault();
    keep();
    say("offline");
  });
  addEventListener("online", send);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && send());
}
