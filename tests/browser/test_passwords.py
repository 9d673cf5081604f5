"""Fields of passwords do what a password manager needs."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OpenPage
from tests.browser.live_server import LiveServer
from tests.browser.people import make
from tests.factories import FakeClock

IS_PASTED = """(field) => {
  const data = new DataTransfer();
  data.setData("text/plain", "a sentence of words");
  const event = new ClipboardEvent("paste", {
    clipboardData: data, bubbles: true, cancelable: true,
  });
  return field.dispatchEvent(event);
}"""


@pytest.mark.parametrize(
    ("path", "kinds"),
    [
        ("/login", ["current-password"]),
        ("/register", ["new-password"]),
        ("/settings/password", ["current-password", "new-password"]),
    ],
)
def test_a_password_can_be_pasted_and_kept(
    open_page: OpenPage, server: LiveServer, clock: FakeClock, path: str, kinds: list[str]
) -> None:
    page: Page = open_page()
    if path.startswith("/settings"):
        alice = make(server.app, clock, "alice@example.org")
        page.context.add_cookies([{"name": "alliance", "value": alice.cookie, "url": server.url}])
    page.goto(path)
    fields = page.locator("main input[type=password]")
    assert [one.get_attribute("autocomplete") for one in fields.all()] == kinds
    for field in fields.all():
        assert field.evaluate(IS_PASTED), "nothing keeps a paste from happening"
        assert field.get_attribute("maxlength") is None
