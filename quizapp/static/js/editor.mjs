// The editor: numbers beside the lines, the draft saved and the question at the cursor checked
// while it is written. Without this file "Save and check" does both.

import { say } from "./submit.mjs";

const WAIT_MS = 700;
const form = document.getElementById("editor");
const source = document.getElementById("source");
const numbers = form.querySelector(".ln");
let waiting = 0;
let isStopped = false;
let isSaving = false;
let isLeaving = false;
let checked = `${lineAt(source.selectionStart)} ${source.value}`;

function lineAt(place) {
  return source.value.slice(0, place).split("\n").length;
}

const drawNumbers = () => {
  const count = source.value.split("\n").length;
  if (Number(numbers.dataset.count) === count) return;
  numbers.dataset.count = count;
  numbers.textContent = Array.from({ length: count }, (_, n) => n + 1).join("\n");
};

const goTo = (line) => {
  const before = source.value.split("\n").slice(0, line - 1).join("\n").length;
  const begins = line > 1 ? before + 1 : 0;
  source.setSelectionRange(begins, begins);
  const height = source.scrollHeight / source.value.split("\n").length;
  source.scrollTop = Math.max(0, (line - 4) * height);
};

const writeAt = (line) => {
  source.focus();
  goTo(line);
  source.scrollIntoView({ block: "nearest" });
};

// What was not stored is sent again with the next key.
const lost = (words) => {
  checked = "";
  say(words);
};

const place = (html, ok) => {
  const page = new DOMParser().parseFromString(html, "text/html");
  const fresh = page.getElementById("item");
  if (!fresh) return lost("Not saved: sign in again in another tab, then press Save and check.");
  form.elements.version.value = fresh.dataset.version;
  document.getElementById("item").replaceWith(document.adoptNode(fresh));
  say(fresh.querySelector("[data-says]").textContent);
  isStopped = !ok;
};

const check = async () => {
  const line = lineAt(source.selectionStart);
  const state = `${line} ${source.value}`;
  if (isStopped || state === checked) return;
  checked = state;
  isSaving = true;
  form.elements.line.value = line;
  try {
    const body = new URLSearchParams(new FormData(form));
    const response = await fetch(form.dataset.check, { method: "POST", body });
    place(await response.text(), response.ok);
  } catch {
    lost("Not saved: no connection. It is tried again as you write.");
  } finally {
    isSaving = false;
  }
};

// One at a time, so that each save knows the version before it.
let running = Promise.resolve();
const later = () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => (running = running.then(check)), WAIT_MS);
};

numbers.hidden = false;
source.addEventListener("input", () => {
  isLeaving = false;
  drawNumbers();
  later();
});
source.addEventListener("scroll", () => (numbers.scrollTop = source.scrollTop));
document.addEventListener("selectionchange", () => {
  if (document.activeElement === source && !isLeaving) later();
});
// What is written is saved before a form goes, so that the form knows the version after it; and
// nothing is saved behind its back, unless somebody writes on.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  const { target, submitter } = event;
  clearTimeout(waiting);
  form.elements.line.value = lineAt(source.selectionStart);
  const isFirst = !isLeaving;
  isLeaving = true;
  if (target === form ? !isSaving : !isFirst) return;
  event.preventDefault();
  if (target !== form) running = running.then(check);
  running.then(() => target.requestSubmit(submitter));
});
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-line]");
  if (!link) return;
  event.preventDefault();
  writeAt(Number(link.dataset.line));
});
document.addEventListener("click", (event) => {
  if (event.target.closest("[aria-disabled=true]")) event.preventDefault();
});
drawNumbers();
// A page that names a question shows it; one that is asked for the source begins to write there.
(location.hash === "#source" ? writeAt : goTo)(Number(source.dataset.line));
