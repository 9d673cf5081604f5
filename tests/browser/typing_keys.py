"""A learner without a mouse: every step is a key, and says where the focus is after it."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.studying import DONE_URL, RIGHT

MOST_TABS = 40  # more than any page needs to reach its main action
DESCRIBE_FOCUS = """() => {
  const focused = document.activeElement;
  const named = focused.labels?.[0] ?? focused;
  return (focused.getAttribute("aria-label") ?? named.innerText ?? "").trim();
}"""
NO_MOUSE = ("click", "dblclick", "tap", "hover", "check", "set_checked", "select_option", "fill")
# A learner who cannot see where the focus is cannot go on.
SHOWS_FOCUS = """() => {
  const focused = document.activeElement;
  const drawn = [focused, focused.closest("label")].filter(Boolean);
  const box = focused.getBoundingClientRect();
  return drawn.some((one) => getComputedStyle(one).outlineStyle !== "none")
    && box.bottom > 0 && box.top < innerHeight;
}"""


def refuse_mouse(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let everything fail that needs a mouse."""

    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError(f"needs a mouse: {args} {kwargs}")

    for name in NO_MOUSE:
        monkeypatch.setattr(f"playwright.sync_api.Locator.{name}", refuse)
        monkeypatch.setattr(page, name, refuse)


@dataclass
class Typist:
    """Presses keys on `page`; `answers` counts what was sent."""

    page: Page
    answers: int = 0

    def press(self, *keys: str) -> None:
        self.page.wait_for_load_state()  # before that no script hears a key
        for key in keys:
            self.page.keyboard.press(key)

    def focus(self) -> str:
        """Return the name of what has the focus, the whole text when it is the body."""
        name: str = self.page.evaluate(DESCRIBE_FOCUS)
        return name

    def assert_focus(self, on: Locator) -> None:
        expect(on).to_be_focused()

    def tab_to(self, name: str, key: str = "Tab") -> None:
        """Press Tab until the control called `name` has the focus; each stop must show it."""
        stops = []
        for _ in range(MOST_TABS):
            self.press(key)
            stops.append(self.focus())
            assert self.page.evaluate(SHOWS_FOCUS), f"the focus is not visible on {stops[-1]!r}"
            if stops[-1].startswith(name):
                return
        raise AssertionError(f"no {name!r} among {stops}")

    @property
    def heading(self) -> Locator:
        return self.page.get_by_role("heading", level=1)

    @property
    def verdict(self) -> Locator:
        return self.page.locator("#v")

    @property
    def is_card(self) -> bool:
        return self.page.locator("form .face").count() > 0

    def tick(self, *, right: bool) -> None:
        """Tick by its number the right option (all of them where several are asked), or wrong."""
        texts = self.page.locator("label.opt .txt").all_inner_texts()
        is_multi = self.page.locator("label.opt.box").count() > 0
        places = [place for place, text in enumerate(texts) if (text.strip() in RIGHT) == right]
        for place in places if is_multi else places[:1]:
            self.press(str(place + 1))
            self.assert_focus(self.page.locator(".opt input").nth(place))
            expect(self.page.locator(".opt input").nth(place)).to_be_checked()

    def check(self, *, right: bool = True) -> None:
        """Answer a choice question: its number, then Enter."""
        self.tick(right=right)
        self.press("Enter")
        self.assert_focus(self.verdict)
        self.answers += 1

    def grade(self, key: str) -> None:
        """Show a card with Space, then grade it with a digit (or Space for Good)."""
        before = self.heading.inner_text()
        self.press("Space")
        self.assert_focus(self.verdict)
        self.press(key)
        self.answers += 1
        expect(self.heading).not_to_have_text(before)

    def go_on(self, key: str = "Space") -> None:
        """From a verdict to what comes next."""
        before = self.heading.inner_text()
        self.press(key)
        expect(self.heading).not_to_have_text(before)

    def finish(self) -> None:
        """Answer the rest of the session rightly, up to its summary."""
        while not DONE_URL.search(self.page.url):
            self.assert_focus(self.heading)
            if self.is_card:
                self.grade("3")
            else:
                self.check()
                self.go_on()
