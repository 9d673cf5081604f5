"""A quiz of the learner's own choice: started, or saved under a name."""

from datetime import datetime
from typing import Final

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from quizapp.core.deck import DeckMode, Selection, Tally, drawn, plain_name, tally
from quizapp.core.learner import Learner
from quizapp.db.base import table_of
from quizapp.db.models.study import Deck
from quizapp.db.queries.decks import deck_items
from quizapp.db.search import items_with
from quizapp.services.errors import Invalid, NotFound
from quizapp.services.recording import lock_learner, open_session

LONGEST_NAME: Final = 60  # characters
MOST_DECKS: Final = 50  # a list that can still be read
_DECK = table_of(Deck)


def tally_quiz(db_session: Session, learner: Learner, chosen: Selection, now: datetime) -> Tally:
    """Return what a selection holds for the learner today. Reads only."""
    items = deck_items(db_session, learner.user_id, learner.study_on(now))
    found = items_with(db_session, chosen.words) if chosen.words else None
    return tally(items, chosen, found)


def start_quiz(db_session: Session, learner: Learner, chosen: Selection, *, now: datetime) -> int:
    """Start a session of what is chosen and return its id; an older session ends.

    Raises Invalid when nothing fits.
    """
    asked = drawn(tally_quiz(db_session, learner, chosen, now).matching, chosen.most)
    if not asked:
        raise Invalid("No question fits all of that. Take something away, and the count says so.")
    source = chosen.mode.value if chosen.mode is DeckMode.TEST else "practice"
    keys = [(one.item_id, one.part) for one in asked]
    session_id = open_session(db_session, learner, keys, source, now)
    db_session.commit()
    return session_id


def save_deck(
    db_session: Session, user_id: int, name: str, chosen: Selection, *, now: datetime
) -> str:
    """Save a selection under a name and return the name as it is kept.

    An older one of that name gives way. Raises Invalid for a name that cannot be used, and when
    there are too many.
    """
    try:
        kept = plain_name(name)
    except ValueError as fault:
        raise Invalid("Give the quiz a name, in letters that can be seen.", "name") from fault
    if len(kept) > LONGEST_NAME:
        raise Invalid(f"The name has {len(kept)} characters; {LONGEST_NAME} fit.", "name")
    lock_learner(db_session, user_id)
    others = select(func.count()).where(_DECK.c.user_id == user_id, _DECK.c.name != kept)
    if (db_session.scalar(others) or 0) >= MOST_DECKS:
        raise Invalid(f"You have {MOST_DECKS} saved quizzes. Delete one that you no longer need.")
    values = {"user_id": user_id, "name": kept, "selection": chosen.fields, "saved_at": now}
    is_sqlite = db_session.get_bind().dialect.name == "sqlite"
    statement = (sqlite.insert if is_sqlite else postgresql.insert)(_DECK).values(values)
    changed = {"selection": chosen.fields, "saved_at": now}
    db_session.execute(
        statement.on_conflict_do_update(index_elements=["user_id", "name"], set_=changed)
    )
    db_session.commit()
    return kept


def adopt_decks(db_session: Session, guest_id: int, user_id: int) -> None:
    """Give a guest's saved quizzes to an account, but for names that it has already; no commit."""
    own = select(_DECK.c.name).where(_DECK.c.user_id == user_id)
    db_session.execute(
        update(_DECK)
        .where(_DECK.c.user_id == guest_id, _DECK.c.name.not_in(own.scalar_subquery()))
        .values(user_id=user_id)
    )


def delete_deck(db_session: Session, user_id: int, name: str) -> None:
    """Delete a saved quiz. Raises NotFound when there is none of that name."""
    gone = delete(_DECK).where(_DECK.c.user_id == user_id, _DECK.c.name == name)
    if not db_session.execute(gone.returning(_DECK.c.name)).all():
        raise NotFound("There is no saved quiz of that name.")
    db_session.commit()
