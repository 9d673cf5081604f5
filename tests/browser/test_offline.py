"""Without a connection: one page is kept, with its looks, and nothing else."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.live_server import LiveServer
from tests.browser.studying import Learner
from tests.browser.watching import Watch

OLD = "/static/000000000000/"  # the files of the version before
KEPT = """async () => {
  const found = {};
  for (const name of await caches.keys()) {
    const requests = await (await caches.open(name)).keys();
    found[name] = requests.map(({ url }) => new URL(url).pathname).sort();
  }
  return found;
}"""
IS_IN_CHARGE = "() => navigator.serviceWorker.controller?.state === 'activated'"
OLD_IS_GONE = f"async () => !(await caches.has('{OLD}'))"


def kept_files(page: Page) -> dict[str, list[str]]:
    found: dict[str, list[str]] = page.evaluate(KEPT)
    return found


def test_a_page_that_cannot_be_fetched(
    open_page: OpenPage, server: LiveServer, watch: Watch
) -> None:
    learner = Learner(open_page(service_workers="allow"))
    page = learner.page
    page.goto("/")
    page.evaluate(f"caches.open('{OLD}')")
    learner.answer()
    page.evaluate("async () => { await navigator.serviceWorker.ready; }")
    page.wait_for_function(OLD_IS_GONE)
    page.reload()
    page.wait_for_function(IS_IN_CHARGE)
    learner.go_on()
    learner.answer()
    [(name, files)] = kept_files(page).items()
    assert name.startswith("/static/")
    own = [file.removeprefix(name) for file in files if file.startswith(name)]
    assert "app.css" in own
    assert [file for file in files if not file.startswith(name)] == ["/offline"]
    assert not any(file.endswith((".mjs", ".js")) for file in own)
    watch.expect("ERR_")
    server.stop()
    try:
        page.goto("/progress")
        expect(learner.heading).to_have_text("There is no connection")
        expect(page).to_have_url(f"{server.url}/progress")
        assert page.evaluate("document.styleSheets[0].cssRules.length > 100"), "with its style"
    finally:
        server.start()
    learner.press_link("Try again")
    expect(learner.heading).to_have_text("Progress")
