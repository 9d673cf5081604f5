"""A learner at the screen: picks, checks, grades and goes on, by mouse or by finger."""

import re
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page, expect

# The keys of the small bank, by option text.
RIGHT = frozenset(
    {"goals, tasks, bond", "True", "goals", "tasks", "Ask how she sees the plan"},
)
VERDICT_URL = re.compile(r"/study/\d+/\d+$")
DONE_URL = re.compile(r"/study/\d+/done\??$")


@dataclass
class Learner:
    """`asked` are the stems put so far, `answers` how many answers were sent."""

    page: Page
    has_touch: bool = False
    asked: list[str] = field(default_factory=list)
    answers: int = 0

    def press(self, what: Locator) -> None:
        if self.has_touch:
            what.tap()
        else:
            what.click()

    def press_button(self, name: str | re.Pattern[str]) -> None:
        self.press(self.page.get_by_role("button", name=name))

    def press_link(self, name: str) -> None:
        self.press(self.page.get_by_role("link", name=name, exact=True).first)

    @property
    def heading(self) -> Locator:
        return self.page.get_by_role("heading", level=1)

    @property
    def verdict(self) -> Locator:
        return self.page.locator("#v")

    def pick(self, text: str) -> None:
        self.press(self.page.locator("label.opt").filter(has=self.page.get_by_text(text)))

    def note_question(self) -> str:
        """Remember the question on the page and return its stem."""
        stem = self.page.locator("form .stem, form .face").first.inner_text()
        self.asked.append(stem.strip())
        return self.asked[-1]

    def answer(self, wrong_on: str = "nothing") -> None:
        """Answer the question shown, wrongly when its stem begins with `wrong_on`."""
        is_wrong = self.note_question().startswith(wrong_on)
        self.answers += 1
        if self.page.locator("form .face").count():
            self._grade("Again" if is_wrong else "Good")
            return
        for text in self.page.locator("label.opt .txt").all_inner_texts():
            if (text.strip() in RIGHT) != is_wrong:
                self.pick(text.strip())
                if not self.page.locator("label.opt.box").count():
                    break
        self.press_button("Check answer")
        expect(self.verdict).to_be_focused()

    def _grade(self, grade: str) -> None:
        before = self.heading.inner_text()
        self.press_button("Show answer")
        expect(self.verdict).to_be_focused()
        self.press_button(re.compile(grade))
        expect(self.heading).not_to_have_text(before)

    def go_on(self) -> None:
        """From a verdict to the next question or the summary; from a card one is there already."""
        before = self.heading.inner_text()
        onward = self.page.get_by_role("button", name=re.compile("Next question|See how it went"))
        if onward.count():
            self.press(onward)
            expect(self.heading).not_to_have_text(before)

    def finish(self, wrong_on: str = "nothing") -> None:
        """Answer what is left of the session, up to its summary."""
        while not DONE_URL.search(self.page.url):
            self.answer(wrong_on)
            self.go_on()
