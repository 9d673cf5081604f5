// Sends forms marked data-swap="#region" by fetch and puts that region of the answer in place.
// Without this file the same forms post and the server redirects: nothing else changes.
// After each swap the event "swap:done" tells the other modules.

const WORDS = { sending: "Sending…", failed: "Not sent, try again." };
let isSending = false;
let saving = Promise.resolve();

// What is sent waits for `promise`: for what a page has been saving by itself.
export const hold = (promise) => {
  saving = promise;
};

export const say = (words) => {
  const status = document.getElementById("said");
  if (status) status.textContent = words;
};

const requestOf = (form, submitter) => {
  const data = new FormData(form, submitter);
  const url = new URL(form.action, location.href);
  const headers = { "X-Fragment": "1" };
  if (form.method === "get") {
    url.search = new URLSearchParams(data).toString();
    return [url, { headers }];
  }
  return [url, { method: "POST", headers, body: new URLSearchParams(data) }];
};

// Focus goes to what the page marks, else to the verdict, else to the heading of the question. A
// small part of the page takes no focus: it only keeps what it had.
const moveFocus = (region, held) => {
  if (!region.querySelector("main, h1")) {
    if (held) document.getElementById(held)?.focus({ preventScroll: true });
    return;
  }
  const marks = ["[data-first]", "#v", "[data-focus]", "#main"];
  const target = marks.map((mark) => region.querySelector(mark)).find(Boolean);
  target?.focus({ preventScroll: true });
  const box = target?.getBoundingClientRect();
  if (target?.matches("[data-focus]") || !box) scrollTo(0, 0);
  else if (box.top < 0 || box.bottom > innerHeight) target.scrollIntoView({ block: "center" });
};

const place = (page, selector, url, isNew) => {
  const fresh = page.querySelector(selector);
  const stale = document.querySelector(selector);
  if (!fresh || !stale) return false;
  // The browser's own autofocus would come too late, and complain that something has the focus.
  for (const first of fresh.querySelectorAll("[autofocus]")) {
    first.removeAttribute("autofocus");
    first.dataset.first = "";
  }
  const held = stale.contains(document.activeElement) && document.activeElement.id;
  stale.replaceWith(document.adoptNode(fresh));
  if (isNew && url !== location.href) history.pushState({ selector }, "", url);
  document.title = page.title;
  document.dispatchEvent(new CustomEvent("swap:done", { detail: fresh }));
  moveFocus(fresh, held);
  return true;
};

// A body that was put in place lacks the scripts of its head. What has run does not run twice.
const runModules = (page) => {
  for (const { src } of page.querySelectorAll('script[type="module"][src]')) import(src);
};

const receive = async (response, selector, isNew) => {
  const isPage = response.headers.get("Content-Type")?.startsWith("text/html");
  const text = isPage ? await response.text() : "";
  const page = new DOMParser().parseFromString(text, "text/html");
  if (place(page, selector, response.url, isNew)) {
    runModules(page);
    return say(document.querySelector(selector).dataset.says ?? "");
  }
  if (response.ok && isPage) return location.assign(response.url);
  // A refusal is a page of its own: it says what is wrong and where to go on.
  if (isPage && place(page, "body", response.url, isNew)) return runModules(page);
  return say(WORDS.failed);
};

const send = async (form, submitter) => {
  isSending = true;
  form.setAttribute("aria-busy", "true");
  const slow = setTimeout(say, 300, WORDS.sending);
  try {
    const [url, options] = requestOf(form, submitter);
    await saving;
    const response = await fetch(url, options);
    clearTimeout(slow);
    await receive(response, form.dataset.swap, true);
  } catch {
    clearTimeout(slow);
    say(WORDS.failed);
  } finally {
    isSending = false;
    form.removeAttribute("aria-busy");
  }
};

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.dataset.swap || event.defaultPrevented) return;
  event.preventDefault();
  if (!isSending) send(form, event.submitter);
});

// A double click on a control that turns on and off is one press.
document.addEventListener("click", (event) => {
  const isTwice = event.detail > 1;
  if (isTwice && event.target.closest("form[data-swap] [aria-pressed]")) event.preventDefault();
});

// Back and forward: the page of that address, in the same place.
history.replaceState({ selector: "#study" }, "");
addEventListener("popstate", async (event) => {
  if (!event.state?.selector) return;
  try {
    const response = await fetch(location.href, { headers: { "X-Fragment": "1" } });
    await receive(response, event.state.selector, false);
  } catch {
    say(WORDS.failed);
  }
});

// Keeps the page for when there is no connection; a new version of the files brings a new worker.
const base = new URL("../", import.meta.url).pathname;
addEventListener("load", () => {
  navigator.serviceWorker?.register(`/sw.js?base=${base}`).catch(() => undefined);
});
