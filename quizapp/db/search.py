"""The words of all live items, read once and kept until a bank changes, as `catalog` does.

Neither database searches without regard to accents in the same way as the other; a few thousand
items are searched in a few milliseconds.
"""

from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, and_, select
from sqlalchemy.orm import Session

from quizapp.core.bank.model import Status
from quizapp.core.bank.search import has_words, search_text
from quizapp.db.catalog import content_version
from quizapp.db.models.banks import Item, ItemRevision

_BODIES = (
    select(Item.id, ItemRevision.body)
    .join(
        ItemRevision, and_(ItemRevision.item_id == Item.id, ItemRevision.no == Item.live_revision)
    )
    .where(Item.status == Status.LIVE)
)
# By engine: content version, and the text of each item id.
_kept: WeakKeyDictionary[Engine | Connection, tuple[int, dict[int, str]]] = WeakKeyDictionary()


def items_with(db_session: Session, words: str) -> frozenset[int]:
    """Return the ids of the live items in whose question or explanation all `words` stand."""
    version = content_version(db_session)
    kept = _kept.get(db_session.get_bind())
    if kept is None or kept[0] != version:
        rows = db_session.execute(_BODIES.execution_options(yield_per=500))
        kept = version, {item_id: search_text(body) for item_id, body in rows}
        _kept[db_session.get_bind()] = kept
    return frozenset(item_id for item_id, text in kept[1].items() if has_words(text, words))
