"""F9: the server's clock goes back an hour, forward three days, and back, while learners study."""

from collections.abc import Sequence
from datetime import datetime

from flask import Flask
from sqlalchemy import select

from quizapp.db import write
from quizapp.db.models.study import Card, Review
from quizapp.web.tokens import unseal
from tests.faults import serving
from tests.faults.aftermath import aftermath_in
from tests.faults.ground import SWITCHED, Ground, Scale
from tests.faults.report import Figure, Result
from tests.faults.studying import Learner, Tally
from tests.services.study_room import acting

TITLE = "clock back an hour, forward three days"
HOUR, DAY = 3_600, 86_400
# Seconds beside the true time. The last ones are days that had been before.
CLOCK = (0, -HOUR, 3 * DAY, 3 * DAY - HOUR, 0, -HOUR)
SIZES = {Scale.SHORT: (1, 2), Scale.FULL: (6, 25)}  # learners, questions at each time


def run(scale: Scale, ground: Ground) -> Result:
    """Ask the same questions at each time, of one learner after the other."""
    learners, questions = SIZES[scale]
    tally = Tally()
    with ground.site() as site, site.app() as app:
        with site.server(SWITCHED) as server:
            for _ in range(learners):
                learner = Learner(tally, server.port)
                site.turn(serving.CLOCK, "0")
                learner.read("/")
                learner.answer()
                for beside in CLOCK:
                    site.turn(serving.CLOCK, str(beside))
                    practice(learner, questions)
        after = aftermath_in(app, tally.tokens)
        days, seconds = days_until_due(app), seconds_between(app, tally.tokens)
    faults = []
    if len(seconds) < learners * len(CLOCK):
        faults.append("too few questions were asked again: nothing was tested")
    if min(seconds, default=0) <= 0:
        faults.append("an answer is stored before the one that it followed")
    return Result(
        "F9",
        TITLE,
        learners * len(CLOCK),
        after.acknowledged,
        after.lost,
        after.duplicated + after.stored - after.acknowledged,
        after.half_written,
        len(tally.refusals),
        Figure(
            "fewest days from an answer to its due day",
            sorted(days)[len(days) // 2],
            min(days),
            max(days),
            "days",
            0,
            is_least=True,
        ),
        (*after.faults, *faults),
        f"{len(seconds):,} answers to a question that had been answered",
    )


def practice(learner: Learner, questions: int) -> None:
    """Answer the first questions of the bank, one at a time."""
    for number in range(2, questions + 2):
        learner.read("/today")
        location = learner.send("/study", practice="item", bank="small", ref=f"s-{number}")
        learner.sid = int(location.split("/")[2])
        learner.next_question()
        learner.answer()


def days_until_due(app: Flask) -> list[int]:
    """Return the days from the last answer of each card to the day it is due."""
    with acting(app, write.Mode.READ) as session:
        days = session.execute(select(Card.last_on, Card.due_on)).all()
    return [(due_on - last_on).days for last_on, due_on in days]


def seconds_between(app: Flask, tokens: Sequence[str]) -> list[float]:
    """Return the time from answer to answer of a card, as stored, in the order they were sent."""
    with app.app_context():
        sent = [unseal(token) for token in tokens]
    with acting(app, write.Mode.READ) as session:
        rows = session.execute(select(Review.answer_id, Review.user_id, Review.answered_at))
        stored = {answer_id: (user_id, at) for answer_id, user_id, at in rows}
    latest: dict[tuple[int, int], datetime] = {}
    seconds = []
    for shown in sent:
        user_id, at = stored[shown.answer_id]
        key = user_id, shown.item_id
        if key in latest:
            seconds.append((at - latest[key]).total_seconds())
        latest[key] = at
    return seconds
