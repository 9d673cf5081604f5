"""Shows scenes on pages, and keeps one page for all scenes of a module."""

from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from tests.browser.scene import Scene
from tests.browser.watching import Watch

WIDE: ViewportSize = {"width": 1280, "height": 900}
PATIENCE_MS = 15_000  # the machine may be busy with other tests
BAD_REQUEST = 400
STORED = "local_storage,indexeddb,cache_storage,service_workers"
# Fills in a form and sends it past the browser's own checks.
SEND = """(form, values) => {
  for (const [name, value] of Object.entries(values)) {
    const held = form.elements[name];
    const fields = held instanceof RadioNodeList ? [...held] : [held];
    if (fields.some((field) => field && field.type !== "submit")) {
      held.value = value;
    } else {
      const pressed = document.createElement("input");  // what a button would send
      pressed.type = "hidden";
      [pressed.name, pressed.value] = [name, value];
      form.append(pressed);
    }
  }
  form.submit();
}"""


def act(scene: Scene, page: Page, watch: Watch, url: str) -> None:
    """Show `scene` of the app at `url` on `page`, as the person who sees it."""
    if scene.status >= BAD_REQUEST:
        watch.expect(f"status of {scene.status}")
    if scene.cookie:
        page.context.add_cookies([{"name": "alliance", "value": scene.cookie, "url": url}])
    response = page.goto(url + scene.path)
    if scene.form is not None:
        with page.expect_navigation() as sent:
            page.locator("main form[method=post]").first.evaluate(SEND, scene.form)
        response = sent.value
    assert response
    assert response.status == scene.status


class KeptPage:
    """A page that is as good as new after `clear`.

    To open a window and start its process takes the browser longer than most checks of a page.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._context: BrowserContext | None = None
        self._page: Page | None = None
        self._has_crashed = False
        self.watch = Watch()

    def get(self) -> Page:
        """Return the page; a new one at first, and after one that crashed."""
        if self._page is None or self._has_crashed:
            self.close()
            self._context = self._browser.new_context(viewport=WIDE, service_workers="block")
            self._context.set_default_timeout(PATIENCE_MS)
            self.watch = Watch()
            self.watch.follow(self._context)
            self._page = self._context.new_page()
            self._page.on("crash", self._note_crash)
        return self._page

    def clear(self) -> list[str]:
        """Forget all that a scene left behind; return what went wrong and nobody expected."""
        if self._page is not None and not self._has_crashed:
            _forget(self._page)
        remaining = self.watch.remaining()
        self.watch.start_over()
        return remaining

    def close(self) -> None:
        if self._context is not None:
            self._context.close()
        self._context = self._page = None
        self._has_crashed = False

    def _note_crash(self, _: Any) -> None:
        self._has_crashed = True


def _forget(page: Page) -> None:
    page.unroute_all()
    page.evaluate("sessionStorage.clear()")
    session = page.context.new_cdp_session(page)
    where = {"origin": page.evaluate("location.origin"), "storageTypes": STORED}
    session.send("Storage.clearDataForOrigin", where)
    session.detach()
    page.context.clear_cookies()
    page.emulate_media(color_scheme="null", reduced_motion="null")
    page.set_viewport_size(WIDE)
