"""A learner's place at every kind of question, on a server of the test's own."""

from collections.abc import Sequence

from playwright.sync_api import Page

from tests.browser.kinds import Asked
from tests.browser.live_server import LiveServer
from tests.browser.people import Library, Person, library, make
from tests.factories import KINDS_BANK, FakeClock, load_text


class Room:
    """Alice with a session of any questions, and what the server keeps of her answers."""

    def __init__(self, server: LiveServer, clock: FakeClock) -> None:
        with server.app.app_context():
            load_text(KINDS_BANK, origin="kinds.md")
        self.server, self.clock = server, clock
        self.alice: Person = make(server.app, clock, "alice@example.org")
        self.library: Library = library(server.app)

    def seat(self, page: Page) -> Page:
        """Sign Alice in on `page`."""
        page.context.add_cookies(
            [{"name": "alliance", "value": self.alice.cookie, "url": self.server.url}]
        )
        return page

    def open(self, page: Page, asked: Sequence[Asked]) -> None:
        """Put questions to Alice."""
        session_id = self.alice.start([one.found_in(self.library) for one in asked])
        page.goto(f"/study/{session_id}")
