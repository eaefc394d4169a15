// [data-menu]: an open menu closes with Escape, or when the reader goes elsewhere.
const menus = [...document.querySelectorAll("[data-menu]")];

for (const menu of menus) {
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}
document.addEventListener("click", (event) => {
  for (const menu of menus) if (!menu.contains(event.target)) menu.open = false;
});
