"""Starting a study session: the day's plan, or a practice of what was missed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from quizapp.core.learner import Learner
from quizapp.core.scheduling.exam_plan import ExamPlan, Phase
from quizapp.core.scheduling.queue import (
    Candidate,
    fit_families,
    fit_minutes,
    interleave,
    plan_day,
)
from quizapp.db.models.study import StudySession
from quizapp.db.queries.marks import not_set_aside
from quizapp.db.queries.plan import candidates_of
from quizapp.db.queries.queue import day_candidates
from quizapp.db.queries.today import DoneTodayRow, done_today
from quizapp.services.errors import Invalid, NotFound
from quizapp.services.forecasts import keep_forecast
from quizapp.services.ranking import DayRanking, day_ranking
from quizapp.services.recording import lock_learner, open_session

MOST_CARDS = 200  # nobody does more in one sitting, and a page stays a page
PRACTICE_CARDS = 20
EXTRA_SECONDS = 600.0  # of a round of more, once the day's plan is done
FRONT = 4  # times the day's minutes are looked at: done ones and relatives are passed over


@dataclass(frozen=True, slots=True)
class Pace:
    """How much a learner wants to do in a day, and the exam that they plan toward, if any."""

    minutes_a_day: int
    new_per_day: int
    plan: ExamPlan | None = None


@dataclass(frozen=True, slots=True)
class DayPlan:
    """What is left of a study day, in the order of worth, and what is done of it.

    `phase` says where the day stands to the exam: before it the plan selects, else what is due.
    """

    today: date
    cards: list[Candidate]
    done: DoneTodayRow
    phase: Phase = Phase.NO_DATE


def plan_today(
    db_session: Session, learner: Learner, pace: Pace, *, now: datetime, is_extra: bool = False
) -> DayPlan:
    """Return what is left for today; `is_extra` goes on past the day's minutes and new cards.

    Reads only.
    """
    today = learner.study_on(now)
    done = done_today(db_session, learner.user_id, today)
    phase = pace.plan.phase(today) if pace.plan else Phase.NO_DATE
    if pace.plan and phase is Phase.EXAM_DAY:
        return DayPlan(today, [], done, phase)
    if pace.plan and phase is Phase.BEFORE:
        cards = _toward_exam(db_session, learner, pace.plan, done, today, is_extra=is_extra)
        return DayPlan(today, cards[:MOST_CARDS], done, phase)
    left_seconds = max(0.0, pace.minutes_a_day * 60.0 - done.seconds)
    left_new = max(0, pace.new_per_day - done.new_cards)
    due, new = day_candidates(db_session, learner.user_id, today)
    cards = plan_day(
        due,
        new,
        today=today,
        budget_seconds=None if is_extra else left_seconds,
        new_limit=pace.new_per_day if is_extra else left_new,
        studied_today=done.studied,
    )
    return DayPlan(today, cards[:MOST_CARDS], done, phase)


def _toward_exam(
    db_session: Session,
    learner: Learner,
    plan: ExamPlan,
    done: DoneTodayRow,
    today: date,
    *,
    is_extra: bool,
) -> list[Candidate]:
    """Return what the day's ranking takes into the minutes that are left, the worthiest first."""
    ranking = day_ranking(db_session, learner, plan, today)
    left = EXTRA_SECONDS if is_extra else max(0.0, 60.0 * plan.minutes_on(today) - done.seconds)
    keys = _front(ranking, left)
    cards = candidates_of(db_session, learner.user_id, keys)
    return fit_families(cards, today=today, budget_seconds=left, studied_today=done.studied)


def _front(ranking: DayRanking, seconds: float) -> list[tuple[int, str]]:
    """Return the front of a ranking, with more than enough for cards that are passed over."""
    keys: list[tuple[int, str]] = []
    wanted = FRONT * seconds
    for key, cost in zip(ranking.keys, ranking.seconds, strict=True):
        if wanted <= 0:
            break
        keys.append(key)
        wanted -= cost
    return keys


def start_session(
    db_session: Session,
    learner: Learner,
    pace: Pace,
    *,
    minutes: int | None,
    is_extra: bool,
    now: datetime,
) -> int:
    """Fix the cards of a new study session and return its id; an older one ends.

    `minutes` None takes all that is left of the day. Raises Invalid when nothing is.
    """
    plan = plan_today(db_session, learner, pace, now=now, is_extra=is_extra)
    cards = interleave(fit_minutes(plan.cards, minutes, plan.today))
    if not cards:
        raise Invalid("There is nothing left to study today.")
    exam = pace.plan
    keep_forecast(
        db_session,
        learner,
        plan.cards,
        exam=exam.exam if exam else "",
        exam_on=exam.exam_on if exam else None,
        now=now,
    )
    session_id = open_session(db_session, learner, [card.key for card in cards], "study", now)
    db_session.commit()
    return session_id


def end_session(db_session: Session, user_id: int, session_id: int, *, now: datetime) -> None:
    """End the learner's session; what was not answered in it is left. Ending it again is nothing.

    Raises NotFound when there is no such session.
    """
    lock_learner(db_session, user_id)
    found = db_session.get(StudySession, session_id)
    if found is None or found.user_id != user_id:
        raise NotFound("There is no such study session, or it is not yours.")
    found.ended_at = found.ended_at or now
    db_session.commit()


def start_practice(
    db_session: Session, learner: Learner, keys: Sequence[tuple[int, str]], *, now: datetime
) -> int:
    """Start a session of the given cards (item id, part), without those that are set aside.

    Raises Invalid when there are none.
    """
    wanted = not_set_aside(db_session, learner.user_id, keys)
    if not wanted:
        raise Invalid("There is nothing to practice here right now.")
    session_id = open_session(db_session, learner, wanted[:PRACTICE_CARDS], "practice", now)
    db_session.commit()
    return session_id
