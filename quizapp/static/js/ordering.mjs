// Steps to put in order: the buttons move their row in place, as do Alt with the arrow keys and
// dragging by the handle or the number. Without this file the buttons post, and the page comes
// back reordered.

const ROW = ".ord > li";
const READING_MS = 5000;

const rowsOf = (list) => [...list.children];

const say = (row) => {
  const rows = rowsOf(row.parentElement);
  const status = document.getElementById("said");
  const text = row.querySelector(".txt").textContent.trim().replace(/[.;,]$/, "");
  const words = `${text}, now ${rows.indexOf(row) + 1} of ${rows.length}`;
  status.textContent = words;
  // What another module has said meanwhile stays.
  setTimeout(() => status.textContent === words && (status.textContent = ""), READING_MS);
};

// The order is a field of the form like any other.
const moved = (row) => {
  say(row);
  row.dispatchEvent(new Event("change", { bubbles: true }));
};

// Each row says its place. The first one cannot go up nor the last one down; their buttons stay,
// so that focus does too.
const mark = (list) => {
  const rows = rowsOf(list);
  for (const [at, row] of rows.entries()) {
    row.querySelector(".key").textContent = at + 1;
    for (const button of row.querySelectorAll("[data-move]")) {
      const end = button.dataset.move === "up" ? rows[0] : rows.at(-1);
      if (row === end) button.setAttribute("aria-disabled", "true");
      else button.removeAttribute("aria-disabled");
    }
  }
};

const move = (row, way) => {
  const held = document.activeElement;
  if (way === "up") row.previousElementSibling?.before(row);
  else row.nextElementSibling?.after(row);
  mark(row.parentElement);
  held.focus();
  moved(row);
};

document.addEventListener("click", (event) => {
  const button = event.target.closest(`${ROW} [data-move]`);
  if (!button) return;
  event.preventDefault();
  button.focus();
  move(button.closest("li"), button.dataset.move);
});

document.addEventListener("keydown", (event) => {
  const way = { ArrowUp: "up", ArrowDown: "down" }[event.key];
  const row = event.target.closest(ROW);
  if (!way || !row || !event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  move(row, way);
});

// Dragging: the list holds the pointer, for a row that is moved in the page would lose it.
document.addEventListener("pointerdown", (event) => {
  const row = event.target.closest(".ord :is(.grip, .key)")?.closest("li");
  if (!row || event.button) return;
  event.preventDefault();
  row.classList.add("held");
  row.parentElement.setPointerCapture(event.pointerId);
});

document.addEventListener("pointermove", (event) => {
  const row = document.querySelector(`${ROW}.held`);
  if (!row) return;
  const isAbove = (other) => event.clientY > middle(other);
  const above = rowsOf(row.parentElement).filter((other) => other !== row && isAbove(other)).at(-1);
  if (above === (row.previousElementSibling ?? undefined)) return;
  if (above) above.after(row);
  else row.parentElement.prepend(row);
  mark(row.parentElement);
});

const middle = (row) => {
  const box = row.getBoundingClientRect();
  return box.top + box.height / 2;
};

const drop = () => {
  const row = document.querySelector(`${ROW}.held`);
  if (!row) return;
  row.classList.remove("held");
  moved(row);
};
document.addEventListener("pointerup", drop);
document.addEventListener("pointercancel", drop);

const show = (root) => {
  for (const grip of root.querySelectorAll(".grip[hidden]")) grip.hidden = false;
};
document.addEventListener("swap:done", (event) => show(event.detail));
show(document);
