// form[data-keep-typed]: what is typed is kept on this device until the server has it. If the page is closed, or the
// connection is lost, it stands in the form again; once the form comes with other values from the server, it is dropped.
const form = document.querySelector("form[data-keep-typed]");

if (form) {
  const key = `typed:${form.dataset.keepTyped}`;
  const line = form.querySelector("[data-typed-state]");
  const typed = () => [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
  const server = JSON.stringify(typed());

  function restore(pairs) {
    for (const field of form.elements) {
      const values = pairs.filter(([name]) => name === field.name).map(([, value]) => value);
      if (!field.name || field.name === "csrfmiddlewaretoken" || field.type === "submit") continue;
      if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
      else if (field.multiple) for (const option of field.options) option.selected = values.includes(option.value);
      else if (values.length) field.value = values[0];
    }
  }

  const kept = JSON.parse(localStorage.getItem(key) ?? "null");
  if (kept?.server === server) {
    restore(kept.typed);
    line.textContent = line.dataset.kept;
    line.hidden = false;
  } else localStorage.removeItem(key);
  form.addEventListener("input", () => localStorage.setItem(key, JSON.stringify({ server, typed: typed() })));
}
