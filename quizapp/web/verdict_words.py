"""The sentences of a verdict: what is wrong with an answer, and the reason that decides."""

from typing import Any

from quizapp.core.bank.model import Kind
from quizapp.core.scheduling.rating import Confidence, is_misconception
from quizapp.db.queries.study import AnswerRow
from quizapp.web import words
from quizapp.web.question_view import LETTERS
from quizapp.web.words import first_sentence

NOT_THIS_TIME = "Not this time."

Body = dict[str, Any]


def fault_of(body: Body, answer: AnswerRow) -> str:
    """Return the title of the verdict on an answer that is not fully right."""
    match body["kind"]:
        case Kind.MULTI:
            return _found(body, _ids(answer)) if answer.score else NOT_THIS_TIME
        case Kind.ORDER:
            return _misplaced([step["id"] for step in body["steps"]], _ids(answer))
        case Kind.MATCH:
            return _matched(body, answer)
        case Kind.TYPED | Kind.NUMERIC:
            return f"{NOT_THIS_TIME} The answer is {body['answer_text'].rstrip('.')}."
    keys = {option["id"] for option in body["options"] if option["key"]}
    letters = [LETTERS[place] for place, shown in enumerate(answer.shown) if shown in keys]
    return f"{NOT_THIS_TIME} The answer is {letters[0]}." if letters else NOT_THIS_TIME


def reason_of(body: Body, answer: AnswerRow) -> str:
    """Return the one sentence that decides: why the answer is wrong, or right."""
    match body["kind"]:
        case Kind.ORDER:
            text = _why_first_misplaced(body, _ids(answer))
        case Kind.MATCH:
            text = _swapped_rows(body, answer)
        case _:
            text = _why_picked(body, _ids(answer), is_right=answer.is_right)
    if is_misconception(answer.score, Confidence(answer.confidence) if answer.confidence else None):
        return f"{text} You were certain, so read this one twice.".strip()
    return text


def _ids(answer: AnswerRow) -> list[str]:
    return [choice["id"] for choice in answer.chosen]


def _found(body: Body, chosen_ids: list[str]) -> str:
    keys = {option["id"] for option in body["options"] if option["key"]}
    found = len(keys & set(chosen_ids))
    wrong = len(set(chosen_ids) - keys)
    return f"Partly right: {found} of {len(keys)} found, {wrong or 'none'} wrong."


def _misplaced(right: list[str], given: list[str]) -> str:
    if given == right[::-1]:
        return f"{NOT_THIS_TIME} It is the other way round."
    in_place = sum(a == b for a, b in zip(right, given, strict=True))
    if len(right) - in_place == 2:  # noqa: PLR2004 - a swap
        return "Close: two steps are swapped."
    if step_alone(right, given):
        return "Close: one step is out of order."
    if not in_place:
        return "Partly right: no step in place, but some come in the right order."
    return f"Partly right: {in_place} of {len(right)} steps in place."


def step_alone(right: list[str], given: list[str]) -> str:
    """Return the step whose move puts `given` in order when two were not swapped, or nothing."""
    misplaced = [step for step, had in zip(right, given, strict=False) if step != had]
    moves = (step for step in misplaced if _without(right, step) == _without(given, step))
    return next(moves, "") if len(misplaced) > 2 else ""  # noqa: PLR2004 - a swap


def _without(steps: list[str], step: str) -> list[str]:
    return [one for one in steps if one != step]


def _matched(body: Body, answer: AnswerRow) -> str:
    rows = len(body["lefts"])
    wrong = len(_wrong_rows(body, answer))
    if wrong < rows:
        return f"Partly right: {rows - wrong} of {rows} matched."
    return f"{NOT_THIS_TIME} None of the {words.number(rows)} matched."


def _wrong_rows(body: Body, answer: AnswerRow) -> list[dict[str, str]]:
    return [row for row in answer.chosen if body["pairs"][row["id"]] != row["answer"]]


def _swapped_rows(body: Body, answer: AnswerRow) -> str:
    """Say which two rows changed places, when that is all that is wrong."""
    wrong = _wrong_rows(body, answer)
    keys = [body["pairs"][row["id"]] for row in wrong]
    picks = [row["answer"] for row in wrong]
    if len(wrong) != 2 or picks != keys[::-1]:  # noqa: PLR2004 - a pair
        return ""
    text = f"{wrong[0]['text']} and {wrong[1]['text']} changed places."
    return text[0].upper() + text[1:]


def _why_first_misplaced(body: Body, given: list[str]) -> str:
    steps = [step for step, had in zip(body["steps"], given, strict=True) if step["id"] != had]
    reasons = (first_sentence(step["rationale_text"]) for step in steps)
    return next((text for text in reasons if text), "")


def _why_picked(body: Body, chosen_ids: list[str], *, is_right: bool) -> str:
    options = {option["id"]: option for option in body["options"]}
    picked = [options[i] for i in chosen_ids if i in options]
    wrong = [option for option in picked if not option["key"]]
    left_out = [o for o in options.values() if o["key"] and o["id"] not in chosen_ids]
    # Below "The answer is …" stands why it is; why the pick tempts is said beside the pick.
    is_one = body["kind"] in {Kind.SINGLE, Kind.TRUE_FALSE} and not is_right
    deciding = (left_out if is_one else []) or wrong or ([] if is_right else left_out) or picked
    return first_sentence(deciding[0]["rationale_text"]) if deciding else ""
