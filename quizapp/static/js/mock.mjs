// A mock exam: keeps each choice at once, runs the clock, and says when 30, 10 and 2 minutes are
// left. Without this file the buttons keep the choice, and each page says how much time is left.

import { hold, say } from "./submit.mjs";

const TYPING_MS = 800;
const READING_MS = 15_000;
const UNAVAILABLE = 503; // nothing can be stored just now
const MARKS = [30, 10, 2].map((minutes) => minutes * 60);
const find = (selector, root = document) => root.querySelector(selector);

const inWords = (seconds) => {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  const parts = [hours && `${hours} h`, minutes && `${minutes} min`].filter(Boolean);
  return parts.join(" ") || "under 1 min";
};

// What was saved shows in the map; nothing is replaced that may have the focus.
const mirror = (page) => {
  for (const id of ["counts", "lacking"]) {
    document.getElementById(id).textContent = page.getElementById(id).textContent;
  }
  document.getElementById("seen").value = page.getElementById("seen").value;
  for (const cell of page.querySelectorAll(".map button")) {
    const old = document.getElementById(cell.id);
    old.className = cell.className;
    old.innerHTML = cell.innerHTML;
  }
};

const save = async (form) => {
  const body = new URLSearchParams(new FormData(form));
  const response = await fetch(form.action, { method: "POST", headers: { "X-Fragment": "1" }, body });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  if (!form.isConnected) return;
  if (response.status === UNAVAILABLE) throw new Error("not saved");
  if (!page.getElementById("seen")) return location.assign(response.url);
  mirror(page);
  say("Saved");
};

// One at a time and in order: what is sent last is what counts.
let queue = Promise.resolve();
let typing = 0;
const keep = (form) => {
  clearTimeout(typing);
  queue = queue.then(() => form.isConnected && save(form)).catch(() => say("Not saved, try again."));
  hold(queue);
};

document.addEventListener("change", ({ target }) => {
  const form = target.closest("form[data-saves]");
  if (form && target.type !== "text") keep(form);
});
document.addEventListener("input", ({ target }) => {
  const form = target.closest("form[data-saves]");
  if (!form || target.type !== "text") return;
  clearTimeout(typing);
  typing = setTimeout(keep, TYPING_MS, form);
});

// The clock: the server says how much is left, this counts on from there.
let left = Infinity;
let since = 0;
const begin = () => {
  const shown = find("[data-left]:not([data-stopped])");
  [left, since] = [Number(shown?.dataset.left ?? Infinity), performance.now()];
  const choice = sessionStorage.getItem("clock");
  if (choice && find(".clock")) find(".clock").open = choice === "open";
};
let before = Infinity;
const tick = () => {
  const now = left - (performance.now() - since) / 1000;
  const shown = find("[data-left]:not([data-stopped]) [data-shown]");
  if (!shown) return;
  shown.textContent = inWords(Math.max(now, 0));
  const mark = MARKS.find((one) => before > one && now <= one && now > one - 60);
  if (mark && before < Infinity) warn(`${mark / 60} minutes left.`);
  before = now;
  if (now <= -1) location.assign(location.pathname.replace(/(\/mock\/\d+).*/, "$1"));
};
const warn = (words) => {
  const status = document.getElementById("late");
  status.textContent = words;
  setTimeout(() => (status.textContent = ""), READING_MS);
};
document.addEventListener("toggle", ({ target }) => {
  if (target.matches(".clock")) sessionStorage.setItem("clock", target.open ? "open" : "shut");
}, true);

// Before the start: how long it would take.
document.addEventListener("change", ({ target }) => {
  const form = target.closest("form[data-pace]");
  if (!form) return;
  const { length, time } = Object.fromEntries(new FormData(form));
  const words = find("input[name=time]:checked", form).parentElement.textContent.trim();
  const each = form.dataset.pace * time;
  find("#total b").textContent = time === "none" ? "No limit" : inWords(length * each);
  find("#total span").textContent = `for ${length} questions, ${words.toLowerCase()}`;
  find("#each").textContent = time === "none" ? "" : `${Math.round(each)} seconds a question.`;
});

document.addEventListener("swap:done", begin);
begin();
tick();
setInterval(tick, 1000);
