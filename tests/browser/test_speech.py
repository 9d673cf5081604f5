"""Read aloud: what the device's voice is given to say, when it stops, and where there is none."""

from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage, ShowScene
from tests.browser.live_server import LiveServer
from tests.browser.studying import Learner

# A voice that writes down what it is told; None stands for "be silent".
VOICE = """
window.said = [];
window.SpeechSynthesisUtterance = class extends EventTarget {
  constructor(text) { super(); this.text = text; }
};
Object.defineProperty(window, "speechSynthesis", { value: {
  speak: (words) => window.said.push([words.text, words.lang]),
  cancel: () => window.said.push(null),
} });
"""
NO_VOICE = 'Object.defineProperty(window, "speechSynthesis", { value: undefined });'


def said(page: Page) -> list[Any]:
    """Return what the voice was told since the last look."""
    told: list[Any] = page.evaluate("window.said.splice(0)")
    return told


def button(page: Page) -> Locator:
    return page.get_by_role("button", name="Read aloud")


def at_choice_question(page: Page) -> Learner:
    learner = Learner(page)
    page.goto("/")
    learner.answer()
    learner.go_on()
    while not page.locator("label.opt").count():
        learner.answer()
        learner.go_on()
    return learner


def test_question_and_verdict_are_read(open_page: OpenPage, server: LiveServer) -> None:
    del server
    page = open_page()
    page.add_init_script(VOICE)
    learner = at_choice_question(page)
    stem = page.locator("legend.stem").inner_text()
    options = page.locator("label.opt .txt").all_inner_texts()
    said(page)
    page.keyboard.press("r")
    expect(button(page)).to_have_attribute("aria-pressed", "true")
    texts = said(page)
    assert [lang for _, lang in texts] == ["en"] * len(texts)
    read = [text for text, _ in texts]
    assert read[0] == stem
    assert read[-len(options) :] == [f"{'ABCDE'[n]}. {text}" for n, text in enumerate(options)]
    page.keyboard.press("r")
    expect(button(page)).to_have_attribute("aria-pressed", "false")
    assert said(page) == [None]
    button(page).click()
    learner.answer()
    expect(button(page)).to_have_attribute("aria-pressed", "false")
    assert said(page)[-1] is None, "the next page silences it"
    button(page).click()
    verdict = " ".join(text for text, _ in said(page))
    assert verdict.startswith(learner.verdict.inner_text())
    assert page.locator(".idea .big").inner_text() in verdict
    assert "Undo" not in verdict


def test_without_a_voice_there_is_no_button(open_page: OpenPage, server: LiveServer) -> None:
    del server
    page = open_page()
    page.add_init_script(NO_VOICE)
    at_choice_question(page)
    expect(page.locator('[data-action="undo"]')).to_be_visible()
    expect(page.locator('[data-action="read"]')).to_be_hidden()


def test_the_answers_of_a_match_are_read_once(show: ShowScene) -> None:
    page = show("question match")
    page.evaluate(VOICE)  # the button looks for the voice when it is pressed
    lefts = [text.strip() for text in page.locator(".match label").all_inner_texts()]
    answers = page.locator(".match select").first.locator("option").all_inner_texts()[1:]
    button(page).click()
    read = "".join(f"{text.removesuffix('.')}. " for text, _ in said(page))
    for text in (*lefts, *answers):
        assert read.count(f"{text}. ") == 1, text
