// Single keys of a study session, only while <body data-keys="on">. They press what is on the page:
// options in their order, and controls marked data-action="check|next|grade|guess|undo|leave|help".

const ACTIONS = { g: "guess", u: "undo", Escape: "leave", "?": "help" };
const WRITING = "input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]";
const PRESSABLE = "button, a[href], summary";

const all = (selector) => [...document.querySelectorAll(selector)];
const press = (action) => {
  const control = document.querySelector(`[data-action~="${action}"]`);
  control?.click();
  return Boolean(control);
};

const pick = (place) => {
  const option = all(".opt input")[place];
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

const goOn = (event) => {
  const { target, key } = event;
  if (target.matches(PRESSABLE)) return false;
  if (target.matches(".opt input")) return key === "Enter" && press("check");
  if (target.matches("input, label")) return false;
  return press("next");
};

const act = (event) => {
  const { key, target } = event;
  if (key === " " || key === "Enter") return goOn(event);
  const digit = "12345".indexOf(key);
  if (digit >= 0) {
    const grade = all('[data-action~="grade"]')[digit];
    grade?.click();
    return Boolean(grade) || pick(digit);
  }
  const letter = "abcde".indexOf(key.toLowerCase());
  if (letter >= 0) return pick(letter);
  if (key.toLowerCase() === "x") return ruleOut(target);
  const action = ACTIONS[key] ?? ACTIONS[key.toLowerCase()];
  return Boolean(action) && press(action);
};

document.addEventListener("keydown", (event) => {
  if (document.body.dataset.keys !== "on" || event.defaultPrevented || event.repeat) return;
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (event.target.matches(WRITING)) return;
  if (event.key.length > 1 && event.key !== "Enter" && event.key !== "Escape") return;
  if (act(event)) event.preventDefault();
});
