"""Answering a question of any kind: with a mouse, scripts or none, and with the keyboard alone."""

import re
from dataclasses import dataclass
from typing import Protocol

from playwright.sync_api import Locator, Page, expect

from quizapp.core.bank.model import Kind
from tests.browser.kinds import Asked
from tests.browser.studying import Learner
from tests.browser.typing_keys import Typist

GRADES = {"Again": "1", "Good": "3"}


class Way(Protocol):
    """Does one thing to the page, and sees that the focus is where it should be then."""

    page: Page

    @property
    def heading(self) -> Locator: ...

    @property
    def verdict(self) -> Locator: ...

    def tick(self, option: str) -> None: ...

    def write(self, words: str) -> None: ...

    def move(self, step: str, to: str, *, by_arrow: bool = False) -> None: ...

    def match(self, left: str, right: str) -> None: ...

    def check(self, kind: Kind) -> None: ...

    def reveal(self) -> None: ...

    def grade(self, grade: str) -> None: ...

    def go_on(self) -> None: ...


def fill_in(way: Way, asked: Asked, said: tuple[str, ...]) -> None:
    """Give an answer up to the press that sends it; a card shows its other side."""
    match asked.kind:
        case Kind.FLASHCARD | Kind.CLOZE:
            way.reveal()
        case Kind.TYPED | Kind.NUMERIC:
            way.write(said[0])
        case Kind.ORDER:
            put_in_order(way, said)
        case Kind.MATCH:
            for row in said:
                way.match(*row.split(": "))
        case _:
            for option in said:
                way.tick(option)


def steps(page: Page) -> Locator:
    return page.locator(".ord .txt")


def mover(page: Page, step: str, to: str) -> Locator:
    return page.get_by_role("button", name=f"Move {to}: {step}", exact=True)


def put_in_order(way: Way, wanted: tuple[str, ...]) -> None:
    """Press each step up to its place, from the first on; then one down and up again, twice."""
    expect(steps(way.page)).to_have_count(len(wanted))
    now, held = steps(way.page).all_inner_texts(), wanted[0]
    for place, step in enumerate(wanted):
        while now[place] != step:
            _move(way, now, step, "up")
            held = step
    for to, by_arrow in (("down", False), ("up", True), ("down", True), ("up", False)):
        _move(way, now, held, to, by_arrow=by_arrow)


def _move(way: Way, now: list[str], step: str, to: str, *, by_arrow: bool = False) -> None:
    """Move a step by one place; `now` is the order it stands in, before and after."""
    way.move(step, to, by_arrow=by_arrow)
    at = now.index(step)
    now.insert(at + {"up": -1, "down": 1}[to], now.pop(at))
    expect(steps(way.page)).to_have_text(now)
    expect(way.page.locator(".ord .key")).to_have_text([str(n + 1) for n in range(len(now))])
    for other in now:
        for way_out, end in (("up", now[0]), ("down", now[-1])):
            ended = mover(way.page, other, way_out).get_attribute("aria-disabled") == "true"
            assert ended == (other == end), (other, way_out)


@dataclass
class ByMouse:
    """Clicks, and types only where words are asked."""

    page: Page

    def __post_init__(self) -> None:
        self._learner = Learner(self.page)

    @property
    def heading(self) -> Locator:
        return self._learner.heading

    @property
    def verdict(self) -> Locator:
        return self._learner.verdict

    def tick(self, option: str) -> None:
        self._learner.pick(option)
        label = self.page.locator("label.opt").filter(has=self.page.get_by_text(option))
        expect(label.locator("input")).to_be_checked()

    def write(self, words: str) -> None:
        self.page.get_by_role("textbox").fill(words)

    def move(self, step: str, to: str, *, by_arrow: bool = False) -> None:
        """Press the button; without scripts the page comes back with the focus on it."""
        del by_arrow
        at = steps(self.page).all_inner_texts().index(step)
        there = at + {"up": -1, "down": 1}[to]
        mover(self.page, step, to).click()
        expect(steps(self.page).nth(there)).to_have_text(step)
        expect(mover(self.page, step, to)).to_be_focused()

    def match(self, left: str, right: str) -> None:
        self.page.get_by_label(left, exact=True).select_option(label=right)

    def check(self, kind: Kind) -> None:
        del kind
        self._learner.press_button("Check answer")

    def reveal(self) -> None:
        self._learner.press_button("Show answer")

    def grade(self, grade: str) -> None:
        self._learner.press_button(re.compile(grade))

    def go_on(self) -> None:
        self._learner.go_on()


@dataclass
class ByKeys(Typist):
    """Presses keys."""

    def tick(self, option: str) -> None:  # type: ignore[override]
        """Press the number of the option."""
        place = self.page.locator("label.opt .txt").all_inner_texts().index(option)
        self.press(str(place + 1))
        field = self.page.locator(".opt input").nth(place)
        self.assert_focus(field)
        expect(field).to_be_checked()

    def write(self, words: str) -> None:
        """Type; a field that is all there is to do has the focus already."""
        self.assert_focus(self.page.get_by_role("textbox"))
        self.page.keyboard.type(words)

    def move(self, step: str, to: str, *, by_arrow: bool = False) -> None:
        """Press the step's button, or Alt with an arrow anywhere in its row."""
        button = mover(self.page, step, to)
        if by_arrow:
            self.press(f"Alt+Arrow{to.capitalize()}")
            self.assert_focus(self.page.locator(".ord > li", has_text=step).locator(":focus"))
            return
        if self.focus() != f"Move {to}: {step}":
            is_left = to == "up" and self.focus() == f"Move down: {step}"
            self.tab_to(f"Move {to}: {step}", "Shift+Tab" if is_left else "Tab")
        self.press("Enter" if to == "up" else "Space")
        self.assert_focus(button)

    def match(self, left: str, right: str) -> None:
        """Press the first letter of the answer, as no other begins with it."""
        self.tab_to(left)
        row = self.page.get_by_label(left, exact=True)
        self.assert_focus(row)
        self.press(right[0])
        expect(row.locator("option:checked")).to_have_text(right)

    def check(self, kind: Kind) -> None:  # type: ignore[override]
        """Press Enter where the answer was given; after rows the button has to be found."""
        if kind in {Kind.ORDER, Kind.MATCH}:
            self.tab_to("Check answer")
        self.press("Enter")

    def reveal(self) -> None:
        self.press("Space")

    def grade(self, grade: str) -> None:
        self.press(GRADES[grade])
