"""Every page in every state: axe, narrow screens, large text, targets, budgets, standing still."""

from collections.abc import Iterator

import pytest

from tests.browser.conftest import ShowScene
from tests.browser.page_checks import (
    LOOKS,
    Look,
    axe_violations,
    fetching_faults,
    layout_faults,
    resize,
    shift_faults,
)
from tests.browser.scenes import EMPTY_SCENES, SCENES
from tests.browser.showing import KeptPage
from tests.browser.watching import Watch

NO_BUDGET = {"patterns"}  # shows all components at once, to developers only
JAVASCRIPT = "text/javascript"
MOVES = """
const tall = document.createElement("p");
tall.textContent = "late ".repeat(2000);
document.querySelector("main").prepend(tall);
"""
STATE = """async () => [
  localStorage.length, sessionStorage.length, (await caches.keys()).length,
  innerWidth, matchMedia("(prefers-color-scheme: dark)").matches,
  matchMedia("(prefers-reduced-motion: reduce)").matches, scrollY,
]"""
SOIL = """async () => {
  localStorage.setItem("a", "b");
  sessionStorage.setItem("a", "b");
  await caches.open("a");
}"""


@pytest.fixture(scope="module")
def weights() -> dict[str, int]:
    """Sizes of files by address; pages share most of them."""
    return {}


def states_of_pages() -> list[list[str]]:
    """Return the scenes of each page ("missed", "missed, by luck"), its usual state first."""
    pages: dict[str, list[str]] = {}
    for name in (*SCENES, *EMPTY_SCENES):
        pages.setdefault(name.split(",")[0], []).append(name)
    return list(pages.values())


USUAL = {names[0] for names in states_of_pages()}


def looks_of_scenes() -> Iterator[tuple[str, tuple[Look, ...]]]:
    """Yield each scene with the looks in which axe judges it.

    States of one page share them out: its parts are the same. A page with one state has two.
    `--all-looks` judges every state in all four.
    """
    for names in states_of_pages():
        for n, name in enumerate(names):
            yield name, LOOKS[:2] if len(names) == 1 else LOOKS[n % 4 : n % 4 + 1]


@pytest.mark.parametrize(("name", "looks"), list(looks_of_scenes()))
def test_page(
    request: pytest.FixtureRequest,
    show_again: ShowScene,
    weights: dict[str, int],
    name: str,
    looks: tuple[Look, ...],
) -> None:
    page = show_again(name)
    is_thorough = request.config.getoption("--all-looks")
    if is_thorough:
        looks = LOOKS
    faults = [] if name in NO_BUDGET else fetching_faults(page, weights)
    faults += axe_violations(page, looks)
    faults += layout_faults(page)
    if name not in NO_BUDGET and (is_thorough or name in USUAL):  # the states have its scripts
        faults += shift_faults(page)
    assert not faults


def test_a_kept_page_is_as_good_as_new(kept_page: KeptPage, show_again: ShowScene) -> None:
    page = show_again("settings as learner")
    fresh = page.evaluate(STATE)
    page.evaluate(SOIL)
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    resize(page, 390)
    page.route("**/*", lambda route: route.abort())
    assert page.evaluate(STATE) != fresh
    assert kept_page.clear() == []
    assert not page.context.cookies()
    assert show_again("settings").evaluate(STATE) == fresh


def test_faults_are_seen(show: ShowScene) -> None:
    page = show("help")
    page.evaluate("""() => {
      const main = document.querySelector("main");
      main.prepend(document.createElement("img"), document.createElement("h1"));
      const button = document.createElement("button");
      button.textContent = "x".repeat(200);
      main.append(button);
    }""")
    assert any("image-alt" in fault for fault in axe_violations(page))
    faults = layout_faults(page)
    assert "2 h1" in faults
    assert any(fault.startswith("at 390 px: BUTTON") and "ends at" in fault for fault in faults)
    assert any(fault.startswith("at 1280 px: BUTTON") and " is " in fault for fault in faults)


def test_a_request_elsewhere_is_seen(show: ShowScene, watch: Watch) -> None:
    """Every page above would fail for one, even where the policy did not stop it."""
    watch.expect("foreign request: https://elsewhere.invalid/pixel.png")
    watch.expect("elsewhere.invalid/pixel.png net::ERR_NAME_NOT_RESOLVED")
    watch.expect("console: Failed to load resource: net::ERR_NAME_NOT_RESOLVED")
    page = show("privacy", bypass_csp=True)
    page.evaluate("""() => new Promise((done) => {
      const pixel = new Image();
      pixel.onerror = done;
      pixel.src = "https://elsewhere.invalid/pixel.png";
    })""")


def test_heavy_and_moving_pages_are_seen(show: ShowScene) -> None:
    page = show("keys")
    page.route("**/print.mjs", lambda route: route.fulfill(body=MOVES, content_type=JAVASCRIPT))
    assert shift_faults(page)
    addresses = page.evaluate("performance.getEntriesByType('resource').map(one => one.name)")
    heavy = dict.fromkeys(addresses, 100_000)
    assert any(fault.startswith(".css files of") for fault in fetching_faults(page, heavy))
