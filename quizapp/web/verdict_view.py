"""An answered question as templates want it: the verdict, and what became of each option."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from quizapp.core.bank.model import Kind
from quizapp.core.scheduling.rating import Confidence, Rating, is_misconception
from quizapp.db.queries.study import AnswerRow, ShownItemRow
from quizapp.web import words
from quizapp.web.question_view import LETTERS, question_view
from quizapp.web.words import first_sentence

SAID = {
    Confidence.GUESSING: "by a guess",
    Confidence.FAIRLY: "fairly sure",
    Confidence.CERTAIN: "certain",
}
QUICK = "That was quick, so you get it once more at the end of the session."
QUICK_AGAIN = (
    "That was quicker than the question can be read. It counts as right in your score; for your "
    "memory it counts as not yet known."
)


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One option after the answer."""

    letter: str
    html: str
    why_html: str
    state: str
    tag: str


@dataclass(frozen=True, slots=True)
class VerdictView:
    kind: str
    title: str
    text: str
    when: str


def verdict_view(
    item: ShownItemRow, answer: AnswerRow, today: date, *, repeats: bool
) -> VerdictView:
    """Return the verdict's sentence, its reason and when the question comes back."""
    when = _comes_back(item, today, repeats=repeats)
    chosen_ids = [choice["id"] for choice in answer.chosen]
    reason = _reason(item.body, chosen_ids, answer)
    if answer.is_right and answer.confidence == Confidence.GUESSING:
        text = (
            "It counts as right in your score. For your memory it counts as not yet known, "
            "so you get it again soon."
        )
        return VerdictView("part", "Right, by a guess.", text, when)
    if answer.is_fast and answer.rating == Rating.AGAIN:
        return VerdictView("part", "Right, but too quick again.", QUICK_AGAIN, when)
    if answer.is_right:
        text = f"{QUICK} {reason}".strip() if answer.is_fast and repeats else reason
        return VerdictView("ok", "Right.", text, when)
    if answer.score > 0:
        return VerdictView("part", _partly(item.body, chosen_ids), reason, when)
    return VerdictView("no", _not_this_time(item.body, answer), reason, when)


def results(body: dict[str, Any], answer: AnswerRow) -> list[ResultRow]:
    """Return every option in the order it was shown, with its reason and what became of it."""
    view = question_view(body, answer.shown)
    chosen = {choice["id"] for choice in answer.chosen}
    return [
        _result(letter, option, view.kind, answer.confidence, is_chosen=option["id"] in chosen)
        for letter, option in zip(view.letters, view.options, strict=True)
    ]


def sample_results(body: dict[str, Any]) -> list[ResultRow]:
    """Return the options of a question with its answer, nobody having answered."""
    return [
        ResultRow(
            letter,
            option["html"],
            option["rationale_html"],
            "right" if option["key"] else "",
            "Correct answer" if option["key"] else "",
        )
        for letter, option in zip(LETTERS, body["options"], strict=False)
    ]


def _result(
    letter: str, option: dict[str, Any], kind: str, confidence: str | None, *, is_chosen: bool
) -> ResultRow:
    sure = f", {SAID[Confidence(confidence)]}" if confidence else ""
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
    return ResultRow(letter, option["html"], option["rationale_html"], state, tag)


def _reason(body: dict[str, Any], chosen_ids: list[str], answer: AnswerRow) -> str:
    """Return the one sentence that decides: why the pick is wrong, or right."""
    options = {option["id"]: option for option in body["options"]}
    wrong = [options[i] for i in chosen_ids if i in options and not options[i]["key"]]
    left_out = [o for o in options.values() if o["key"] and o["id"] not in chosen_ids]
    deciding = wrong or ([] if answer.is_right else left_out)
    if not deciding:
        deciding = [options[i] for i in chosen_ids if i in options]
    text = first_sentence(deciding[0]["rationale_text"]) if deciding else ""
    if is_misconception(answer.score, Confidence(answer.confidence) if answer.confidence else None):
        return f"{text} You were certain, so read this one twice.".strip()
    return text


def _not_this_time(body: dict[str, Any], answer: AnswerRow) -> str:
    if body["kind"] == Kind.MULTI:
        return "Not this time."
    keys = {option["id"] for option in body["options"] if option["key"]}
    letters = [LETTERS[place] for place, shown in enumerate(answer.shown) if shown in keys]
    return f"Not this time. The answer is {letters[0]}." if letters else "Not this time."


def _partly(body: dict[str, Any], chosen_ids: list[str]) -> str:
    keys = {option["id"] for option in body["options"] if option["key"]}
    found = len(keys & set(chosen_ids))
    wrong = len(set(chosen_ids) - keys)
    return f"Partly right: {found} of {len(keys)} found, {wrong or 'none'} wrong."


def _comes_back(item: ShownItemRow, today: date, *, repeats: bool) -> str:
    if item.due_on is None:
        return ""
    when = words.day(max(item.due_on, today), today)
    if repeats:
        return f"Again at the end of this session, then {when}"
    return f"Comes back {when}"
