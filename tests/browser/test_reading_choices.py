"""Reading choices: shown at once where scripts run, kept after saving everywhere."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage

SCRIPTS = pytest.mark.parametrize("has_scripts", [True, False], ids=["scripts", "no-scripts"])
LOOK = """() => {
  const style = getComputedStyle(document.documentElement);
  const [red, green, blue] = style.backgroundColor.match(/\\d+/g).map(Number);
  return {
    isDark: red + green + blue < 200,
    font: getComputedStyle(document.body).fontFamily,
    size: parseFloat(getComputedStyle(document.querySelector(".sample, main p")).fontSize),
  };
}"""


def look(page: Page) -> dict[str, object]:
    """Return what the page looks like: dark or light, its font, the size of its text."""
    seen: dict[str, object] = page.evaluate(LOOK)
    return seen


def choose(page: Page) -> None:
    for label in ("Dark", "Lexend", "Largest"):
        page.get_by_text(label, exact=True).click()


def assert_chosen(page: Page, plain: dict[str, object]) -> None:
    seen = look(page)
    assert seen["isDark"]
    assert "Lexend" in str(seen["font"])
    assert float(str(seen["size"])) > float(str(plain["size"])) * 1.4


@SCRIPTS
def test_choices_are_kept(open_page: OpenPage, *, has_scripts: bool) -> None:
    page = open_page(java_script_enabled=has_scripts, color_scheme="light")
    page.goto("/settings")
    plain = look(page)
    assert not plain["isDark"]
    choose(page)
    if has_scripts:
        assert_chosen(page, plain)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_have_text("Saved.")
    assert_chosen(page, plain)
    page.reload()
    assert_chosen(page, plain)
    for label in ("Dark", "Lexend", "Largest"):
        expect(page.get_by_label(label, exact=True)).to_be_checked()
    page.goto("/help")
    assert look(page)["isDark"]


def test_choices_of_a_guest_stay_with_the_account(open_page: OpenPage) -> None:
    page = open_page(color_scheme="light")
    page.goto("/settings")
    page.get_by_text("Dark", exact=True).click()
    page.get_by_role("button", name="Save").click()
    page.goto("/")
    page.locator("label.opt").first.click()
    page.get_by_role("button", name="Check answer").click()
    expect(page.locator("#v")).to_be_focused()
    assert look(page)["isDark"]


def test_unsaved_choices_are_gone_after_a_reload(open_page: OpenPage) -> None:
    page = open_page(color_scheme="light")
    page.goto("/settings")
    page.get_by_text("Dark", exact=True).click()
    assert look(page)["isDark"]
    page.reload()
    assert not look(page)["isDark"]
