"""Every kind of question, answered by mouse, by keyboard alone and without scripts."""

import re

import pytest
from playwright.sync_api import Page, expect

from quizapp.core.bank.model import Kind
from tests.browser.conftest import OpenPage
from tests.browser.kinds import ASKED, STEPS, Answer, Asked
from tests.browser.room import Room
from tests.browser.stored import last_logged
from tests.browser.studying import DONE_URL
from tests.browser.typing_keys import refuse_mouse
from tests.browser.watching import Watch
from tests.browser.ways import ByKeys, ByMouse, Way, fill_in, steps

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
# Keeps what the page told screen readers, however soon it is silent again.
LISTEN = """() => {
  window.heard = [];
  const status = document.getElementById("said");
  const hear = () => window.heard.push(status.textContent);
  new MutationObserver(hear).observe(status, { childList: true });
}"""


@pytest.fixture(params=["mouse", "keys", "without-scripts"])
def way(
    request: pytest.FixtureRequest,
    open_page: OpenPage,
    room: Room,
    monkeypatch: pytest.MonkeyPatch,
) -> Way:
    page = room.seat(open_page(java_script_enabled=request.param != "without-scripts"))
    if request.param != "keys":
        return ByMouse(page)
    refuse_mouse(page, monkeypatch)
    return ByKeys(page)


def test_every_kind(way: Way, room: Room) -> None:
    room.open(way.page, ASKED)
    for at, asked in enumerate(ASKED, start=1):
        give(room, way, asked, asked.wrong, at)
    # What was missed comes once more at the end.
    for at, asked in enumerate(ASKED, start=len(ASKED) + 1):
        give(room, way, asked, asked.right, at)
    way.page.wait_for_url(DONE_URL)
    way.page.goto("/missed")
    expect(way.page.locator("li.miss")).to_have_count(len(ASKED))
    for asked in ASKED:
        missed_says(way.page, asked, asked.wrong)
    in_parts = [asked for asked in ASKED if asked.partly]
    room.open(way.page, in_parts)
    for at, asked in enumerate(in_parts, start=1):
        assert asked.partly
        give(room, way, asked, asked.partly, at)
    way.page.goto("/missed")
    for asked in in_parts:
        assert asked.partly
        missed_says(way.page, asked, asked.partly)


def give(room: Room, way: Way, asked: Asked, answer: Answer, at: int) -> None:
    """Answer the question at place `at` of the session, look at its verdict, and go on."""
    expect(way.heading).to_have_text(re.compile(rf"^(Card|Question) {at} of "))
    expect(way.page.locator("#q")).to_contain_text(asked.stem)
    room.clock.forward(minutes=1)
    fill_in(way, asked, answer.said)
    if not asked.is_card:
        way.check(asked.kind)
    expect(way.verdict).to_have_text(re.compile(answer.verdict))
    expect(way.verdict).to_be_focused()
    if asked.is_card:
        way.grade(*answer.said)
        expect(way.verdict).to_be_hidden()
    logged = last_logged(room.server)
    if asked.kind == Kind.MULTI:  # the log has them as they were shown
        assert sorted(logged.said) == sorted(answer.said)
    else:
        assert logged.said == (() if asked.is_card else answer.said)
    assert logged.score == pytest.approx(answer.score)
    assert logged.rating == answer.rating
    if not asked.is_card:
        way.go_on()


def missed_says(page: Page, asked: Asked, answer: Answer) -> None:
    row = page.locator("li.miss", has_text=asked.stem)
    words = row.locator("dl").first.locator("dt, dd li, dd:not(:has(li))")
    said = () if asked.is_card else ("You said", *answer.said)
    expect(words).to_have_text([*said, "Answer", *asked.key])


NOT_YET = {
    "single": "Pick an option first.",
    "multi": "Select two options first.",
    "typed": "Type your answer first. Capitals, accents and punctuation do not matter.",
    "numeric": "Type a number first. A number in digits. Within 0.5 is right.",
    "match": "Choose an answer in each row first.",
}


@pytest.mark.parametrize("has_scripts", [True, False])
def test_what_is_missing_is_said_with_the_question(
    open_page: OpenPage, room: Room, watch: Watch, *, has_scripts: bool
) -> None:
    watch.expect("status of 422")
    page = room.seat(open_page(java_script_enabled=has_scripts))
    for name, words in NOT_YET.items():
        asked = next(asked for asked in ASKED if asked.name == name)
        room.open(page, [asked])
        page.get_by_role("button", name="Check answer").click()
        expect(page.locator("#pick")).to_be_focused()
        is_field = asked.kind in {Kind.TYPED, Kind.NUMERIC}
        group = page.get_by_role("textbox" if is_field else "group").first
        expect(group).to_have_accessible_name(re.compile(asked.stem))
        expect(group).to_have_accessible_description(words)
        if asked.kind == Kind.MATCH:
            expect(page.locator("select[aria-invalid=true]")).to_have_count(4)


def test_a_finger_drags_a_step(open_page: OpenPage, room: Room) -> None:
    page = room.seat(open_page(**PHONE))
    order = next(asked for asked in ASKED if asked.name == "order")
    room.open(page, [order])
    page.evaluate(LISTEN)
    page.locator(".ord").evaluate("list => list.scrollIntoView({ block: 'center' })")
    scrolled = page.evaluate("scrollY")
    now = steps(page).all_inner_texts()
    for to, step in reversed(list(enumerate(STEPS))):
        drag(page, now.index(step), to)
        now.insert(to, now.pop(now.index(step)))
        expect(steps(page)).to_have_text(now)
        expect(page.locator(".ord > li.held")).to_have_count(0)
        heard = page.evaluate("window.heard.filter(Boolean).at(-1)")
        assert heard == f"{step}, now {to + 1} of {len(STEPS)}"
    assert page.evaluate("scrollY") == scrolled, "the page stays where it is"
    room.clock.forward(minutes=1)
    page.get_by_role("button", name="Check answer").tap()
    expect(page.locator("#v")).to_have_text("Right.")
    assert last_logged(room.server).said == STEPS


def drag(page: Page, at: int, to: int) -> None:
    """Drag the step at a place by its number to the middle of another one's, with one finger."""
    finger = page.context.new_cdp_session(page)
    grips = page.locator(".ord .key")
    boxes = [grip.bounding_box() for grip in grips.all()]
    start, end = boxes[at], boxes[to]
    assert start
    assert end
    x, top = start["x"] + start["width"] / 2, start["y"] + start["height"] / 2
    way = end["y"] - start["y"]
    touch = {"type": "touchStart", "touchPoints": [{"x": x, "y": top}]}
    finger.send("Input.dispatchTouchEvent", touch)
    for part in (0.25, 0.5, 0.75, 1, 1.1):
        moved = {"type": "touchMove", "touchPoints": [{"x": x, "y": top + way * part}]}
        finger.send("Input.dispatchTouchEvent", moved)
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    finger.detach()
