// The quiz builder counts by itself whenever something is chosen. Without this file a button does.

const WAIT_MS = 250;
const form = document.getElementById("quiz");
let asked = new AbortController();
let waiting = 0;

const address = () => {
  const fields = [...new FormData(form)].filter(
    ([name, value]) => value && name !== "csrf_token" && name !== "name",
  );
  const url = new URL(form.dataset.counts, location.href);
  url.search = new URLSearchParams(fields).toString();
  return url;
};

// Only what is counted is put in place: what is chosen, and where the focus is, stays.
const place = (page) => {
  for (const fresh of page.querySelectorAll("#count, #found, #quiz .num[id]")) {
    const stale = document.getElementById(fresh.id);
    if (stale && stale.innerHTML !== fresh.innerHTML) stale.innerHTML = fresh.innerHTML;
  }
};

const count = async () => {
  asked.abort();
  asked = new AbortController();
  const url = address();
  try {
    const response = await fetch(url, { headers: { "X-Fragment": "1" }, signal: asked.signal });
    if (!response.ok) return;
    place(new DOMParser().parseFromString(await response.text(), "text/html"));
    history.replaceState(history.state, "", url);
  } catch {
    // Offline, or something else was chosen meanwhile: the next choice counts again.
  }
};

form.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(count, WAIT_MS);
});
form.querySelector("[data-spare]").hidden = true;
