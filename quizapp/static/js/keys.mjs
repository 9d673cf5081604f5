// Single keys of a study session, only while <body data-keys="on">; data-key-map says which key
// does what. They press what is on the page: options in their order, and controls marked
// data-action="check|next|grade|guess|undo|flag|read|leave|help".

import "./read.mjs";

const WRITING = "input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]";
const PRESSABLE = "button, a[href], summary, label, input:not(.opt input)";

const all = (selector) => [...document.querySelectorAll(selector)];
const press = (action) => {
  const control = document.querySelector(`[data-action~="${action}"]`);
  control?.click();
  return Boolean(control);
};

const pick = (place) => {
  const grade = all('[data-action~="grade"]')[place];
  const option = grade ?? all(".opt input")[place];
  if (!option) return false;
  option.focus();
  option.click();
  return true;
};

const ruleOut = (target) => {
  const button = target.closest(".optrow")?.querySelector(".strike");
  button?.click();
  return Boolean(button);
};

// Enter checks from an option only, so that a second press of it is no empty answer.
const check = (key, target) => {
  const isMeant = key !== "Enter" || target.matches(".opt input");
  return (isMeant && press("check")) || press("next");
};

const act = (key, target) => {
  const isOnOption = target.matches(".opt input");
  // What the browser itself does with these two comes first.
  if (key === " " && isOnOption) return false;
  if ((key === " " || key === "Enter") && target.matches(PRESSABLE)) return false;
  const action = JSON.parse(document.body.dataset.keyMap ?? "{}")[key];
  if (action?.startsWith("pick")) return pick(Number(action.slice("pick".length)) - 1);
  if (action === "rule_out") return ruleOut(target);
  if (action === "check") return check(key, target);
  return Boolean(action) && press(action);
};

document.addEventListener("keydown", (event) => {
  if (document.body.dataset.keys !== "on" || event.defaultPrevented || event.repeat) return;
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (event.target.matches(WRITING)) return;
  const { key, target } = event;
  if (act(key.length === 1 ? key.toLowerCase() : key, target)) event.preventDefault();
});
