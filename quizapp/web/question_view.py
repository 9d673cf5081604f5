"""A question as templates want it, before the answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from quizapp.core.bank.model import Kind
from quizapp.core.scheduling.memory import intervals
from quizapp.core.scheduling.rating import Rating
from quizapp.core.scoring.shuffle import shown_order
from quizapp.db.queries.study import SessionRow, ShownItemRow
from quizapp.web import words

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
TOPICS = {
    "counseling-theories": "Theories and techniques",
    "assessment": "Assessment",
    "research-methodology": "Research",
}


@dataclass(frozen=True, slots=True)
class SessView:
    """A session's head: where in it we are."""

    id: int
    n: int
    total: int
    states: list[str]

    @property
    def label(self) -> str:
        return f"{self.n} of {self.total}"


@dataclass(frozen=True, slots=True)
class QuestionView:
    kind: str
    body: dict[str, Any]
    letters: list[str]
    options: list[dict[str, Any]]
    tab: str
    part: str
    chosen: list[str]
    need: int
    instruction: str


def sess_view(row: SessionRow, n: int) -> SessView:
    """Return the head of the session at place `n`."""
    states = [place.outcome or ("now" if place.n == n else "") for place in row.places]
    return SessView(row.session_id, n, len(row.places), states)


def order_of(body: dict[str, Any], seed: int) -> tuple[str, ...]:
    """Return option ids in the order in which a page with this seed shows them."""
    pins = [(option["id"], bool(option.get("pin"))) for option in body["options"]]
    return tuple(shown_order(pins, seed, body["kind"]))


def question_view(
    body: dict[str, Any],
    order: Sequence[str],
    *,
    concept: str = "",
    part: str = "",
    chosen: Sequence[str] = (),
) -> QuestionView:
    """Return the question with its options in the given order.

    `concept` is named on the tab only after the answer: before, it would give it away.
    """
    by_id = {option["id"]: option for option in body["options"]}
    options = [by_id[option_id] for option_id in order if option_id in by_id]
    need = sum(1 for option in body["options"] if option["key"])
    topic = TOPICS.get(body["topic"], body["topic"].replace("-", " ").capitalize() or "Question")
    kind_word = {Kind.FLASHCARD: ", card", Kind.CLOZE: ", fill the gap"}.get(body["kind"], "")
    return QuestionView(
        kind=body["kind"],
        body=body,
        letters=list(LETTERS[: len(options)]),
        options=options,
        tab=f"{topic}: {concept}" if concept else topic + kind_word,
        part=part,
        chosen=list(chosen),
        need=need,
        instruction=f"Select {words.number(need)}." if body["kind"] == Kind.MULTI else "",
    )


def grades(item: ShownItemRow, today: date, *, is_repeat: bool) -> list[tuple[int, str, str]]:
    """Return the four buttons of a self-graded card: rating, word, when it comes back.

    Again brings it back in this session, unless this is that time. A card that was missed
    today comes back tomorrow, however well it goes now.
    """
    days = intervals(item.memory, today)
    if item.lapsed_on == today:
        days = dict.fromkeys(Rating, 1)
    when = {rating: words.interval(days[rating]) for rating in Rating}
    if not is_repeat and item.lapsed_on != today:
        when[Rating.AGAIN] = "this session"
    return [(int(rating), rating.name.capitalize(), when[rating]) for rating in Rating]
