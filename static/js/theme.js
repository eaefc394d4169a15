// [data-theme-switch]: the chosen theme is seen at once; without this the form sends it and the page comes back.
for (const form of document.querySelectorAll("[data-theme-switch]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const chosen = event.submitter;
    const body = new URLSearchParams(new FormData(form, chosen));
    const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" });
    if (answer.status >= 400) return form.submit();
    document.documentElement.dataset.theme = chosen.value;
    for (const button of form.querySelectorAll("button")) button.setAttribute("aria-pressed", String(button === chosen));
  });
}
