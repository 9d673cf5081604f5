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
from quizapp.services.recording import Given
from quizapp.web import words

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
WIDEST = 32  # characters of an answer that a closed list shows in full
SAME_FOR_ALL = {
    Kind.ORDER: "First on top.",
    Kind.TYPED: "Capitals, accents and punctuation do not matter.",
}
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
    at: int  # which one that is: a question that was withdrawn leaves no gap in the count
    total: int
    states: list[str]
    is_sealed: bool  # a test under way: no page of it says how an answer went

    @property
    def label(self) -> str:
        return f"{self.at} of {self.total}"


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question with what its form holds so far.

    `options` are in the order to show: a choice question's options, the steps of an order, or
    the answers from which each row of a match picks.
    """

    kind: str
    body: dict[str, Any]
    letters: list[str]
    options: list[dict[str, Any]]
    tab: str
    part: str
    given: Given
    need: int
    instruction: str

    @property
    def has_long_answers(self) -> bool:
        """Whether the answers of a match are listed above its rows, and picked by their letter."""
        return self.kind == Kind.MATCH and any(len(one["text"]) > WIDEST for one in self.options)

    @property
    def picks(self) -> dict[str, str]:
        """The answer picked in each row of a match."""
        return dict(self.given.matches)


def sess_view(row: SessionRow, n: int) -> SessView:
    """Return the head of the session at place `n`."""
    is_sealed = row.is_sealed
    states = [
        ("said" if is_sealed else place.outcome)
        if place.outcome
        else ("now" if place.n == n else "")
        for place in row.places
    ]
    at = sum(place.n <= n for place in row.places)
    return SessView(row.session_id, n, at, len(row.places), states, is_sealed)


def order_of(body: dict[str, Any], seed: int) -> tuple[str, ...]:
    """Return the ids of options, steps or answers as a page with this seed shows them."""
    pins = [(part["id"], bool(part.get("pin"))) for part in _to_show(body)]
    return tuple(shown_order(pins, seed, body["kind"]))


def question_view(
    body: dict[str, Any],
    order: Sequence[str],
    *,
    concept: str = "",
    part: str = "",
    given: Given | None = None,
) -> QuestionView:
    """Return the question with its options in the given order, or steps as they were moved.

    `concept` is named on the tab only after the answer: before, it would give it away.
    """
    given = given or Given()
    by_id = {option["id"]: option for option in _to_show(body)}
    if body["kind"] == Kind.ORDER and sorted(given.options) == sorted(by_id):
        order = given.options
    options = [by_id[option_id] for option_id in order if option_id in by_id]
    topic = TOPICS.get(body["topic"], body["topic"].replace("-", " ").capitalize() or "Question")
    kind_word = {Kind.FLASHCARD: ", card", Kind.CLOZE: ", fill the gap"}.get(body["kind"], "")
    return QuestionView(
        kind=body["kind"],
        body=body,
        letters=list(LETTERS[: len(options)]),
        options=options,
        tab=f"{topic}: {concept}" if concept else topic + kind_word,
        part=part,
        given=given,
        need=_need(body),
        instruction=_instruction(body),
    )


def _to_show(body: dict[str, Any]) -> list[dict[str, Any]]:
    name = {Kind.ORDER: "steps", Kind.MATCH: "rights"}.get(body["kind"], "options")
    parts: list[dict[str, Any]] = body[name]
    return parts


def _need(body: dict[str, Any]) -> int:
    """Return how many picks an answer has."""
    if body["kind"] == Kind.MATCH:
        return len(body["lefts"])
    return sum(1 for option in body["options"] if option["key"])


def _instruction(body: dict[str, Any]) -> str:
    """Return what the question does not say itself: how many to pick, what may be typed."""
    match body["kind"]:
        case Kind.MULTI:
            return f"Select {words.number(_need(body))}."
        case Kind.MATCH:
            return _left_over(body)
        case Kind.NUMERIC:
            tolerance = words.tolerance(body["number"])
            return "A number in digits." + (f" Within {tolerance} is right." if tolerance else "")
    return SAME_FOR_ALL.get(body["kind"], "")


def _left_over(body: dict[str, Any]) -> str:
    used = set(body["pairs"].values())
    extra = len(body["rights"]) - len(used)
    said = []
    if extra:
        said.append(
            f"{words.number(extra).capitalize()} answer{'s are' if extra > 1 else ' is'} left over."
        )
    if len(used) < len(body["lefts"]):
        said.append("An answer can belong to more than one row.")
    return " ".join(said)


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
