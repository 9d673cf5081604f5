"""What became of each part of a question: options, steps, rows, and what was typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from quizapp.core.bank.model import Kind
from quizapp.core.scheduling.rating import Confidence
from quizapp.db.queries.study import AnswerRow
from quizapp.web import words
from quizapp.web.question_view import LETTERS, question_view

SAID = {
    Confidence.GUESSING: "by a guess",
    Confidence.FAIRLY: "fairly sure",
    Confidence.CERTAIN: "certain",
}
LEFT_OVER = "–"  # noqa: RUF001 - drawn in the circle

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
    return f"You chose this {'once' if count == 1 else f'{words.number(count)} times'}"


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
    """Return the steps in their right order, with where the learner had them."""
    rows = []
    for place, step in enumerate(body["steps"], start=1):
        state, tag = "", ""
        if given is not None:
            had = given.index(step["id"]) + 1
            state, tag = ("right", "In place")
            if had != place:
                state, tag = ("missed", f"You had it {words.ordinal(had)}")
        why = step["rationale_html"]
        rows.append(ResultRow(str(place), f"Place {place}: ", step["html"], why, state, tag))
    return rows


def _pairs(body: Body, given: dict[str, dict[str, str]] | None) -> list[ResultRow]:
    """Return the rows of a match as they belong together, then the answers left over."""
    rights = {right["id"]: right["html"] for right in body["rights"]}
    rows = []
    for place, left in enumerate(body["lefts"], start=1):
        key = body["pairs"][left["id"]]
        mark, state, tag = str(place), "", ""
        if given is not None:
            pick = given[left["id"]]
            is_right = pick["answer"] == key
            mark, state = "", "right" if is_right else "wrong"
            tag = "Matched" if is_right else f"You: {pick['answer_text']}"
        html = f"{left['html']}: {rights[key]}"
        rows.append(ResultRow(mark, "", html, "", state, tag))
    used = set(body["pairs"].values())
    over = [html for right, html in rights.items() if right not in used]
    return rows + [ResultRow(LEFT_OVER, "", html, "", "", "Left over") for html in over]


def _typed(body: Body, text: str, sure: str, *, is_right: bool) -> list[ResultRow]:
    """Return what was typed, and the answer where that reads otherwise."""
    state = "right" if is_right else "wrong"
    key = _key(body, without=text)
    if text == body["answer_text"]:
        return [ResultRow("", "", escape(text), key.why_html, state, f"You typed{sure}")]
    return [ResultRow("", "", escape(text), "", state, f"You typed{sure}"), key]


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
