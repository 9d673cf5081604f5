"""A real Chromium against a real server, with a clock that tests move."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.hands import Hand, Keyboard, Mouse
from tests.browser.keeping import keeper, seat
from tests.browser.live_server import LiveServer, TickingClock
from tests.browser.people import Person
from tests.browser.room import Room
from tests.browser.scenes import EMPTY_SCENES, scene_of
from tests.browser.showing import PATIENCE_MS, WIDE, KeptPage, act
from tests.browser.stage import Stage
from tests.browser.staging import bare_stage, full_stage
from tests.browser.typing_keys import refuse_mouse
from tests.browser.watching import Watch
from tests.conftest import settings_for
from tests.factories import FakeClock
from tests.gates import find_browser

CHROMIUM = os.environ.get("CHROMIUM") or find_browser() or "chromium"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)

expect.set_options(timeout=PATIENCE_MS)


class OpenPage(Protocol):
    """Open a page in a browser profile of its own: no cookies, 1280 px, unless told otherwise."""

    def __call__(self, **context_args: Any) -> Page: ...


class ShowScene(Protocol):
    """Open a page of `scenes` as the person who sees it."""

    def __call__(self, name: str, **context_args: Any) -> Page: ...


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {"executable_path": CHROMIUM, "args": list(FLAGS)}


@pytest.fixture
def clock() -> FakeClock:
    return TickingClock()


@pytest.fixture
def contexts() -> list[BrowserContext]:
    """The browser profiles that a test has opened."""
    return []


def close_all(contexts: list[BrowserContext]) -> None:
    while contexts:
        contexts.pop().close()


@pytest.fixture
def server(
    database_url: str, tmp_path: Path, clock: FakeClock, contexts: list[BrowserContext]
) -> Iterator[LiveServer]:
    """The app with the small bank, for this test alone; its cards must follow from its log.

    It stops once no page is open that could be loading something yet.
    """
    server = LiveServer(settings_for(database_url, tmp_path), clock)
    server.start()
    yield server
    close_all(contexts)
    checked = server.app.test_cli_runner().invoke(args=["study", "rebuild", "--check"])
    server.stop()
    assert checked.exit_code == 0, checked.output


@pytest.fixture
def room(server: LiveServer, clock: FakeClock) -> Room:
    return Room(server, clock)


@pytest.fixture(scope="session")
def stage(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The banks of content/ with people on them. Tests only look, so all share it."""
    with full_stage(sqlite_template, tmp_path_factory.mktemp("stage")) as stage:
        yield stage


@pytest.fixture(scope="session")
def empty_stage(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with bare_stage(sqlite_template, tmp_path_factory.mktemp("empty")) as stage:
        yield stage


@pytest.fixture
def watch() -> Iterator[Watch]:
    """Fails the test when any of its pages did something that nobody expected."""
    watch = Watch()
    yield watch
    assert not watch.remaining()


@pytest.fixture
def open_page(
    request: pytest.FixtureRequest, browser: Browser, watch: Watch, contexts: list[BrowserContext]
) -> Iterator[OpenPage]:
    def open_one(**context_args: Any) -> Page:
        if "base_url" not in context_args:
            server: LiveServer = request.getfixturevalue("server")
            context_args["base_url"] = server.url
        standard = {"viewport": WIDE, "service_workers": "block"}
        context = browser.new_context(**standard | context_args)
        context.set_default_timeout(PATIENCE_MS)
        watch.follow(context)
        contexts.append(context)
        return context.new_page()

    yield open_one
    close_all(contexts)


@pytest.fixture
def alice(server: LiveServer, clock: FakeClock) -> Person:
    """Somebody with a record to look at."""
    return keeper(server, clock)


@pytest.fixture(params=["mouse", "keyboard", "without-scripts"])
def hand(
    request: pytest.FixtureRequest,
    open_page: OpenPage,
    server: LiveServer,
    alice: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> Hand:
    """Alice at her browser, by mouse, by keyboard alone, and by mouse without scripts."""
    has_scripts = request.param != "without-scripts"
    page = seat(open_page(java_script_enabled=has_scripts), server, alice)
    if request.param != "keyboard":
        return Mouse(page, has_scripts)
    refuse_mouse(page, monkeypatch)
    return Keyboard(page)


@pytest.fixture
def show(request: pytest.FixtureRequest, open_page: OpenPage, watch: Watch) -> ShowScene:
    def show_one(name: str, **context_args: Any) -> Page:
        stage = _stage_of(name, request)
        scene = scene_of(name, stage)
        page = open_page(base_url=stage.url, **context_args)
        act(scene, page, watch, stage.url)
        return page

    return show_one


@pytest.fixture(scope="module")
def kept_page(browser: Browser) -> Iterator[KeptPage]:
    kept = KeptPage(browser)
    yield kept
    kept.close()


@pytest.fixture
def show_again(request: pytest.FixtureRequest, kept_page: KeptPage) -> Iterator[ShowScene]:
    """As `show`, on a page that the tests of a module share and find as good as new."""

    def show_one(name: str, **context_args: Any) -> Page:
        assert not context_args, "the page is kept as it was opened"
        stage = _stage_of(name, request)
        scene = scene_of(name, stage)
        page = kept_page.get()
        act(scene, page, kept_page.watch, stage.url)
        return page

    yield show_one
    assert not kept_page.clear()


def _stage_of(name: str, request: pytest.FixtureRequest) -> Stage:
    stage: Stage = request.getfixturevalue("empty_stage" if name in EMPTY_SCENES else "stage")
    return stage
