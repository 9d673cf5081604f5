"""The ranking of a study day toward an exam, and what the plan promises: worked out once a day.

Both hang on nothing but the learner's cards as the day began, the plan and the banks, so a
process keeps them under (user, study day, plan version, newest load) and makes them anew when one
of these changes. Minutes used and cards answered since are taken off by whoever asks.
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
    cards_of,
    own_costs,
    own_shares,
)
from quizapp.core.scheduling.planner import Index, Ranking, Strategy, rank_day
from quizapp.core.scheduling.roll_out import RollOut, roll_out
from quizapp.db.queries.exams import exam_outline
from quizapp.db.queries.plan import PlanCardRow, newest_load, pace_of, plan_cards

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

    `feasibility` and `sparing` are None without a target. `has_weights` says whether any topic's
    weight is known; else all count the same. `topics` is how many have cards.
    """

    roll_out: RollOut
    paces: tuple[OtherPace, ...]
    day_off: DayOff | None
    feasibility: Feasibility | None
    sparing_minutes: float | None
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
    key = (learner.user_id, today, plan.version, newest_load(db_session))
    kept = _rankings.setdefault(db_session.get_bind(), DayCache())
    return kept.get(key, lambda: _rank(db_session, learner, plan, today))


def outlook_of(db_session: Session, learner: Learner, plan: ExamPlan, today: date) -> Outlook:
    """Return what the plan is expected to bring; it has an exam to come. Reads only."""
    key = (learner.user_id, today, plan.version, newest_load(db_session))
    kept = _outlooks.setdefault(db_session.get_bind(), DayCache())
    return kept.get(key, lambda: _look_out(db_session, learner, plan, today))


def known_weights(outline: Outline | None) -> dict[str, float | None]:
    """Return the weights of an exam's topics as far as somebody's page has them."""
    if outline is None:
        return {}
    return {
        topic.slug: float(topic.weight.value)
        for topic in outline.topics
        if topic.weight.value is not None and topic.weight.status is not FactStatus.UNKNOWN
    }


def _rank(db_session: Session, learner: Learner, plan: ExamPlan, today: date) -> DayRanking:
    rows, cards, profile = _material(db_session, learner, plan, today)
    left = plan.days_left(today)
    strategy = _strategy(cards, plan, today, profile)
    ranking: Ranking = rank_day(cards, left, profile, strategy=strategy)
    return DayRanking(tuple(rows[place].key for place in ranking.places), ranking.seconds)


def _strategy(cards: Cards, plan: ExamPlan, today: date, profile: Profile) -> Strategy:
    """Return how to study: with all the minutes, or with the fewest that reach the target."""
    if not plan.is_sparing or plan.target is None:
        return Index()
    choice = fewest_minutes(cards, plan.seconds_by_day(today), plan.target / 100, profile)
    return choice.strategy if choice else Index()


def _material(
    db_session: Session, learner: Learner, plan: ExamPlan, today: date
) -> tuple[list[PlanCardRow], Cards, Profile]:
    rows = plan_cards(db_session, learner.user_id)
    weights = known_weights(exam_outline(db_session, plan.exam) if plan.exam else None)
    pace = pace_of(db_session, learner.user_id)
    profile = Profile(
        costs=own_costs(pace.right, pace.wrong, pace.first),
        shares=own_shares(pace.first_wrong, len(pace.first)),
    )
    return rows, cards_of([row.card for row in rows], weights, today), profile


def _look_out(db_session: Session, learner: Learner, plan: ExamPlan, today: date) -> Outlook:
    rows, cards, profile = _material(db_session, learner, plan, today)
    seconds = plan.seconds_by_day(today)
    target = plan.target / 100 if plan.target is not None else None
    strategy = _strategy(cards, plan, today, profile)
    rolled = roll_out(cards, seconds, profile, strategy)
    week = round(sum(plan.minutes))
    paces = []
    for share in PACES:
        other = roll_out(cards, [min(86_400.0, share * one) for one in seconds], profile)
        paces.append(OtherPace(share, round(share * week), other.exam_score))
    is_on = [place for place, one in enumerate(seconds) if one > 0]
    sparing = (
        fewest_minutes(cards, seconds, target, profile) if target is not None and seconds else None
    )
    weights = known_weights(exam_outline(db_session, plan.exam) if plan.exam else None)
    return Outlook(
        roll_out=rolled,
        paces=tuple(paces),
        day_off=day_off(cards, seconds, is_on[-1 if len(is_on) == 1 else 1], profile)
        if is_on
        else None,
        feasibility=feasibility(cards, seconds, target, profile)
        if target is not None and seconds
        else None,
        sparing_minutes=sparing.minutes if sparing else None,
        cards=len(rows),
        unseen_now=sum(row.card.memory is None for row in rows),
        topics=len(cards.topic_names),
        has_weights=any(weights.get(name) is not None for name in cards.topic_names),
    )


def next_study_day(plan: ExamPlan, today: date) -> date | None:
    """Return the first day after today that is not off, before the exam."""
    days = (today + timedelta(days=place) for place in range(1, plan.days_left(today)))
    return next((day for day in days if plan.minutes_on(day)), None)
