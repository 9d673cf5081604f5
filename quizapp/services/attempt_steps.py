"""Steps that the actions of a mock exam share: find the attempt, check it, keep what was sent.

Nothing here commits; the services do.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.core.bank.model import Kind
from quizapp.core.exams.assembly import SECTIONS
from quizapp.core.exams.timing import Clock, ends_at, is_over, is_time_over
from quizapp.db.models.banks import ItemRevision
from quizapp.db.models.exams import Attempt, AttemptItem
from quizapp.services.errors import Conflict, Invalid, NotFound
from quizapp.services.judging import LONGEST_TYPED, judge
from quizapp.services.recording import Given, lock_learner

NO_SUCH = "There is no such mock exam, or it is not yours."
TIME_OVER = "Time is over, so nothing more can be changed. What was saved before is scored."
LEFT = "This mock exam was left for three days, so it has ended. What was saved is scored."
FINISHED = "This mock exam is finished, so nothing more can be changed."
ON_BREAK = "The clock stands still, and the questions wait. End the break first."

Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Choice:
    """What a question's page sends.

    `shown_at` is since when it was looked at, `seen_at` when the answer was saved that it showed
    (None: none was), `is_flagged` None leaves the flag as it is.
    """

    n: int
    given: Given
    shown_at: datetime
    seen_at: datetime | None = None
    is_flagged: bool | None = None


def find_attempt(db_session: Session, user_id: int, attempt_id: int) -> Attempt:
    """Return the learner's attempt, which nobody else can change until the end; or NotFound."""
    lock_learner(db_session, user_id)
    query = select(Attempt).where(Attempt.id == attempt_id, Attempt.user_id == user_id)
    found = db_session.scalars(query).one_or_none()
    if found is None:
        raise NotFound(NO_SUCH)
    return found


def clock_of(attempt: Attempt) -> Clock:
    return Clock(
        started_at=attempt.started_at,
        touched_at=attempt.touched_at,
        limit_seconds=attempt.limit_seconds,
        break_seconds=attempt.break_seconds,
        break_at=attempt.break_at,
    )


def settle(attempt: Attempt, now: datetime) -> bool:
    """Write down that an attempt has ended by itself; return whether it is over."""
    if attempt.ended_at is not None:
        return True
    clock = clock_of(attempt)
    if not is_over(clock, now):
        return False
    attempt.ended_at = ends_at(clock)
    attempt.ending = "time" if is_time_over(clock, attempt.ended_at) else "left"
    return True


def check_running(attempt: Attempt, now: datetime) -> None:
    """Raise Conflict unless the clock of the attempt runs."""
    if settle(attempt, now):
        raise Conflict({"time": TIME_OVER, "left": LEFT}.get(attempt.ending, FINISHED))
    if attempt.break_at is not None:
        raise Conflict(ON_BREAK)


def keep_choice(db_session: Session, attempt: Attempt, choice: Choice, now: datetime) -> None:
    """Store what a question's form holds, and the time it was looked at.

    The last one wins, whatever page it comes from; but a page that shows no answer does not take
    one away that it has not seen. Raises NotFound when there is no such question, Conflict when
    its section is locked.
    """
    item = db_session.get(AttemptItem, (attempt.id, choice.n))
    if item is None:
        raise NotFound("This mock exam has no such question.")
    section = SECTIONS.index(item.section)
    if section != attempt.locked:
        is_locked = section < attempt.locked
        state = "is locked" if is_locked else "has not begun"
        raise Conflict(f"Section {section + 1} {state}, so this answer was not stored.")
    looked = now - max(choice.shown_at, attempt.touched_at)
    item.seconds += max(0.0, looked.total_seconds())
    attempt.touched_at = max(now, attempt.touched_at)
    if choice.is_flagged is not None:
        item.is_flagged = choice.is_flagged
    revision = db_session.get_one(ItemRevision, (item.item_id, item.revision))
    given = _as_json(fitting(revision.body, item.shown, choice.given))
    is_unaware = not any(given.values()) and choice.seen_at != item.saved_at
    if given != item.given and not is_unaware:
        item.given = given
        item.score = score_of(revision.body, given_of(given))
        item.saved_at = now


def fitting(body: Body, shown: list[str], given: Given) -> Given:
    """Return of `given` what can belong to an answer to this question.

    Steps in the very order in which they were shown are no answer yet, unless there are but two:
    only those may have been right as they stood.
    """
    match Kind(body["kind"]):
        case Kind.ORDER:
            is_order = sorted(given.options) == sorted(shown)
            is_moved = given.options != tuple(shown) or len(shown) <= 2  # noqa: PLR2004 - see above
            return Given(options=given.options if is_order and is_moved else ())
        case Kind.MATCH:
            lefts = {left["id"] for left in body["lefts"]}
            rows = {left: right for left, right in given.matches if left in lefts}
            return Given(matches=tuple((a, b) for a, b in sorted(rows.items()) if b in shown))
        case Kind.TYPED | Kind.NUMERIC:
            return Given(text=given.text.strip()[:LONGEST_TYPED])
        case Kind.MULTI:
            return Given(options=tuple(one for one in shown if one in given.options))
    return Given(options=tuple(one for one in given.options if one in shown)[:1])


def given_of(stored: dict[str, Any]) -> Given:
    """Return what a row of an attempt holds as an answer."""
    return Given(
        options=tuple(stored.get("options", ())),
        text=stored.get("text", ""),
        matches=tuple((left, right) for left, right in stored.get("matches", ())),
    )


def score_of(body: Body, given: Given) -> float | None:
    """Return the points of `given` from 0 to 1, or None while it is no answer."""
    try:
        return judge(body, given).score
    except Invalid:
        return None


def lacks(body: Body, given: Given) -> str:
    """Return why something that was given is no answer yet, in words; or nothing."""
    try:
        judge(body, given)
    except Invalid as fault:
        return str(fault)
    return ""


def _as_json(given: Given) -> dict[str, Any]:
    """Return `given` as it is stored: only what it holds."""
    whole = {
        "options": list(given.options),
        "text": given.text,
        "matches": [list(pair) for pair in given.matches],
    }
    return {name: value for name, value in whole.items() if value}
