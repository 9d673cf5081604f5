"""Somebody with a record to look at: misses of two days, some certain, one pair mixed up."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from playwright.sync_api import Page
from sqlalchemy import select

from quizapp.adapters.passwords import hash_password
from quizapp.core.scheduling.rating import Confidence
from quizapp.db.models.banks import Concept, Item
from quizapp.db.models.study import StudySessionCard
from tests.answers import wrong
from tests.browser.live_server import LiveServer
from tests.browser.people import Person, library, make, writing
from tests.browser.stored import database
from tests.factories import BANK, KINDS_BANK, PASSWORD, FakeClock, load_text

WHY_NOT = "  > Rogers' conditions: what the counselor offers.\n"
# The first wrong option of s-1 stands for an idea of another concept.
MIXED_BANK: Final = BANK.replace(WHY_NOT, f"{WHY_NOT}  * Concept: rogers\n")
PAST: Final[tuple[tuple[int, str, Confidence | None], ...]] = (  # days ago, item, how sure
    (2, "s-1", Confidence.FAIRLY),
    (2, "s-6", Confidence.FAIRLY),
    (1, "s-1", Confidence.CERTAIN),
    (1, "s-2", Confidence.CERTAIN),
    (1, "k-3", None),
)
CONCEPTS: Final = ("bordin", "rogers", "goals", "mutual-goals", "pantheoretical", "tasks", "zetzel")
TITLES: Final = {"bordin": "Bordin’s theory", "rogers": "Rogers’ conditions"}
MISSED: Final = {"s-1", "s-2", "s-6", "k-3"}
CERTAIN: Final = {"s-1", "s-2"}


def keeper(server: LiveServer, clock: FakeClock) -> Person:
    """Make Alice, who has answered everything of `PAST` wrongly, and has a password."""
    with writing(server.app) as session:
        for slug in CONCEPTS:
            title = TITLES.get(slug, slug)
            session.add(Concept(slug=slug, title=title, short=title))
        session.commit()
    with server.app.app_context():
        for origin, text in (("small.md", MIXED_BANK), ("kinds.md", KINDS_BANK)):
            assert not load_text(text, origin=origin).problems
    alice = make(
        server.app, clock, "alice@example.org", name="Alice", password_hash=hash_password(PASSWORD)
    )
    bodies, ids, now = library(server.app).items, ids_of(server), clock.at
    for place, (days, ref, sure) in enumerate(PAST):
        key = next(key for key in bodies if key[0] == ids[ref])
        clock.at = now - timedelta(days=days, minutes=-place)
        alice.answer_next(alice.start([key]), wrong(bodies[key], sure))
    clock.at = now
    return alice


def seat(page: Page, server: LiveServer, person: Person) -> Page:
    """Sign a person in on `page`."""
    page.context.add_cookies([{"name": "alliance", "value": person.cookie, "url": server.url}])
    return page


def ids_of(server: LiveServer) -> dict[str, int]:
    with database(server) as session:
        return {item.ref: item.id for item in session.scalars(select(Item))}


def asked(server: LiveServer, url: str) -> Sequence[str]:
    """Return the refs of the questions of a study session, by its address."""
    session_id = int(url.partition("/study/")[2].partition("/")[0])
    query = select(Item.ref).join(StudySessionCard, StudySessionCard.item_id == Item.id)
    with database(server) as session:
        rows = session.scalars(query.where(StudySessionCard.session_id == session_id))
        return list(rows)
