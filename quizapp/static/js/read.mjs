// Reads a question aloud with the device's own voice. The button is hidden in the page because it
// does nothing without this file, or in a browser that has no voice.

const PARTS = [
  ".stim h2", ".stim .prose", ".stem", ".face", ".need", ".optrow .opt", ".ord .txt", ".rights li",
  ".match", ".verdict > :is(h2, p)", ".res .head", ".res .why", ".back > *", ".idea > :first-child",
].join(", ");
const hasVoice = Boolean(globalThis.speechSynthesis);

const plain = (part) => {
  const copy = part.cloneNode(true);
  // Each row of a match offers the same answers: they are read once, from their list if there is one.
  const kept = document.querySelector(".rights") ? undefined : -1;
  for (const select of [...copy.querySelectorAll("select")].slice(0, kept)) select.remove();
  for (const end of copy.querySelectorAll(".key, label, option")) end.append(". ");
  return copy.textContent.replace(/\s+/g, " ").trim();
};

// What stands in another part is not read twice; what comes in the DOM first is read first.
const passages = () => {
  const parts = [...document.querySelectorAll(PARTS)];
  const outer = parts.filter((part) => !parts.some((other) => other !== part && other.contains(part)));
  return outer.map((part) => ({ text: plain(part), lang: part.closest("[lang]").lang }));
};

const show = (isReading) => {
  for (const button of document.querySelectorAll('[data-action~="read"]')) {
    button.hidden = false;
    button.setAttribute("aria-pressed", String(isReading));
  }
};

const stop = () => {
  speechSynthesis.cancel();
  show(false);
};

const start = () => {
  const queue = passages().filter(({ text }) => text);
  queue.forEach(({ text, lang }, place) => {
    const words = new SpeechSynthesisUtterance(text);
    words.lang = lang;
    if (place === queue.length - 1) words.addEventListener("end", () => show(false));
    speechSynthesis.speak(words);
  });
  show(queue.length > 0);
};

const toggle = (button) => (button.getAttribute("aria-pressed") === "true" ? stop() : start());

if (hasVoice) {
  show(false);
  document.addEventListener("click", (event) => {
    const button = event.target.closest('[data-action~="read"]');
    if (button) toggle(button);
  });
  document.addEventListener("swap:done", stop);
  addEventListener("pagehide", stop);
}
