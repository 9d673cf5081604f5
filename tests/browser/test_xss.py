"""Script in Markdown: what runs of a corpus when nothing, one or both of our layers are there."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.xss.frames import executed, frames_server
from tests.browser.xss.payloads import payloads

FEWEST_PAYLOADS = 400
FEWEST_RUNNING = 50  # fewer would mean that the harness is dead


@pytest.fixture(scope="module")
def frames() -> Iterator[str]:
    with frames_server() as url:
        yield url


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.dismiss())
    yield page
    context.close()


def test_the_corpus_is_large_and_alive(frames: str, page: Page) -> None:
    assert len(set(payloads())) >= FEWEST_PAYLOADS
    ran = executed(page, frames, "nothing")
    assert len(ran) > FEWEST_RUNNING, "the harness is dead: unprotected, far more has to run"


@pytest.mark.parametrize("arm", ["cleaned after", "policy"])
def test_nothing_runs_behind_a_layer(frames: str, page: Page, arm: str) -> None:
    ran = executed(page, frames, arm)
    assert not ran, [payloads()[n] for n in sorted(ran)]


def test_cleaning_before_rendering_would_not_do(frames: str, page: Page) -> None:
    """Why the order matters: Markdown makes markup of what was clean text."""
    assert executed(page, frames, "cleaned before", is_one_enough=True)
