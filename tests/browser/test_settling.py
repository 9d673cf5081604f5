"""An educator settles a report by the keyboard alone."""

import pytest
from playwright.sync_api import expect

from quizapp.services.editors import set_editor
from quizapp.services.reports import Complaint, report_item
from tests.browser.conftest import OpenPage
from tests.browser.live_server import LiveServer
from tests.browser.people import make, writing
from tests.browser.typing_keys import Typist, refuse_mouse
from tests.factories import FakeClock


def test_a_report_is_settled_by_keys(
    open_page: OpenPage, server: LiveServer, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    learner = make(server.app, clock, "lou@example.org")
    educator = make(server.app, clock, "ewa@example.org", role="educator")
    with writing(server.app) as session:
        said = Complaint("wording", 1, "Too long.")
        report_item(session, learner.learner.user_id, "small", "s-1", said, now=clock())
    with writing(server.app) as session:
        set_editor(session, "small", "ewa@example.org", "owner", now=clock())
    page = open_page()
    page.context.add_cookies([{"name": "alliance", "value": educator.cookie, "url": server.url}])
    refuse_mouse(page, monkeypatch)
    typist = Typist(page)
    page.goto("/teach/reports")
    typist.tab_to("Your answer")
    page.keyboard.type("It is shorter now.")
    typist.tab_to("Fixed")
    typist.press("Enter")
    expect(page.locator("main")).to_contain_text("1 report settled.")
    expect(page.locator("main")).to_contain_text("No report is open")
