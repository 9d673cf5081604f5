"""Questions that are typed, ordered or matched, through their pages and without scripts."""

import re

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from quizapp.core.bank.model import Kind
from quizapp.db.models.study import Review
from tests.browser.people import make
from tests.factories import KINDS_BANK, FakeClock, load_text
from tests.services.study_room import RIGHT, WRONG, StudyRoom
from tests.web.html_checks import text_of
from tests.web.page_client import Fetched, PageClient

KINDS = ["k-1", "k-2", "k-3", "k-4"]
STEPS = [*RIGHT["k-3"]]
PLACES = {1: "1st", 2: "2nd", 3: "3rd", 4: "4th"}
VERDICTS = {
    "NBER": "Right.",
    "BNER": "Close: two steps are swapped.",
    "RBEN": "Close: two steps are swapped.",
    "BENR": "Close: one step is out of order.",
    "RNBE": "Close: one step is out of order.",
    "BNRE": "Partly right: no step in place, but some come in the right order.",
    "RENB": "Partly right: no step in place, but some come in the right order.",
    "REBN": "Not this time. It is the other way round.",
}
MOVED = {"BENR": "N", "RNBE": "R"}  # the one step that is out of order


class Desk:
    """Alice at her browser, with a session of one question."""

    def __init__(self, app: Flask, clock: FakeClock) -> None:
        with app.app_context():
            load_text(KINDS_BANK, origin="kinds.md")
        person = make(app, clock, "alice@example.org")
        self.room, self.page = StudyRoom(app, clock), PageClient(app, person.cookie)
        self.alice, self.sid = person.learner, 0

    def ask(self, ref: str) -> Fetched:
        self.sid = self.room.sit(self.alice, ref)
        return self.page(f"/study/{self.sid}")

    def send(self, page: Fetched, status: int = 303, /, **fields: str) -> Fetched:
        """Send the question's form, a step's field for each of its rows."""
        form = MultiDict(page.form(f"/study/{self.sid}"))
        form.setlist("order", orders(page))
        for name, value in fields.items():
            form[name] = value
        return self.page.post(f"/study/{self.sid}", form, status)

    def give(self, page: Fetched, ref: str, answers: dict[str, tuple[str, ...]]) -> Fetched:
        """Fill in what begins with the words of `answers`, send it, and read the verdict."""
        body, texts = self.room.body(ref), answers[ref]
        self.room.clock.forward(seconds=20)
        if body["kind"] in {Kind.TYPED, Kind.NUMERIC}:
            sent = self.send(page, answer=texts[0])
        elif body["kind"] == Kind.ORDER:
            sent = self.send(ordered(self, page, texts))
        else:
            rows = zip(body["lefts"], picks(body, texts), strict=True)
            sent = self.send(page, 303, **{f"match-{left['id']}": pick for left, pick in rows})
        return self.page.follow(sent)


@pytest.fixture
def desk(app: Flask, clock: FakeClock) -> Desk:
    return Desk(app, clock)


def orders(page: Fetched) -> list[str]:
    fields = page.document.all("input")
    return [one.get("value", "") for one in fields if one.get("name") == "order"]


def steps(page: Fetched) -> list[str]:
    """Return the first word of each step from top to bottom."""
    rows = next(one for one in page.document.all("ol") if one.get("class") == "ord")
    texts = [text_of(row) for row in rows.iter("li")]
    assert all(text.startswith(str(place)) for place, text in enumerate(texts, start=1))
    return [text.lstrip("0123456789 ").split()[0] for text in texts]


def mover(page: Fetched, name: str) -> str:
    """Return what the button of that name sends."""
    buttons = page.document.all("button")
    return next(one.get("value", "") for one in buttons if one.get("aria-label") == name)


def ordered(desk: Desk, page: Fetched, texts: tuple[str, ...]) -> Fetched:
    """Press buttons until the steps stand in the order of `texts`."""
    names = {step["text"].split()[0]: step["text"] for step in desk.room.body("k-3")["steps"]}
    for place, text in enumerate(texts):
        while steps(page).index(text) > place:
            page = desk.send(page, 200, move=mover(page, f"Move up: {names[text]}"))
    return page


def picks(body: dict[str, list[dict[str, str]]], texts: tuple[str, ...]) -> list[str]:
    rights = body["rights"]
    return [
        next(right["id"] for right in rights if right["text"].startswith(text)) for text in texts
    ]


@pytest.mark.db
@pytest.mark.parametrize("ref", KINDS)
def test_each_kind_is_answered_rightly_without_scripts(desk: Desk, ref: str) -> None:
    page = desk.ask(ref)
    verdict = desk.give(page, ref, RIGHT)
    assert verdict.title.startswith("Right.")
    assert "I guessed" in verdict.html
    [row] = desk.room.log(desk.alice)
    assert row.is_right


@pytest.mark.parametrize(
    ("ref", "title", "words"),
    [
        ("k-1", "Not this time. The answer is bond.", "Also accepted: emotional bond, bonds."),
        ("k-2", "Not this time. The answer is 36.", "Every number within 0.5 of it is right."),
        ("k-3", "Not this time. It is the other way round.", "You had it 4th"),
        ("k-4", "Not this time. None of the four matched.", "You chose: working alliance"),
    ],
)
def test_a_wrong_answer_is_set_right_and_listed(
    desk: Desk, ref: str, title: str, words: str
) -> None:
    verdict = desk.give(desk.ask(ref), ref, WRONG)
    assert verdict.title.startswith(title)
    assert words in verdict.text
    missed = desk.page("/missed").text
    body = desk.room.body(ref)
    for text in (body["answer_text"], *(part["text"] for part in body["steps"] + body["lefts"])):
        assert text in missed
    desk.page(f"/study/{desk.sid}/done")


def test_the_verdict_on_an_order_is_true_of_it(desk: Desk) -> None:
    for order, title in VERDICTS.items():
        texts = tuple(next(step for step in STEPS if step[0] == letter) for letter in order)
        verdict = desk.give(desk.ask("k-3"), "k-3", {"k-3": texts})
        assert verdict.title.startswith(title), order
        for place, step in enumerate(STEPS, start=1):
            had = texts.index(step) + 1
            said = "In place" if had == place else f"You had it {PLACES[had]}"
            is_said = re.search(rf"{step}[^.]*? {said}", verdict.text)
            is_blamed = "one step" not in title or had == place or step[0] == MOVED[order]
            assert bool(is_said) == is_blamed, (order, step, said)


def test_a_swapped_match_says_which(desk: Desk) -> None:
    texts = ("working", "therapeutic", "helping", "goals")
    verdict = desk.give(desk.ask("k-4"), "k-4", {"k-4": texts})
    assert verdict.title.startswith("Partly right: 2 of 4 matched.")
    assert "Zetzel and Greenson changed places." in verdict.text
    assert "empathy, regard and genuineness Left over" in verdict.text


@pytest.mark.parametrize(
    ("typed", "rows"),
    [("bond", ["bond"]), ("Emotional Bond", ["Emotional Bond", "bond"])],
)
def test_a_right_answer_stands_as_it_was_typed(desk: Desk, typed: str, rows: list[str]) -> None:
    verdict = desk.give(desk.ask("k-1"), "k-1", {"k-1": (typed,)})
    texts = [one for one in verdict.document.all("p") if one.get("class") == "txt"]
    assert [text_of(one) for one in texts] == rows


@pytest.mark.parametrize(
    ("typed", "rows", "words"),
    [
        ("36", ["36"], "36 You typed this Every number within 0.5"),
        ("36,0", ["36,0"], "36,0 You typed this Read as 36. Every number within 0.5"),
        ("36.", ["36."], "36. You typed this Read as 36."),
        ("36.4", ["36.4", "36"], "36.4 You typed this 36 Correct answer"),
        ("1,000", ["1,000", "36"], "1,000 You typed this Read as 1000. 36 Correct answer"),
    ],
)
def test_a_number_says_how_it_was_read(desk: Desk, typed: str, rows: list[str], words: str) -> None:
    verdict = desk.give(desk.ask("k-2"), "k-2", {"k-2": (typed,)})
    texts = [one for one in verdict.document.all("p") if one.get("class") == "txt"]
    assert [text_of(one) for one in texts] == rows
    assert words in verdict.text
    assert "My answer means the same" not in verdict.text, "a number is read in one way"


def test_markup_that_was_typed_is_text(desk: Desk) -> None:
    typed = "<script>alert('x')</script>\"&"
    verdict = desk.give(desk.ask("k-1"), "k-1", {"k-1": (typed,)})
    assert typed in verdict.text
    assert typed in desk.page("/missed").text


def test_a_press_moves_a_step_and_stores_nothing(desk: Desk) -> None:
    page = desk.ask("k-3")
    before, names = steps(page), steps(page)
    assert sorted(before) == sorted(STEPS)
    assert before != STEPS
    button = next(
        one
        for one in page.document.all("button")
        if one.get("aria-label", "").startswith(f"Move down: {names[1]}")
    )
    moved = desk.send(page, 200, move=button.get("value", ""), confidence="certain")
    names[1], names[2] = names[2], names[1]
    assert steps(moved) == names
    assert "now 3 of 4" in moved.title
    [focused] = [one for one in moved.document.all("button") if one.get("autofocus") is not None]
    assert focused.get("value") == button.get("value")
    [said] = [one for one in moved.document.all("input") if one.get("checked") is not None]
    assert said.get("value") == "certain"
    assert desk.room.rows(Review) == 0
    assert steps(desk.page(f"/study/{desk.sid}")) == before, "a page anew begins anew"


def test_the_first_step_stays_up_and_the_last_one_down(desk: Desk) -> None:
    page = desk.ask("k-3")
    ends = [one for one in page.document.all("button") if one.get("data-move")]
    ends = [one for one in ends if one.get("aria-disabled") == "true"]
    assert [one.get("data-move") for one in ends] == ["up", "down"]
    for end in ends:
        assert steps(desk.send(page, 200, move=end.get("value", ""))) == steps(page)


def test_presses_that_no_page_has_move_nothing(desk: Desk) -> None:
    page = desk.ask("k-3")
    for move in ("", "up", "up:", "up:t-forged", "sideways:{}", ":{}", "x" * 9999):
        moved = desk.send(page, 200, move=move.format(orders(page)[1]))
        assert steps(moved) == steps(page), move
    assert desk.room.rows(Review) == 0


def test_a_press_after_the_answer_is_out_of_date(desk: Desk) -> None:
    page = desk.ask("k-3")
    desk.give(page, "k-3", RIGHT)
    desk.send(page, 409, move=f"up:{orders(page)[1]}")


@pytest.mark.parametrize("forged", [["t-forged"], [], ["first", "first"]])
def test_a_forged_order_is_refused_and_the_steps_are_shown_again(
    desk: Desk, forged: list[str]
) -> None:
    page = desk.ask("k-3")
    form = MultiDict(page.form(f"/study/{desk.sid}"))
    form.setlist("order", [orders(page)[0] if one == "first" else one for one in forged])
    again = desk.page.post(f"/study/{desk.sid}", form, 422)
    assert steps(again) == steps(page)
    assert desk.room.rows(Review) == 0


@pytest.mark.parametrize(
    ("ref", "typed", "error"),
    [
        ("k-1", "", "Type your answer first."),
        ("k-1", "x" * 20_000, "An answer has at most 200 characters. Type a shorter one."),
        ("k-2", 'a few "or" <so>', "That is not a number."),
    ],
)
def test_what_was_typed_stays_with_the_reason(desk: Desk, ref: str, typed: str, error: str) -> None:
    again = desk.send(desk.ask(ref), 422, answer=typed, confidence="fairly")
    assert again.title.startswith(error)
    field = again.document.by_id("answer")
    assert field is not None
    assert field.get("value") == typed, "nothing is cut unsaid"
    assert field.get("aria-describedby") == "pick how"
    reason = again.document.by_id("pick")
    assert reason is not None
    assert text_of(reason).startswith(error)
    assert desk.room.rows(Review) == 0


def test_matches_stay_while_rows_are_missing(desk: Desk) -> None:
    page = desk.ask("k-4")
    assert "One answer is left over." in page.text
    [zetzel, greenson, *_] = [one.get("name", "") for one in page.document.all("select")]
    [pick, other] = picks(desk.room.body("k-4"), ("helping", "goals"))
    again = desk.send(page, 422, **{zetzel: pick, greenson: other})
    assert again.title.startswith("Two rows have no answer yet.")
    assert "2 of 4 matched." in again.text
    assert again.form(f"/study/{desk.sid}")[zetzel] == pick
    empty = [one for one in again.document.all("select") if one.get("aria-invalid") == "true"]
    assert len(empty) == 2
    assert desk.room.rows(Review) == 0


def test_nothing_on_the_page_gives_the_answer_away(desk: Desk) -> None:
    for ref, secrets in (("k-1", ["emotional bond"]), ("k-2", ["36"])):
        text = desk.ask(ref).text
        assert not [secret for secret in secrets if secret in text]
    order = desk.ask("k-3")
    assert steps(order) != STEPS
    assert "Say what you see" not in order.html
