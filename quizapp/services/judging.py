"""What an answer is worth: read against the key of its question, or refused as no answer."""

import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from quizapp.core.bank.folding import fold_answer, parse_number
from quizapp.core.bank.model import SELF_GRADED_KINDS, Kind
from quizapp.core.scheduling.rating import Rating, rating_for
from quizapp.core.scoring.answers import score_match, score_numeric, score_order, score_typed
from quizapp.core.scoring.keys import score as score_of
from quizapp.services.errors import Invalid
from quizapp.services.recording import Given, Judged

LONGEST_TYPED = 200  # characters
SEVERAL = {1: "one option", 2: "two options", 3: "three options", 4: "four options"}
NO_SUCH_ANSWER = "That is not an answer to this question. Pick again."

Body = dict[str, Any]
Chosen = list[dict[str, str]]
Reading = Callable[[Body, Given], tuple[Chosen, float]]


def judge(body: Body, given: Given) -> Judged:
    """Measure `given` against the key in `body`; Invalid when it is no answer to this question."""
    kind = Kind(body["kind"])
    if kind in SELF_GRADED_KINDS:
        if given.rating is None:
            raise Invalid("Choose Again, Hard, Good or Easy first.", "grade")
        is_right = given.rating is not Rating.AGAIN
        return Judged([], is_right, float(is_right), given.rating)
    chosen, points = READINGS[kind](body, given)
    return Judged(chosen, points == 1.0, points, rating_for(points, given.confidence))


def _picked(body: Body, given: Given) -> tuple[Chosen, float]:
    texts = {option["id"]: option["text"] for option in body["options"]}
    keys = frozenset(option["id"] for option in body["options"] if option["key"])
    if not given.options:
        what = SEVERAL.get(len(keys), f"{len(keys)} options") if body["kind"] == Kind.MULTI else ""
        raise Invalid(f"{'Select' if what else 'Pick'} {what or 'an option'} first.", "option")
    try:
        points = score_of(body["kind"], keys, frozenset(given.options), frozenset(texts))
    except ValueError as error:
        raise Invalid(NO_SUCH_ANSWER, "option") from error
    once = dict.fromkeys(given.options)  # a form can hold an option twice
    return [{"id": option_id, "text": texts[option_id]} for option_id in once], points


def _ordered(body: Body, given: Given) -> tuple[Chosen, float]:
    if not given.options:
        raise Invalid("Put the steps in order first.", "order")
    texts = {step["id"]: step["text"] for step in body["steps"]}
    try:
        points = score_order(list(texts), given.options)
    except ValueError as error:
        raise Invalid("These are not the steps of this question. Order them again.") from error
    return [{"id": step_id, "text": texts[step_id]} for step_id in given.options], points


def _matched(body: Body, given: Given) -> tuple[Chosen, float]:
    lefts = {left["id"]: left["text"] for left in body["lefts"]}
    rights = {right["id"]: right["text"] for right in body["rights"]}
    rows = Counter(left for left, _ in given.matches)
    picks = dict(given.matches)
    if not (lefts.keys() >= picks.keys() and rights.keys() >= set(picks.values())):
        raise Invalid(NO_SUCH_ANSWER, "match")
    if any(times > 1 for times in rows.values()):
        raise Invalid("A row has two answers. Choose one in each row.", "match")
    if not picks:
        raise Invalid("Choose an answer in each row first.", "match")
    missing = len(lefts) - len(picks)
    if missing:
        raise Invalid(f"{_rows(missing)} no answer yet.", "match")
    chosen = [
        {"id": left, "text": text, "answer": picks[left], "answer_text": rights[picks[left]]}
        for left, text in lefts.items()
    ]
    return chosen, score_match(body["pairs"], picks)


def _rows(count: int) -> str:
    words = {1: "One row has", 2: "Two rows have", 3: "Three rows have", 4: "Four rows have"}
    return words.get(count, f"{count} rows have")


def _typed(body: Body, given: Given) -> tuple[Chosen, float]:
    text = _plain(given.text)
    if not fold_answer(text):
        raise Invalid("Type your answer first.", "answer")
    return [{"id": "", "text": text}], score_typed(body["accepted"], text)


def _numbered(body: Body, given: Given) -> tuple[Chosen, float]:
    text = _plain(given.text)
    # An example number in these words could be the answer.
    if not text:
        raise Invalid("Type a number first.", "answer")
    if parse_number(text) is None:
        raise Invalid("That is not a number. Type it in digits, with a point for decimals.")
    number = body["number"]
    return [{"id": "", "text": text}], score_numeric(number["value"], number["tolerance"], text)


def _plain(text: str) -> str:
    """Return typed text without marks that cannot be seen; Invalid for what cannot be kept."""
    if len(text) > LONGEST_TYPED:
        raise Invalid(
            f"An answer has at most {LONGEST_TYPED} characters. Type a shorter one.", "answer"
        )
    seen = "".join(one for one in text if unicodedata.category(one) != "Cf")
    plain = " ".join(seen.split())
    if any(unicodedata.category(one)[0] == "C" for one in plain):
        raise Invalid("That holds characters that nobody can type. Type it again.", "answer")
    return plain


READINGS: Mapping[Kind, Reading] = MappingProxyType(
    {
        Kind.SINGLE: _picked,
        Kind.TRUE_FALSE: _picked,
        Kind.MULTI: _picked,
        Kind.ORDER: _ordered,
        Kind.MATCH: _matched,
        Kind.TYPED: _typed,
        Kind.NUMERIC: _numbered,
    }
)
