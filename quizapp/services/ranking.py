"""The ranking of a study day toward an exam, and what the plan promises: worked out once a day.

Both hang on nothing but the learner's cards as the day began, the plan and the banks, so a
process keeps them under (user, study day, plan version, content version) and makes them anew
when one of these changes. Minutes used and cards answered since are taken off by whoever asks.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Generic, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from quizapp.core.exams.model import FactStatus, Outline
from quizapp.core.learner import Learner
from quizapp.core.scheduling.exam_plan import ExamPlan
from quizapp.core.scheduling.plan_advice import (
    DayOff,
    Feasibility,
    day_off,
    feasibility,
    fewest_minutes,
)
from quizapp.core.scheduling.plan_cards import (
    Cards,
    Profile,
    own_costs,
    own_shares,
)
from quizapp.core.scheduling.planner import Index, Strategy, rank_day
from quizapp.core.scheduling.roll_out import RollOut, roll_out
from quizapp.db.catalog import content_version
from quizapp.db.queries.exams import exam_outline
from quizapp.db.queries.plan import PlanCards, pace_of, plan_cards

MOST_KEPT: Final = 256
PACES: Final = (0.5, 1.0, 1.5)  # of the planned minutes, to compare
Kept = TypeVar("Kept")
Key = tuple[int, date, int, int]


@dataclass(frozen=True, slots=True)
class DayRanking:
    """A day's cards (item id, part), the worthiest first, and the seconds each should take."""

    keys: tuple[tuple[int, str], ...]
    seconds: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class OtherPace:
    """What other minutes a day would bring: share of the planned ones, and the exam's score."""

    share: float
    minutes_a_week: int
    score: float


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a plan is expected to bring, by the memory model.

    `feasibility` and `sparing_minutes` are None without a target; `full_minutes` is what all the
    planned ones come to. `has_weights` says whether any topic's
    weight is known; else all count the same. `topics` is how many have cards.
    """

    roll_out: RollOut
    paces: tuple[OtherPace, ...]
    day_off: DayOff | None
    feasibility: Feasibility | None
    sparing_minutes: float | None
    full_minutes: float
    cards: int
    unseen_now: int
    topics: int
    has_weights: bool


class DayCache(Generic[Kept]):
    """The newest results by key, for the threads of one process."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._kept: OrderedDict[Key, Kept] = OrderedDict()
        self._most = most
        self._lock = threading.Lock()

    def get(self, key: Key, make: Callable[[], Kept]) -> Kept:
        """Return what is kept under `key`, made where there is nothing."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()  # two threads may make it twice, and get the same
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made


# By engine: another database has other people under the same numbers.
_rankings: WeakKeyDictionary[Engine | Connection, DayCache[DayRanking]] = WeakKeyDictionary()
_outlooks: WeakKeyDictionary[Engine | Connection, DayCache[Outlook]] = WeakKeyDictionary()


def day_ranking(db_session: Session, learner: Learner, plan: ExamPlan, today: date) -> DayRanking:
    """Return the day's ranking; the plan has an exam to come. Reads only."""
    key = (learner.user_id, today, plan.version, content_version(db_session))
    kept = _rankings.setdefault(db_session.get_bind(), DayCache())
    return kept.get(key, lambda: fresh_ranking(db_session, learner, plan, today))


def outlook_of(db_session: Session, learner: Learner, plan: ExamPlan, today: date) -> Outlook:
    """Return what the plan is expected to bring; it has an exam to come. Reads only."""
    key = (learner.user_id, today, plan.version, content_version(db_session))
    kept = _outlooks.setdefault(db_session.get_bind(), DayCache())
    return kept.get(key, lambda: fresh_outlook(db_session, learner, plan, today))


def known_weights(outline: Outline | None) -> dict[str, float | None]:
    """Return the weights of an exam's topics as far as somebody's page has them."""
    if outline is None:
        return {}
    return {
        topic.slug: float(topic.weight.value)
        for topic in outline.topics
        if topic.weight.value is not None and topic.weight.status is not FactStatus.UNKNOWN
    }


def fresh_ranking(db_session: Session, learner: Learner, plan: ExamPlan, today: date) -> DayRanking:
    """Rank the cards of a day anew, whatever is kept."""
    found, profile, _ = _material(db_session, learner, plan, today)
    strategy = _strategy(found.cards, plan, today, profile)
    ranking = rank_day(found.cards, plan.days_left(today), profile, strategy=strategy)
    return DayRanking(tuple(found.keys[place] for place in ranking.places), ranking.seconds)


def _strategy(cards: Cards, plan: ExamPlan, today: date, profile: Profile) -> Strategy:
    """Return how to study: with all the minutes, or with the fewest that reach the target."""
    if not plan.is_sparing or plan.target is None:
        return Index()
    choice = fewest_minutes(cards, plan.seconds_by_day(today), plan.target / 100, profile)
    return choice.strategy if choice else Index()


def _material(
    db_session: Session, learner: Learner, plan: ExamPlan, today: date
) -> tuple[PlanCards, Profile, dict[str, float | None]]:
    weights = known_weights(exam_outline(db_session, plan.exam) if plan.exam else None)
    pace = pace_of(db_session, learner.user_id)
    profile = Profile(
        costs=own_costs(pace.right, pace.wrong, pace.first),
        shares=own_shares(pace.first_wrong, len(pace.first)),
    )
    return plan_cards(db_session, learner.user_id, weights, today), profile, weights


def fresh_outlook(db_session: Session, learner: Learner, plan: ExamPlan, today: date) -> Outlook:
    """Work out anew what a plan is expected to bring, whatever is kept."""
    found, profile, weights = _material(db_session, learner, plan, today)
    cards = found.cards
    seconds = plan.seconds_by_day(today)
    target = plan.target / 100 if plan.target is not None else None
    strategy = _strategy(cards, plan, today, profile)
    rolled = roll_out(cards, seconds, profile, strategy)
    week = round(sum(plan.minutes))
    paces = []
    full = rolled if strategy == Index() else roll_out(cards, seconds, profile)
    for share in PACES:
        less = [min(86_400.0, share * one) for one in seconds]
        other = full if share == 1 else roll_out(cards, less, profile)
        paces.append(OtherPace(share, round(share * week), other.exam_score))
    is_on = [place for place, one in enumerate(seconds) if one > 0]
    sparing = (
        fewest_minutes(cards, seconds, target, profile, known=full)
        if target is not None and seconds
        else None
    )
    return Outlook(
        roll_out=rolled,
        paces=tuple(paces),
        day_off=day_off(cards, seconds, is_on[-1 if len(is_on) == 1 else 1], profile, known=full)
        if is_on
        else None,
        feasibility=feasibility(cards, seconds, target, profile, known=full)
        if target is not None and seconds
        else None,
        sparing_minutes=sparing.minutes if sparing else None,
        full_minutes=full.total_minutes,
        cards=len(found.keys),
        unseen_now=int((~cards.seen).sum()),
        topics=len(cards.topic_names),
        has_weights=any(weights.get(name) is not None for name in cards.topic_names),
    )


def next_study_day(plan: ExamPlan, today: date) -> date | None:
    """Return the first day after today that is not off, before the exam."""
    days = (today + timedelta(days=place) for place in range(1, plan.days_left(today)))
    return next((day for day in days if plan.minutes_on(day)), None)
