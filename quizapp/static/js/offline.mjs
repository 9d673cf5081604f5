// Keeps the page for when there is no connection; a new version of the files brings a new worker.

const base = new URL("../", import.meta.url).pathname;
addEventListener("load", () => {
  navigator.serviceWorker?.register(`/sw.js?base=${base}`).catch(() => undefined);
});
