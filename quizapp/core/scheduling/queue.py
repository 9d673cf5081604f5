"""What to study next when there is no exam date (scheduling.md, sections 1, 2 and 5).

Three steps: `plan_day` picks the day's cards, `fit_minutes` takes as many as a session holds,
`interleave` puts those into the order in which they are asked. Nothing here is random: the
same cards give the same day.
"""

from collections import Counter, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import NamedTuple

from quizapp.core.scheduling.memory import recall_chance

# Seconds per card, averages of the simulation defaults of fsrs-rs (scheduling.md, section 5).
COST_OK = 13.0
COST_LAPSE = 38.2
COST_NEW = 38.0

NEW_SHARE = 0.2  # of the minutes, see `plan_day`
WINDOW = 8  # cards among which `interleave` looks for a different neighbor


class Studied(NamedTuple):
    """What keeps the relatives of a card away for the rest of its study day."""

    item_id: int
    concept: str
    is_self_graded: bool
    siblings: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A card that could be asked. `concept`, `author` may be empty; `siblings` are item ids.

    `stability`, `difficulty`, `last_on` and `due_on` are None for a new card.
    """

    key: tuple[int, str]  # item id, part
    concept: str
    author: str
    is_self_graded: bool
    siblings: frozenset[int]
    is_new: bool
    stability: float | None = None
    last_on: date | None = None
    due_on: date | None = None
    difficulty: float | None = None

    def is_late(self, today: date) -> bool:
        """Tell whether the card was due on a day before `today`."""
        return self.due_on is not None and self.due_on < today

    @property
    def studied(self) -> Studied:
        """Return what this card leaves behind once it is asked."""
        return Studied(self.key[0], self.concept, self.is_self_graded, self.siblings)


class _Families:
    """The cards of one study day, as far as they keep others away."""

    def __init__(self, studied: Iterable[Studied]) -> None:
        self._items: set[int] = set()
        self._siblings: set[int] = set()
        self._concepts: set[tuple[str, bool]] = set()
        for one in studied:
            self.add(one)

    def add(self, one: Studied) -> None:
        self._items.add(one.item_id)
        self._siblings |= one.siblings
        if one.concept:
            self._concepts.add((one.concept, one.is_self_graded))

    def bars(self, one: Studied, *, is_late: bool = False) -> bool:
        """Tell whether the item, a sibling, or the concept's other family was already asked.

        The two families of a concept are its self-graded cards and its choice items. A card that
        is late has waited a day for the other family: it does not wait again.
        """
        return (
            one.item_id in self._items
            or one.item_id in self._siblings
            or not one.siblings.isdisjoint(self._items)
            or (not is_late and (one.concept, not one.is_self_graded) in self._concepts)
        )


def risk(candidate: Candidate, today: date) -> float:
    """Return the believed chance that the card is forgotten today, 1 - R; 1 without a memory.

    Only a corrected card is due on the day of its memory (replay.py), which holds a wrong answer.
    """
    if candidate.stability is None or candidate.last_on is None:
        return 1.0
    if candidate.due_on is not None and candidate.due_on <= candidate.last_on:
        return 1.0
    return 1.0 - recall_chance(candidate.stability, (today - candidate.last_on).days)


def expected_seconds(candidate: Candidate, today: date) -> float:
    """Return the seconds the card is expected to take: R * c_ok + (1 - R) * c_lapse, or c_new."""
    return seconds_at(None if candidate.is_new else 1.0 - risk(candidate, today))


def seconds_at(recall: float | None) -> float:
    """Return the seconds a card takes that is known with the chance `recall`, None when new."""
    return COST_NEW if recall is None else COST_OK + (COST_LAPSE - COST_OK) * (1.0 - recall)


def plan_day(
    due: Sequence[Candidate],
    new: Sequence[Candidate],
    *,
    today: date,
    budget_seconds: float | None,
    new_limit: int,
    studied_today: frozenset[Studied],
) -> list[Candidate]:
    """Pick the day's cards: due ones by falling risk, with new ones paced in between.

    `budget_seconds` is what is left of the day (None = no limit), `new_limit` how many new
    cards it may still bring, and `new` keeps its order. `studied_today` are the cards of
    earlier sessions of this study day; relatives of a card wait for tomorrow (`_Families`).

    A fifth of the seconds goes to new cards while reviews fill the rest, so new ones are never
    starved; every beginning of the list keeps that share, so a short session does too. Why a
    fifth: under the memory model (retention 0.90, three first answers in ten wrong) a new card
    takes 38 s and then about 156 s of reviews in its first year, of which 38 s is a fifth. With
    more, reviews would pile up faster than they are done.
    """
    by_risk = sorted(due, key=lambda card: (-risk(card, today), card.due_on or today, card.key))
    fresh = new if new_limit > 0 else ()
    budget = float("inf") if budget_seconds is None else budget_seconds
    day = _Day(today, budget, _Families(studied_today))
    _fill(day, by_risk, fresh, new_limit)
    first = _kept_out(day, fresh, studied_today)
    if first is None or budget < COST_LAPSE + COST_NEW:
        return day.cards
    # There was time for a review and a new card, so relatives among the reviews kept every new
    # card out. Those reviews wait a day instead.
    day = _Day(today, budget - COST_NEW, _Families(studied_today | {first.studied}))
    _fill(day, by_risk, (), 0)
    return [*day.cards[:1], first, *day.cards[1:]]


def fit_families(
    cards: Sequence[Candidate],
    *,
    today: date,
    budget_seconds: float,
    studied_today: frozenset[Studied],
) -> list[Candidate]:
    """Take cards in their order until the next would not fit; relatives of one wait for tomorrow.

    Never more than `budget_seconds`.
    """
    day = _Day(today, budget_seconds, _Families(studied_today))
    for card in cards:
        if day.families.bars(card.studied, is_late=card.is_late(today)):
            continue
        if not day.add(card):
            break
    return day.cards


def interleave(cards: Sequence[Candidate]) -> list[Candidate]:
    """Order cards so that neighbors differ in concept and author where they can.

    Greedy: of the next eight, a card that differs from the last one in both, else in concept,
    else in author. Of those equally good a concept that fills half of the eight goes first, so
    that it does not pile up at the end; then the earliest. No card moves forward by more than
    seven places, and none is passed over more than eight times once it is next.
    """
    waiting = iter(cards)
    window = list(islice(waiting, WINDOW))
    ordered: list[Candidate] = []
    passed_over = 0
    while window:
        place = _best_place(window, ordered[-1]) if ordered and passed_over < WINDOW else 0
        passed_over = passed_over + 1 if place else 0
        ordered.append(window.pop(place))
        window.extend(islice(waiting, 1))
    return ordered


def fit_minutes(cards: Sequence[Candidate], minutes: int | None, today: date) -> list[Candidate]:
    """Take cards from the front while they fit into `minutes`, and at least one; None = all."""
    if minutes is None:
        return list(cards)
    fitting: list[Candidate] = []
    left = minutes * 60.0
    for card in cards:
        left -= expected_seconds(card, today)
        if fitting and left < 0:
            break
        fitting.append(card)
    return fitting


@dataclass(slots=True)
class _Day:
    """A day being planned."""

    today: date
    seconds_left: float
    families: _Families
    cards: list[Candidate] = field(default_factory=list)

    def add(self, card: Candidate) -> float:
        """Add the card if it fits; return the seconds it takes, 0 when it does not fit."""
        seconds = expected_seconds(card, self.today)
        if seconds > self.seconds_left:
            return 0.0
        self.seconds_left -= seconds
        self.cards.append(card)
        self.families.add(card.studied)
        return seconds


def _fill(
    day: _Day, reviews: Sequence[Candidate], fresh: Sequence[Candidate], new_limit: int
) -> None:
    """Add cards to the day until one does not fit, a new one whenever their share lags behind."""
    waiting, news = deque(reviews), deque(fresh)
    seconds_on_reviews = seconds_on_new = 0.0
    while waiting or news:
        is_new_due = seconds_on_new < NEW_SHARE * (seconds_on_reviews + seconds_on_new)
        is_new_turn = bool(news) and (is_new_due or not waiting)
        card = news.popleft() if is_new_turn else waiting.popleft()
        if day.families.bars(card.studied, is_late=card.is_late(day.today)):
            continue
        seconds = day.add(card)
        if not seconds:
            return
        if not is_new_turn:
            seconds_on_reviews += seconds
            continue
        seconds_on_new += seconds
        new_limit -= 1
        if not new_limit:
            news.clear()


def _kept_out(
    day: _Day, fresh: Sequence[Candidate], studied_today: frozenset[Studied]
) -> Candidate | None:
    """Return the first new card that only today's reviews keep out, when none got in."""
    if any(card.is_new for card in day.cards):
        return None
    before = _Families(studied_today)
    return next((card for card in fresh if not before.bars(card.studied)), None)


def _best_place(window: Sequence[Candidate], last: Candidate) -> int:
    """Return the place in `window` of the card to ask after `last`, see `interleave`."""
    counts = Counter(card.concept for card in window if card.concept)

    def rank(place: int) -> tuple[int, bool, int]:
        card = window[place]
        return _likeness(card, last), 2 * counts[card.concept] < len(window), place

    return min(range(len(window)), key=rank)


def _likeness(card: Candidate, other: Candidate) -> int:
    """Count what two cards share: the concept weighs more than the author, nothing is no match."""
    same_concept = bool(card.concept) and card.concept == other.concept
    same_author = bool(card.author) and card.author == other.author
    return 2 * same_concept + same_author
