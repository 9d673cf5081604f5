// The list of options: rule one out; and count what is ticked, or matched, where it is several.
// The buttons are hidden in the page because they do nothing without this file.

import "./ordering.mjs";

const show = (root) => {
  for (const button of root.querySelectorAll(".strike[hidden]")) button.hidden = false;
  for (const counter of root.querySelectorAll("[data-need]")) count(counter);
};

const count = (counter) => {
  const group = counter.closest("fieldset");
  const rows = [...group.querySelectorAll("select")];
  const picked = [...rows.filter((row) => row.value), ...group.querySelectorAll("input:checked")];
  const word = rows.length ? "matched" : "selected";
  counter.textContent = picked.length ? `${picked.length} of ${counter.dataset.need} ${word}.` : "";
};

document.addEventListener("click", (event) => {
  const button = event.target.closest(".strike");
  if (!button) return;
  const isOut = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", String(isOut));
  const row = button.closest(".optrow");
  row.classList.toggle("out", isOut);
  const input = row.querySelector("input");
  if (isOut && input.checked) {
    input.checked = false;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }
});

document.addEventListener("change", (event) => {
  const row = event.target.closest(".optrow.out");
  if (row && event.target.checked) row.querySelector(".strike").click();
  const counter = event.target.closest("fieldset")?.querySelector("[data-need]");
  if (counter) count(counter);
});

document.addEventListener("swap:done", (event) => show(event.detail));
show(document);
