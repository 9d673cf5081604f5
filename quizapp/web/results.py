"""What became of each part of a question: options, steps, rows, and what was typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from quizapp.core.bank.folding import parse_number
from quizapp.core.bank.model import Kind
from quizapp.core.scheduling.rating import Confidence
from quizapp.db.queries.study import AnswerRow
from quizapp.web import words
from quizapp.web.question_view import LETTERS, question_view
from quizapp.web.verdict_words import step_alone

SAID = {
    Confidence.GUESSING: "by a guess",
    Confidence.FAIRLY: "fairly sure",
    Confidence.CERTAIN: "certain",
}
LEFT_OVER = "–"

Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One row after the answer.

    `mark` is drawn before it, an icon for its `state` where it is empty; `name` is only heard.
    """

    mark: str
    name: str
    html: str
    why_html: str
    state: str
    tag: str


def results(body: Body, answer: AnswerRow) -> list[ResultRow]:
    """Return the rows of an answered question, each with its reason and what became of it."""
    match body["kind"]:
        case Kind.ORDER:
            return _steps(body, [choice["id"] for choice in answer.chosen])
        case Kind.MATCH:
            return _pairs(body, {choice["id"]: choice for choice in answer.chosen})
        case Kind.TYPED | Kind.NUMERIC:
            return _typed(body, answer.chosen[0]["text"], _sure(answer), is_right=answer.is_right)
    view = question_view(body, answer.shown)
    chosen = {choice["id"] for choice in answer.chosen}
    return [
        _option(letter, option, view.kind, _sure(answer), is_chosen=option["id"] in chosen)
        for letter, option in zip(view.letters, view.options, strict=True)
    ]


def sample_results(body: Body, times: Mapping[str, int]) -> list[ResultRow]:
    """Return the rows of a question with its answer; `times` each wrong option was chosen."""
    match body["kind"]:
        case Kind.ORDER:
            return _steps(body, None)
        case Kind.MATCH:
            return _pairs(body, None)
        case Kind.TYPED | Kind.NUMERIC:
            return [_key(body, without="")]
    return [
        ResultRow(
            "" if option["key"] else letter,
            f"Option {letter}: ",
            option["html"],
            option["rationale_html"],
            "right" if option["key"] else "",
            "Correct answer" if option["key"] else _chosen(times.get(option["id"], 0)),
        )
        for letter, option in zip(LETTERS, body["options"], strict=False)
    ]


def _chosen(count: int) -> str:
    if not count:
        return ""
    return f"You chose this {words.times(count)}"


def _sure(answer: AnswerRow) -> str:
    return f", {SAID[Confidence(answer.confidence)]}" if answer.confidence else ""


def _option(
    letter: str, option: dict[str, Any], kind: str, sure: str, *, is_chosen: bool
) -> ResultRow:
    is_multi = kind == Kind.MULTI
    if option["key"] and is_chosen:
        state, tag = "right", "Selected, correct" if is_multi else f"Your answer{sure}"
    elif option["key"]:
        state, tag = (
            ("missed", "Correct, not selected") if is_multi else ("right", "Correct answer")
        )
    elif is_chosen:
        state, tag = "wrong", "Selected, not correct" if is_multi else f"Your answer{sure}"
    else:
        state, tag = "", ""
    mark = "" if state else letter
    return ResultRow(
        mark, f"Option {letter}: ", option["html"], option["rationale_html"], state, tag
    )


def _steps(body: Body, given: list[str] | None) -> list[ResultRow]:
    """Return the steps in their right order, with where the learner had them.

    Where one step alone is out of order, the others that it pushed aside bear no blame.
    """
    rows, alone = [], step_alone([step["id"] for step in body["steps"]], given or [])
    for place, step in enumerate(body["steps"], start=1):
        state, tag = "", ""
        if given is not None:
            had = given.index(step["id"]) + 1
            if had == place:
                state, tag = "right", "In place"
            elif alone in {"", step["id"]}:
                state, tag = "missed", f"You had it {words.ordinal(had)}"
        why = step["rationale_html"]
        rows.append(ResultRow(str(place), f"Place {place}: ", step["html"], why, state, tag))
    return rows


def _pairs(body: Body, given: dict[str, dict[str, str]] | None) -> list[ResultRow]:
    """Return the rows of a match as they belong together, then the answers left over."""
    rights = {right["id"]: right["html"] for right in body["rights"]}
    rows = []
    for place, left in enumerate(body["lefts"], start=1):
        key = body["pairs"][left["id"]]
        mark, why, state, tag = str(place), "", "", ""
        if given is not None:
            pick = given[left["id"]]["answer"]
            mark, state, tag = "", "right", "Matched"
            if pick != key:
                state, tag, why = "wrong", "", f"You chose: {rights.get(pick, '')}"
        html = f"{left['html']}: {rights[key]}"
        rows.append(ResultRow(mark, "", html, why, state, tag))
    used = set(body["pairs"].values())
    over = [html for right, html in rights.items() if right not in used]
    return rows + [ResultRow(LEFT_OVER, "", html, "", "", "Left over") for html in over]


def _typed(body: Body, text: str, sure: str, *, is_right: bool) -> list[ResultRow]:
    """Return what was typed, and the answer where that is another."""
    state, tag = "right" if is_right else "wrong", f"You typed this{sure}"
    key = _key(body, without=text)
    why, is_same = "", text == body["answer_text"]
    if body["kind"] == Kind.NUMERIC:
        number = parse_number(text)
        is_same = number is not None and number == parse_number(body["number"]["value"])
        why = _read_as(text)
    if is_same:
        return [ResultRow("", "", escape(text), f"{why} {key.why_html}".strip(), state, tag)]
    return [ResultRow("", "", escape(text), why, state, tag), key]


def _read_as(text: str) -> str:
    """Return how a typed number was read, where that is not as it is written."""
    number = parse_number(text)
    read = "" if number is None else f"{number.normalize():f}"
    return f"Read as {read}." if read and read != text else ""


def _key(body: Body, *, without: str) -> ResultRow:
    """Return the right answer with what else counts; `without` was typed, and is not named."""
    why = ""
    if body["kind"] == Kind.NUMERIC:
        tolerance = words.tolerance(body["number"])
        why = f"Every number within {tolerance} of it is right." if tolerance else ""
    else:
        others = [text for text in body["accepted"][1:] if text != without]
        why = f"Also accepted: {escape(', '.join(others))}." if others else ""
    return ResultRow("", "", escape(body["answer_text"]), why, "right", "Correct answer")
