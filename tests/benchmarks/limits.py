"""What an answer and the page of a question take (P1, P2, P8), on both databases.

The session has 55 places, as long as a long one is; a page shows a mark for each.
"""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from flask import Flask

from tests.benchmarks.answers_ahead import Answer, Desk, answers, desk, questions
from tests.benchmarks.ratios import Figure, flask_hello, seconds
from tests.db.test_statements import sending
from tests.load.people import POSTGRESQL, SQLITE, enrol, site_on

ROUNDS, TIMES = 5, 10
GOALS_OF_ANSWER = {SQLITE: 10.0, POSTGRESQL: 12.0}
GOALS_OF_QUESTION = {SQLITE: 7.0, POSTGRESQL: None}
STATEMENTS_OF_ANSWER, STATEMENTS_OF_QUESTION = 6.0, 4.0


def figures() -> Iterator[Figure]:
    """Measure on each database, with weeks of answers of several people in it."""
    for database in (SQLITE, POSTGRESQL):
        with (
            tempfile.TemporaryDirectory() as folder,
            site_on(database, Path(folder) / "site") as site,
            site.app() as app,
        ):
            (email,) = enrol(app, 1)
            yield from of_answering(app, database, desk(app, email))


def of_answering(app: Flask, database: str, learner: Desk) -> Iterator[Figure]:
    """Measure the answer and the page of the next question, each apart from the other."""
    todo = answers(app, learner, questions(app)[: ROUNDS * TIMES + 5])
    first = next(todo)
    send = sender(learner, first)
    ask = asker(learner, first)
    ask()
    to_answer, to_ask = [], []
    for _ in range(ROUNDS):
        answering, asking = beside_hello(lambda: send(next(todo)), ask)
        to_answer.append(answering)
        to_ask.append(asking)
    name = f"{database} / Flask hello"
    yield Figure(f"P1 an answer, {name}", to_answer, GOALS_OF_ANSWER[database])
    yield Figure(f"P2 the page of a question, {name}", to_ask, GOALS_OF_QUESTION[database])
    with sending(app) as sent:
        send(next(todo))
    yield counted(f"P8 an answer, {database}", len(sent), STATEMENTS_OF_ANSWER)
    with sending(app) as sent:
        ask()
    yield counted(f"P8 the page of a question, {database}", len(sent), STATEMENTS_OF_QUESTION)


def beside_hello(*actions: Callable[[], object]) -> list[float]:
    """Return the time of each over that of a Flask hello, all taken in turns.

    In turns because a loop of hellos alone has the processor's caches to itself.
    """
    everything = [flask_hello(), *actions]
    took = [0.0] * len(everything)
    for _ in range(TIMES):
        for place, action in enumerate(everything):
            took[place] += seconds(action)
    hello, *others = took
    return [one / hello for one in others]


def sender(learner: Desk, first: Answer) -> Callable[[Answer], None]:
    """Return what sends an answer, which has to be stored."""

    def send(answer: Answer) -> None:
        response = learner.client.post(answer.path, data=answer.form)
        assert response.status_code == 303, response.text

    send(first)
    return send


def asker(learner: Desk, first: Answer) -> Callable[[], None]:
    """Return what reads the page of the session's next question."""

    def ask() -> None:
        assert learner.client.get(first.path).status_code == 200

    return ask


def counted(name: str, number: int, goal: float) -> Figure:
    return Figure(name, [number], goal, unit="statements")
