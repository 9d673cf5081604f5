// Shows a password while its box is ticked. Without this file the box stays hidden.

for (const box of document.querySelectorAll("[data-shows]")) {
  box.closest("label").hidden = false;
  box.addEventListener("change", () => {
    const field = document.getElementById(box.dataset.shows);
    field.type = box.checked ? "text" : "password";
  });
}
