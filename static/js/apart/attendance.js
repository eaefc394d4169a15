// form[data-attendance]: a mark is sent when it is made. Without a connection it is kept on this device, under a random id
// and with its time, and sent when the connection is back; the server keeps each id once, and says what became of it.
const PAUSE = 700; // ms after the last mark
const RETRY = 10000; // ms between two tries while there is no connection
const form = document.querySelector("form[data-attendance]");

if (form && crypto.randomUUID) {
  const key = `attendance:${form.dataset.attendance}:${form.dataset.account}`;
  const line = form.querySelector("[data-attendance-state]");
  const number = new Intl.NumberFormat(document.documentElement.lang);
  let timer = 0;
  let sending = false;
  let conflicts = 0;

  const waiting = () => JSON.parse(localStorage.getItem(key) ?? "{}"); // by person
  const keep = (marks) => (Object.keys(marks).length ? localStorage.setItem(key, JSON.stringify(marks)) : localStorage.removeItem(key));
  const field = (name, person) => form.elements[`${name}-${person}`];
  const later = (pause) => {
    clearTimeout(timer);
    timer = setTimeout(send, pause);
  };

  function say(word) {
    const left = Object.keys(waiting()).length;
    const now = left ? word : conflicts ? "conflict" : "sent";
    line.hidden = false;
    line.dataset.now = now;
    line.querySelector("[data-words]").textContent = line.dataset[now].replace("{n}", number.format(left || conflicts));
    line.querySelector("a").hidden = !conflicts;
  }

  function sayOf(person, word, more = "") {
    const row = field("minutes", person)?.closest("[data-person]").querySelector("[data-row-state]");
    if (!row) return;
    row.hidden = false;
    row.dataset.now = word;
    row.textContent = more || form.dataset[word];
  }

  const saying = (status, minutes) => (minutes === null ? status : `${status}:${minutes}`);

  function said(person) {
    const status = field("status", person).value;
    const there = status === "present" || status === "partly";
    const typed = field("minutes", person).value;
    return { status, minutes: there && typed !== "" ? Number(typed) : null };
  }

  function show(person, holds) {
    const [status, minutes = ""] = holds.split(":");
    for (const option of field("status", person)) option.checked = option.value === status;
    field("minutes", person).value = minutes;
  }

  function mark(person) {
    const { status, minutes } = said(person);
    const seen = field("seen", person).value;
    const marks = waiting();
    if (!status || saying(status, minutes) === seen) delete marks[person];
    else marks[person] = { id: crypto.randomUUID(), person, status, minutes, seen, at: new Date().toISOString() };
    keep(marks);
    if (marks[person]) sayOf(person, "rowWaiting");
    say("waiting");
    later(PAUSE);
  }

  async function send() {
    const marks = Object.values(waiting());
    if (sending || !marks.length) return;
    if (!navigator.onLine) {
      say("offline");
      later(RETRY);
      return;
    }
    sending = true;
    let word = "offline";
    try {
      const answer = await fetch(form.dataset.sync, {
        method: "POST",
        body: JSON.stringify({ marks }),
        redirect: "manual",
        headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
      });
      if (answer.status === 422) word = "askedWhy";
      else if (answer.type === "opaqueredirect" || answer.status === 403) word = "signedOut";
      else if (answer.ok) {
        take(marks, await answer.json());
        word = "waiting";
      }
    } catch {
      // No connection: the marks stay on this device.
    }
    sending = false;
    say(word);
    if (Object.keys(waiting()).length) later(word === "waiting" ? PAUSE : RETRY);
  }

  function take(sent, { results, holds }) {
    const marks = waiting();
    const outcomes = new Map(results.map((result) => [result.id, result]));
    for (const { id, person } of sent) {
      const { outcome, says } = outcomes.get(id) ?? {};
      if (!outcome) continue;
      const isLast = marks[person]?.id === id; // else it was changed while this one was on its way
      field("seen", person).value = holds[person] ?? "";
      if (isLast) delete marks[person];
      else if (marks[person]) marks[person].seen = holds[person] ?? "";
      if (outcome === "conflict") {
        conflicts += 1;
        if (isLast) show(person, holds[person] ?? "");
      }
      if (isLast) sayOf(person, { kept: "rowSent", conflict: "rowConflict", refused: "rowRefused" }[outcome], says);
    }
    keep(marks);
  }

  form.addEventListener("input", (event) => {
    const person = event.target.closest("[data-person]")?.dataset.person;
    if (person) mark(person);
  });
  form.addEventListener("submit", async (event) => {
    if (!Object.keys(waiting()).length && navigator.onLine) return;
    event.preventDefault();
    await send();
    if (!Object.keys(waiting()).length) form.submit();
  });
  addEventListener("online", send);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && send());

  for (const { person, status, minutes } of Object.values(waiting())) {
    if (!field("status", person)) continue;
    show(person, saying(status, minutes));
    sayOf(person, "rowWaiting");
  }
  if (Object.keys(waiting()).length) {
    say(navigator.onLine ? "waiting" : "offline");
    send();
  }
}
