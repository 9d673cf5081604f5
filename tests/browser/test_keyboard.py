"""The same two days with the keyboard alone, the focus asserted at each step."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, ShowScene
from tests.browser.live_server import LiveServer
from tests.browser.stored import answers, log_length
from tests.browser.studying import DONE_URL, VERDICT_URL
from tests.browser.test_journey import CHOSEN, EMAIL, STEM
from tests.browser.typing_keys import Typist, refuse_mouse
from tests.factories import PASSWORD, FakeClock


@pytest.fixture
def typist(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> Typist:
    """Somebody for whom everything that needs a mouse fails."""
    page = open_page()
    refuse_mouse(page, monkeypatch)
    return Typist(page)


def test_two_days(typist: Typist, server: LiveServer, clock: FakeClock) -> None:
    first_answer(typist)
    typist.go_on()
    typist.finish()
    sign_up(typist)
    assert {answer.email for answer in answers(server)} == {EMAIL}
    clock.forward(days=1)
    leave_and_resume(typist)
    miss_the_question_again(typist)
    read_the_missed_list(typist)
    typist.tab_to("Practice these", "Shift+Tab")
    typist.press("Enter")
    expect(typist.page.locator("legend.stem")).to_contain_text(STEM)
    typist.check()
    assert len(answers(server)) == typist.answers


def first_answer(typist: Typist) -> None:
    page = typist.page
    page.goto("/")
    typist.assert_focus(page.locator("body"))
    stops = []
    for _ in range(5):
        typist.press("Tab")
        stops.append(typist.focus())
    assert stops[:4] == ["Skip to main content", "Alliance", "Sign in", "Create account"]
    options = page.locator(".opt input")
    typist.assert_focus(options.nth(0))
    typist.press("Space")
    while CHOSEN not in typist.focus():
        typist.press("ArrowDown")
    typist.assert_focus(page.locator(".opt input:checked"))
    typist.press("Enter")
    page.wait_for_url(VERDICT_URL)
    typist.assert_focus(typist.verdict)
    typist.answers += 1


def sign_up(typist: Typist) -> None:
    page = typist.page
    page.wait_for_url(DONE_URL)
    typist.assert_focus(page.locator("body"))
    typist.tab_to("Create an account")
    typist.press("Enter")
    page.wait_for_url(re.compile("/register$"))
    typist.tab_to("E-mail")
    page.keyboard.type(EMAIL)
    typist.tab_to("Password")
    page.keyboard.type(PASSWORD)
    typist.press("Enter")
    page.wait_for_url(re.compile("/today$"))
    expect(typist.heading).to_contain_text("Good afternoon")


def leave_and_resume(typist: Typist) -> None:
    page = typist.page
    page.reload()
    typist.tab_to("Start studying")
    typist.press("Enter")
    expect(typist.heading).to_contain_text("1 of")
    answer_missing_one(typist)
    typist.press("Escape")
    page.wait_for_url(re.compile("/today$"))
    typist.tab_to("Resume:")
    typist.press("Enter")
    expect(typist.heading).to_contain_text("2 of")


def answer_missing_one(typist: Typist) -> None:
    """Answer what is shown, the landing question wrongly, and go on."""
    if typist.is_card:
        typist.grade("3")
        return
    is_landing = typist.page.locator("legend.stem", has_text=STEM).count() > 0
    typist.check(right=not is_landing)
    typist.go_on("Enter")


def miss_the_question_again(typist: Typist) -> None:
    while not DONE_URL.search(typist.page.url):
        answer_missing_one(typist)


def read_the_missed_list(typist: Typist) -> None:
    page = typist.page
    typist.tab_to("Missed")
    typist.press("Enter")
    page.wait_for_url(re.compile("/missed"))
    row = page.locator("li.miss", has_text=STEM)
    typist.tab_to("Why")
    typist.assert_focus(row.locator("summary").first)
    typist.press("Enter")
    expect(row.locator("details").first).to_have_attribute("open", "")
    expect(row.locator("dl").first).to_contain_text(CHOSEN)


def start_at_second_question(typist: Typist) -> Page:
    first_answer(typist)
    typist.go_on()
    typist.assert_focus(typist.heading)
    return typist.page


def test_undo_and_guess_by_key(typist: Typist, server: LiveServer) -> None:
    page = start_at_second_question(typist)
    while typist.is_card:
        typist.grade("4")
    typist.check()
    typist.press("g")
    expect(typist.verdict).to_have_text("Right, by a guess.")
    typist.assert_focus(typist.verdict)
    assert [answer.confidence for answer in answers(server)][-1] == "guessing"
    typist.press("g")
    expect(typist.verdict).to_have_text("Right.")
    typist.assert_focus(typist.verdict)
    asked = typist.heading.inner_text()
    typist.press("u")
    expect(page.locator("#q")).to_be_visible()
    typist.assert_focus(typist.heading)
    assert typist.heading.inner_text() == asked
    assert len(answers(server)) == typist.answers - 1


def test_every_grade_has_its_digit(typist: Typist, server: LiveServer) -> None:
    page = start_at_second_question(typist)
    while not typist.is_card:
        typist.check()
        typist.go_on()
    for digit, right in (("1", False), ("2", True), ("3", True), ("4", True)):
        typist.grade(digit)
        assert answers(server)[-1].is_right is right
        typist.press("u")
        expect(page.locator("#q .face")).to_be_visible()
        typist.assert_focus(typist.heading)
    typist.grade("Space")
    assert answers(server)[-1].is_right


def test_question_mark_lists_the_keys(typist: Typist) -> None:
    page = start_at_second_question(typist)
    typist.press("?")
    page.wait_for_url(re.compile("/help/keys$"))
    expect(typist.heading).to_have_text("Keys")
    page.go_back()
    expect(typist.heading).to_contain_text("2 of")


def test_x_rules_out_and_letters_pick(typist: Typist) -> None:
    page = start_at_second_question(typist)
    while typist.is_card:
        typist.grade("3")
    typist.press("b")
    typist.assert_focus(page.locator(".opt input").nth(1))
    typist.press("x")
    expect(page.locator(".optrow").nth(1)).to_have_class(re.compile(r"\bout\b"))
    expect(page.locator(".opt input").nth(1)).not_to_be_checked()
    typist.press("a")
    expect(page.locator(".opt input").nth(0)).to_be_checked()


def test_single_keys_can_be_turned_off(typist: Typist, server: LiveServer) -> None:
    page = start_at_second_question(typist)
    page.goto("/settings")
    typist.tab_to("Single-key shortcuts")
    typist.press("Space")
    typist.tab_to("Save")
    typist.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Saved.")
    page.goto("/study/1")
    before = log_length(server)
    typist.press("u", "g", "1", "?")
    typist.assert_focus(page.locator("body"))
    expect(page.locator("#q")).to_be_visible()
    assert log_length(server) == before


def test_a_key_can_be_changed(typist: Typist, server: LiveServer) -> None:
    page = start_at_second_question(typist)
    while typist.is_card:
        typist.grade("3")
    page.goto("/help/keys")
    typist.tab_to("Key")
    typist.press("?", "u", "Backspace", "Backspace", "z")
    expect(page.get_by_label("Key")).to_have_value("z")
    typist.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Saved.")
    page.goto("/study/1")
    typist.check()
    before = len(answers(server))
    typist.press("u", "Control+z")
    typist.assert_focus(typist.verdict)
    typist.press("z")
    expect(page.locator("#q")).to_be_visible()
    typist.assert_focus(typist.heading)
    assert len(answers(server)) == before - 1


WRITING = (("question typed", "#answer"), ("question match", "select"))


@pytest.mark.parametrize(("scene", "field"), WRITING)
def test_single_keys_leave_fields_alone(show: ShowScene, scene: str, field: str) -> None:
    page = show(scene)
    asked = page.url
    page.locator(field).first.focus()
    for key in ("?", "u", "f", "r", "Escape", "x"):
        page.keyboard.press(key)
    expect(page.locator(field).first).to_be_focused()
    assert page.url == asked
    expect(page.locator('[data-action="flag"]')).to_have_attribute("aria-pressed", "false")


COMPOSING = """(extra) => document.body.dispatchEvent(
  new KeyboardEvent("keydown", { key: "?", bubbles: true, cancelable: true, ...extra })
)"""


def test_single_keys_leave_combinations_and_composing_alone(show: ShowScene) -> None:
    page = show("question single")
    for extra in ("ctrlKey", "altKey", "metaKey", "isComposing", "repeat"):
        was_left_alone = page.evaluate(COMPOSING, {extra: True})
        assert was_left_alone, extra
    assert not page.evaluate(COMPOSING, {}), "alone it is taken"
    page.wait_for_url(re.compile("/help/keys$"))
