"""Made-up banks and people for the tests."""

import pickle
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

from flask import Flask
from flask.testing import FlaskClient

from quizapp.config import Settings
from quizapp.core.access import Role
from quizapp.core.bank.reader import ReadBank, read_whole
from quizapp.db import write
from quizapp.db.base import db, db_session
from quizapp.services.accounts import create_user
from quizapp.services.banks import NO_OPTIONS, load_bank
from quizapp.services.load_result import LoadOptions, LoadResult

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
PASSWORD = "plain words make it long"

BANK = """---
bank: small
title: A small bank
license: CC-BY-4.0
authors: [Alice Author]
description: Made up for the tests.
defaults: {exam: crcc-crc, topic: counseling-theories, section: C}
sources:
  bordin1979: "Bordin, E. S. (1979). The generalizability of the concept. Psychotherapy, 16, 252."
  zetzel1956: "Zetzel, E. R. (1956). Current concepts of transference. IJP, 37, 369."
---
What the tests study.

## [s-1] Three parts
Which set names the three parts of the alliance in **Bordin's** model?

- [x] goals, tasks, bond
  > Agreement on goals and tasks, and the bond that carries both.
- [ ] empathy, regard, genuineness
  > Rogers' conditions: what the counselor offers.
- [ ] exploring, understanding, acting
  > Stages of helping, not parts of the alliance.

Ask which of the three the client doubts.

* Source: bordin1979, p. 253
* Concept: bordin
* Level: recall
* Facts: K057

## [s-2] Reach
The model was meant for every kind of helping.

- [x] True
  > Bordin wrote of any change agent and any person seeking change.
- [ ] False
  > He freed the idea from psychoanalysis.

One idea for all kinds of helping.

* Source: bordin1979
* Concept: pantheoretical
* Level: recall

## [s-3] Two of them
Which **two** need agreement?

- [x] goals
  > Where we are going.
- [x] tasks
  > What we do about it.
- [ ] weather
  > Nobody agrees on that.
- [ ] bond
  > A bond is felt, not agreed.

Goals and tasks are agreed on; a bond grows.

* Source: bordin1979
* Concept: goals
* Level: application

## [s-4] Who coined it
Q: Who is credited with the term *therapeutic alliance*?

A: Elizabeth Zetzel

Her term, in a paper on transference.

* Source: zetzel1956
* Concept: zetzel
* Level: recall

## [s-5] Gaps
C: The alliance joins agreement on [goals] and [tasks] with a bond.

Two agreements and a bond.

* Source: bordin1979
* Concept: tasks
* Level: recall

# Case [c-1] Ms. R.
Ms. R., 41, has missed two sessions since her plan was changed without her.

## [s-6] First move
What should the counselor do **first**?

- [ ] Refer her to a colleague
  > That ends the work before it was looked at.
- [x] Ask how she sees the plan
  > Her view of the plan was left out; start there.

Ask before you act.

* Source: bordin1979
* Concept: mutual-goals
* Level: application
"""

KINDS_BANK = """---
bank: kinds
title: Typed, ordered, matched
license: CC-BY-4.0
authors: [Alice Author]
description: Made up for the tests.
defaults: {exam: crcc-crc, topic: counseling-theories, section: C}
sources:
  bordin1979: "Bordin, E. S. (1979). The generalizability of the concept. Psychotherapy, 16, 252."
---
One question of each kind that has no options.

## [k-1] The third part
Goals, tasks, and mutual trust and liking: what did **Bordin** call the third part?

Trust and liking live inside the bond.

* Answer: bond | emotional bond | bonds
* Source: bordin1979
* Concept: bordin
* Level: recall

## [k-2] Items of a form
How many items has the long form of the inventory?

Twelve for each part.

* Answer: 36 ± 0.5
* Source: bordin1979
* Concept: goals
* Level: recall

## [k-3] Steps of repair
A rupture has come up. Put the steps in order, the first on top.

* Type: order

1. Notice the marker
   > Silence, short answers, a complaint.
2. Bring attention to it
   > Say what you see, here and now.
3. Explore both views
4. Renegotiate the task
   > Or deepen the understanding of the need.

Notice, name, explore, renegotiate.

* Source: bordin1979
* Concept: tasks
* Level: application

## [k-4] Who said what
Match each author with the term.

* Type: match

| Author | Term |
|---|---|
| Zetzel | therapeutic alliance |
| Greenson | working alliance |
| Luborsky | helping alliance |
| Bordin | goals, tasks and bond |
| | empathy, regard and genuineness |

*Therapeutic* came first, with Zetzel.

* Source: bordin1979
* Concept: zetzel
* Level: recall
"""


class FakeClock:
    """A clock that stands still until it is moved."""

    def __init__(self, at: datetime = NOON) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **by: float) -> None:
        """Move on by days=…, hours=…, minutes=…."""
        self.at += timedelta(**by)


@dataclass(frozen=True)
class Person:
    """Somebody with an account."""

    user_id: int
    email: str
    password: str = PASSWORD


@cache
def _read(text: str) -> bytes:
    return pickle.dumps(read_whole(text))


def read_once(text: str) -> ReadBank:
    """Return what `read_whole` does; many tests load the same few texts."""
    book: ReadBank = pickle.loads(_read(text))  # noqa: S301 - our own
    return book


def load_text(
    text: str = BANK,
    *,
    at: datetime = NOON,
    origin: str = "small.md",
    options: LoadOptions = NO_OPTIONS,
) -> LoadResult:
    """Load a bank's text inside an app context."""
    with write.mode(write.Mode.WRITE):
        result = load_bank(
            db_session, text, origin=origin, by=None, now=at, options=options, read=read_once
        )
    db.session.remove()
    return result


def make_person(app: Flask, name: str, role: Role = Role.LEARNER) -> Person:
    """Make an account: Alice, Bob, Charlie …"""
    email = f"{name.lower()}@example.org"
    settings: Settings = app.config["SETTINGS"]
    with app.app_context(), write.mode(write.Mode.WRITE):
        user_id = create_user(
            db_session, email, PASSWORD, role=role, zone=settings.default_zone, now=NOON
        )
        db.session.remove()
    return Person(user_id, email)


def csrf_of(html: str) -> str:
    """Return the CSRF token of the first form on a page."""
    return field_of(html, "csrf_token")


def field_of(html: str, name: str) -> str:
    """Return the value of the first input called `name`."""
    marker = f'name="{name}" value="'
    start = html.index(marker) + len(marker)
    return html[start : html.index('"', start)]


def sign_in(client: FlaskClient, person: Person) -> None:
    """Sign `client` in by the page."""
    page = client.get("/login").text
    form = {
        "csrf_token": csrf_of(page),
        "email": person.email,
        "password": person.password,
    }
    response = client.post("/login", data=form)
    assert response.status_code == 303, response.text
