"""Sitting a mock exam: start, save, lock a section, take a break."""

from dataclasses import asdict
from datetime import datetime
from random import Random
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from quizapp.core.bank.model import Kind
from quizapp.core.exams.assembly import SECTIONS, assemble, lengths
from quizapp.core.exams.timing import Accommodations, accommodations, limit_seconds
from quizapp.core.scoring.shuffle import shown_order
from quizapp.db.base import table_of
from quizapp.db.models.accounts import User
from quizapp.db.models.exams import Attempt, AttemptItem
from quizapp.db.queries.mock_pool import drawn, mock_pool
from quizapp.services.attempt_steps import (
    Choice,
    check_running,
    find_attempt,
    keep_choice,
    settle,
)
from quizapp.services.errors import Conflict, Invalid
from quizapp.services.recording import lock_learner


def change_accommodations(db_session: Session, user_id: int, wanted: Accommodations) -> None:
    """Remember under which conditions a learner sits mock exams; one that runs keeps its own."""
    db_session.get_one(User, user_id).accommodations = _remembered(wanted)
    db_session.commit()


def _remembered(wanted: Accommodations) -> dict[str, Any]:
    """Return what is kept for the next time; the line is the plan's."""
    return {name: value for name, value in asdict(wanted).items() if name != "line"}


def start_attempt(
    db_session: Session,
    user_id: int,
    length: int,
    wanted: Accommodations,
    *,
    pace: float,
    rng: Random,
    now: datetime,
) -> int:
    """Draw a mock exam of `length` questions at `pace` seconds each and start its clock.

    Return its id, or that of the one that runs: there is one at a time. The conditions are
    remembered. Raises Invalid when the banks cannot fill that length.
    """
    lock_learner(db_session, user_id)
    query = select(Attempt).where(Attempt.user_id == user_id, Attempt.ended_at.is_(None))
    running = db_session.scalars(query).one_or_none()
    if running is not None and not settle(running, now):
        return running.id
    pool = mock_pool(db_session, user_id)
    if length not in lengths(pool):
        raise Invalid("Choose one of the lengths that your banks can fill.", "length")
    db_session.get_one(User, user_id).accommodations = _remembered(wanted)
    attempt = Attempt(
        user_id=user_id,
        conditions=asdict(wanted),
        pace_seconds=pace,
        limit_seconds=limit_seconds(length, pace, wanted.factor),
        started_at=now,
        touched_at=now,
    )
    db_session.flush()  # the one before is closed first
    db_session.add(attempt)
    db_session.flush()
    places = _places(db_session, attempt.id, assemble(pool, length, rng), rng)
    db_session.execute(insert(table_of(AttemptItem)), places)
    db_session.commit()
    return attempt.id


def save_choice(
    db_session: Session, user_id: int, attempt_id: int, choice: Choice, *, now: datetime
) -> None:
    """Store what a question's page holds, and its flag.

    Raises NotFound for another's attempt, Conflict when the section is locked, the attempt over,
    or the clock stopped by a break.
    """
    attempt = find_attempt(db_session, user_id, attempt_id)
    check_running(attempt, now)
    keep_choice(db_session, attempt, choice, now)
    db_session.commit()


def close_section(
    db_session: Session, user_id: int, attempt_id: int, section: int, *, now: datetime
) -> None:
    """Lock section 1 or 2 for good; with the last one the attempt is finished.

    Doing it again changes nothing. Raises Conflict when it cannot be locked now.
    """
    attempt = find_attempt(db_session, user_id, attempt_id)
    if attempt.locked >= section:
        return
    check_running(attempt, now)
    if section != attempt.locked + 1:
        raise Conflict(f"Section {attempt.locked + 1} comes first.")
    attempt.locked = section
    attempt.touched_at = now
    if section == len(SECTIONS):
        attempt.ended_at, attempt.ending = now, "finished"
    db_session.commit()


def pause_attempt(
    db_session: Session, user_id: int, attempt_id: int, choice: Choice | None, *, now: datetime
) -> None:
    """Stop the clock for a break, after storing what the page held.

    Doing it again changes nothing. Raises Conflict where breaks are not allowed.
    """
    attempt = find_attempt(db_session, user_id, attempt_id)
    if attempt.break_at is not None and not settle(attempt, now):
        return
    check_running(attempt, now)
    if not accommodations(attempt.conditions).has_breaks:
        raise Conflict("This mock exam was begun without breaks, so its clock runs on.")
    if choice is not None:
        keep_choice(db_session, attempt, choice, now)
    attempt.break_at = attempt.touched_at = now
    db_session.commit()


def go_on(db_session: Session, user_id: int, attempt_id: int, *, now: datetime) -> None:
    """End a break; the clock runs on. Without one nothing changes.

    Raises Conflict when the attempt was left for too long.
    """
    attempt = find_attempt(db_session, user_id, attempt_id)
    if settle(attempt, now):
        check_running(attempt, now)
    if attempt.break_at is None:
        return
    attempt.break_seconds += max(0.0, (now - attempt.break_at).total_seconds())
    attempt.breaks += 1
    attempt.break_at, attempt.touched_at = None, now
    db_session.commit()


def _places(
    db_session: Session, attempt_id: int, drawn_ids: dict[str, list[int]], rng: Random
) -> list[dict[str, Any]]:
    """Return the rows of the questions drawn, each with the order of its options."""
    rows = drawn(db_session, [item_id for ids in drawn_ids.values() for item_id in ids])
    named = [(name, rows[item_id]) for name in SECTIONS for item_id in drawn_ids[name]]
    return [
        {
            "attempt_id": attempt_id,
            "n": n,
            "section": name,
            "item_id": row.item_id,
            "revision": row.revision,
            "shown": _shown(row.body, rng),
            "given": {},
        }
        for n, (name, row) in enumerate(named, start=1)
    ]


def _shown(body: dict[str, Any], rng: Random) -> list[str]:
    """Return the ids of options, steps or answers in an order by chance."""
    name = {Kind.ORDER: "steps", Kind.MATCH: "rights"}.get(body["kind"], "options")
    pins = [(part["id"], bool(part.get("pin"))) for part in body[name]]
    return shown_order(pins, rng.getrandbits(32), body["kind"])
