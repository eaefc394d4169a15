// svg[data-diagram]: a link is drawn by pulling from box to box with the mouse, or by choosing one box and then another
// while [data-draw] is pressed; an arrow opens what is said about it. Both fill and show the form of the page's dialog,
// which is sent as ever. Without this script boxes and arrows lead to forms of their own.
const FAR = 6; // px that tell pulling from pressing
const drawing = document.querySelector("[data-diagram]");
const dialog = document.querySelector("[data-link-dialog]");

if (drawing && dialog?.showModal) {
  const form = dialog.querySelector("form");
  const title = dialog.querySelector("[data-add]");
  const remove = form.querySelector("[name=remove]");
  const tools = document.querySelector("[data-diagram-tools]");
  const draw = tools.querySelector("[data-draw]");
  const words = tools.querySelector("[role=status]");
  const adding = form.action;
  const boxes = [...drawing.querySelectorAll("[data-result]")];
  const arrows = [...drawing.querySelectorAll("[data-cause]")];
  let chosen = null; // the box that was chosen first
  let pulled = null; // { box, x, y, line } while the button of the mouse is down
  let wasPulled = false; // the click that follows pulling is none

  for (const box of boxes) box.dataset.edit = box.getAttribute("aria-label");
  const draws = () => draw.getAttribute("aria-pressed") === "true";

  function say(word) {
    words.dataset.now = word;
    words.textContent = words.dataset[word];
  }

  function choose(box) {
    chosen?.classList.remove("is-chosen");
    chosen = box;
    chosen?.classList.add("is-chosen");
    if (draws()) say(chosen ? "to" : "from");
  }

  function setDrawing(on) {
    draw.setAttribute("aria-pressed", on);
    drawing.classList.toggle("is-drawing", on);
    for (const box of boxes) box.setAttribute("aria-label", on ? box.dataset.choose : box.dataset.edit);
    choose(null);
    if (!on) say("idle");
  }

  function ask(link, address) {
    for (const name of ["cause", "effect", "assumption"]) form.elements[name].value = link[name] ?? "";
    form.elements.strength.value = link.strength ?? "none";
    form.action = address ?? adding;
    remove.hidden = !address;
    title.textContent = address ? title.dataset.edit : title.dataset.add;
    dialog.showModal();
    form.elements.assumption.focus();
  }

  const change = (arrow) => ask(arrow.dataset, arrow.getAttribute("href"));

  function connect(cause, effect) {
    setDrawing(false);
    const known = arrows.find((each) => each.dataset.cause === cause.dataset.result && each.dataset.effect === effect.dataset.result);
    if (known) change(known);
    else ask({ cause: cause.dataset.result, effect: effect.dataset.result });
  }

  function place(event) {
    return new DOMPoint(event.clientX, event.clientY).matrixTransform(drawing.getScreenCTM().inverse());
  }

  function stretch(event) {
    const from = pulled.box.getBBox();
    const to = place(event);
    if (!pulled.line) {
      pulled.line = document.createElementNS(drawing.namespaceURI, "line");
      pulled.line.classList.add("diagram__pulled");
      pulled.line.setAttribute("x1", from.x + from.width / 2);
      pulled.line.setAttribute("y1", from.y + from.height / 2);
      drawing.append(pulled.line);
    }
    pulled.line.setAttribute("x2", to.x);
    pulled.line.setAttribute("y2", to.y);
  }

  function letGo() {
    pulled?.line?.remove();
    pulled = null;
  }

  for (const box of boxes) {
    box.addEventListener("dragstart", (event) => event.preventDefault());
    box.addEventListener("pointerdown", (event) => {
      wasPulled = false;
      if (event.button === 0 && event.pointerType !== "touch") pulled = { box, x: event.clientX, y: event.clientY };
    });
    box.addEventListener("click", (event) => {
      if (wasPulled || draws()) event.preventDefault();
      if (wasPulled || !draws()) return;
      if (chosen && chosen !== box) connect(chosen, box);
      else choose(chosen ? null : box);
    });
  }
  for (const arrow of arrows) {
    arrow.addEventListener("dragstart", (event) => event.preventDefault());
    arrow.addEventListener("click", (event) => {
      event.preventDefault();
      change(arrow);
    });
    arrow.addEventListener("keydown", (event) => {
      if (event.key !== "Delete" && event.key !== "Backspace") return;
      event.preventDefault();
      change(arrow);
      remove.focus();
    });
  }
  document.addEventListener("pointermove", (event) => {
    if (!pulled) return;
    if (!pulled.line && Math.hypot(event.clientX - pulled.x, event.clientY - pulled.y) < FAR) return;
    event.preventDefault();
    stretch(event);
  });
  document.addEventListener("pointerup", (event) => {
    if (!pulled) return;
    const { box, line } = pulled;
    letGo();
    wasPulled = Boolean(line);
    const end = wasPulled && document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-result]");
    if (end && end !== box) connect(box, end);
  });
  document.addEventListener("pointercancel", letGo);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || dialog.open) return;
    letGo();
    if (draws()) setDrawing(false);
  });
  draw.addEventListener("click", () => setDrawing(!draws()));
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  tools.hidden = false;
  say("idle");
}
