"""One walk, by mouse and by keyboard: what a learner does on a page, with either."""

import re
from dataclasses import dataclass, field
from typing import Protocol

from playwright.sync_api import Download, FilePayload, Locator, Page, expect

from tests.browser.typing_keys import SHOWS_FOCUS

MOST_STOPS = 80  # more than any of these pages has
PRESSABLE = ":is(a, button, summary):visible"
HAS_FOCUS = f"(one) => [one === document.activeElement, ({SHOWS_FOCUS})()]"
# Where nothing has the focus, Tab goes on from the part of the page that the address names.
IS_BEFORE_FOCUS = """(one) => {
  const active = document.activeElement;
  const named = document.getElementById(location.hash.slice(1));
  const from = active === document.body && named ? named : active;
  return Boolean(one.compareDocumentPosition(from) & Node.DOCUMENT_POSITION_FOLLOWING);
}"""


class Hand(Protocol):
    """How somebody works a page; `presses` counts the links and buttons that were pressed."""

    page: Page
    presses: int
    has_scripts: bool

    def press(self, name: str, within: str = "body") -> None:
        """Press the first link, button or summary whose text begins with `name`."""

    def choose(self, label: str, option: str) -> None: ...

    def write(self, label: str, text: str) -> None:
        """Put `text` in place of what stands in a field."""

    def tick(self, label: str) -> None: ...

    def attach(self, label: str, name: str, text: str) -> None:
        """Choose a file by the browser's own dialog."""


@dataclass
class _OnPage:
    page: Page
    has_scripts: bool = True
    presses: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        # From the start: the first dialog may open before Playwright has learned to catch it.
        self.page.on("filechooser", lambda _: None)

    def pressable(self, name: str, within: str) -> Locator:
        starts = re.compile(rf"^\s*{re.escape(name)}")
        return self.page.locator(within).locator(PRESSABLE).filter(has_text=starts).first

    def labeled(self, label: str) -> Locator:
        return self.page.get_by_label(label, exact=True)


class Mouse(_OnPage):
    def press(self, name: str, within: str = "body") -> None:
        self.pressable(name, within).click()
        self.presses += 1

    def choose(self, label: str, option: str) -> None:
        self.labeled(label).select_option(label=option)

    def write(self, label: str, text: str) -> None:
        self.labeled(label).fill(text)

    def tick(self, label: str) -> None:
        self.labeled(label).check()

    def attach(self, label: str, name: str, text: str) -> None:
        with self.page.expect_file_chooser() as chooser:
            self.labeled(label).click()
        chooser.value.set_files(_file(name, text))


class Keyboard(_OnPage):
    def press(self, name: str, within: str = "body") -> None:
        self.reach(self.pressable(name, within))
        self.page.keyboard.press("Enter")
        self.presses += 1

    def choose(self, label: str, option: str) -> None:
        self.reach(self.labeled(label))
        self.page.keyboard.type(option)
        expect(self.labeled(label).locator("option:checked")).to_have_text(option)

    def write(self, label: str, text: str) -> None:
        self.reach(self.labeled(label))
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def tick(self, label: str) -> None:
        self.reach(self.labeled(label))
        self.page.keyboard.press("Space")
        expect(self.labeled(label)).to_be_checked()

    def attach(self, label: str, name: str, text: str) -> None:
        self.reach(self.labeled(label))
        with self.page.expect_file_chooser() as chooser:
            self.page.keyboard.press("Enter")
        chooser.value.set_files(_file(name, text))

    def reach(self, target: Locator) -> None:
        """Press Tab, or Shift and Tab, up to `target`; every stop must show the focus."""
        expect(target).to_be_visible()
        control = target.element_handle()
        key = "Shift+Tab" if control.evaluate(IS_BEFORE_FOCUS) else "Tab"
        is_there = control.evaluate(HAS_FOCUS)[0]
        for _ in range(MOST_STOPS):
            if is_there:
                return
            self.page.keyboard.press(key)
            is_there, is_shown = control.evaluate(HAS_FOCUS)
            assert is_shown, f"a hidden focus on the way to {target}"
        raise AssertionError(f"{target} is not on the way of {key}")


def download(hand: Hand, name: str) -> tuple[str, str]:
    """Press a link that gives a file away; return its name and its text."""
    with hand.page.expect_download() as started:
        hand.press(name)
    return started.value.suggested_filename, _text_of(started.value)


def _text_of(file: Download) -> str:
    return file.path().read_text(encoding="utf-8")


def _file(name: str, text: str) -> FilePayload:
    return {"name": name, "mimeType": "application/json", "buffer": text.encode()}
