"""All live items as planning sees them, read once and kept until a bank changes (ADR 0019).

Reading them takes many times longer than the cards of a learner: their topic and options stand
in the JSON of the live revision.
"""

from dataclasses import dataclass
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, and_, func, select
from sqlalchemy.orm import Session

from quizapp.core.bank.model import SELF_GRADED_KINDS, Kind, Status
from quizapp.core.exams.outline import parts_of
from quizapp.core.scheduling.plan_cards import Columns, PlanCard, columns_of
from quizapp.core.scheduling.queue import Candidate
from quizapp.db.models.banks import Bank, ContentState, Item, ItemRevision

_PICKED = frozenset({Kind.SINGLE, Kind.TRUE_FALSE})
_BODY = ItemRevision.body
_ITEMS = (
    select(
        Item.id,
        Item.kind,
        Item.concept,
        Item.author,
        Item.siblings,
        Item.parts,
        _BODY["topic"].as_string(),
        _BODY["section"].as_string(),
        func.json_array_length(_BODY["options"]),
        Bank.slug,
        Item.level,
        _BODY["case_ref"].as_string(),
        Item.position,
        Item.bank_id,
    )
    .join(Bank, Bank.id == Item.bank_id)
    .join(
        ItemRevision, and_(ItemRevision.item_id == Item.id, ItemRevision.no == Item.live_revision)
    )
    .where(Item.status == Status.LIVE)
)
_VERSION = select(ContentState.changes)


@dataclass(frozen=True, slots=True)
class CatalogItem:
    """What planning has to know of a live item."""

    item_id: int
    kind: Kind
    concept: str
    author: str
    siblings: frozenset[int]
    parts: tuple[str, ...]
    topic: str
    sections: tuple[str, ...]
    guess: float  # chance to be right by luck
    bank: str  # its slug
    level: str
    is_case: bool

    @property
    def is_self_graded(self) -> bool:
        return self.kind in SELF_GRADED_KINDS

    def unseen(self, part: str) -> Candidate:
        """Return a part of this item as a card that was never answered."""
        return Candidate(
            key=(self.item_id, part),
            concept=self.concept,
            author=self.author,
            is_self_graded=self.is_self_graded,
            siblings=self.siblings,
            is_new=True,
        )


@dataclass(frozen=True, slots=True)
class Catalog:
    """Every live item: bank by bank in the order of the files, and by turns, one of each bank."""

    version: int
    by_bank: tuple[CatalogItem, ...]
    by_turns: tuple[CatalogItem, ...]
    by_id: dict[int, CatalogItem]
    keys: tuple[tuple[int, str], ...]  # item id, part: every card, in the order of `by_bank`
    places: dict[tuple[int, str], int]  # in `keys`
    columns: Columns  # of `keys`, for the exam planner


# By engine: another database has other items under the same numbers.
_kept: WeakKeyDictionary[Engine | Connection, Catalog] = WeakKeyDictionary()


def catalog(db_session: Session) -> Catalog:
    """Return the live items. Not for a transaction that changes items itself."""
    version = content_version(db_session)
    found = _kept.get(db_session.get_bind())
    if found is None or found.version != version:
        found = _read(db_session, version)
        _kept[db_session.get_bind()] = found
    return found


def content_version(db_session: Session) -> int:
    """Return the number that goes up with every change of banks, exams and concepts."""
    return db_session.scalar(_VERSION) or 0


def _read(db_session: Session, version: int) -> Catalog:
    rows = db_session.execute(_ITEMS.order_by(Item.bank_id, Item.position)).all()
    items = {row.id: _item(*row[:-2]) for row in rows}
    turns = sorted(rows, key=lambda row: (row.position, row.bank_id))
    cards = [(item, part) for item in items.values() for part in item.parts]
    keys = tuple((item.item_id, part) for item, part in cards)
    return Catalog(
        version=version,
        by_bank=tuple(items.values()),
        by_turns=tuple(items[row.id] for row in turns),
        by_id=items,
        keys=keys,
        places={key: place for place, key in enumerate(keys)},
        columns=columns_of(
            [PlanCard(item.topic, item.is_self_graded, item.guess) for item, _ in cards]
        ),
    )


def _item(  # noqa: PLR0913, PLR0917 - the columns of a row
    item_id: int,
    kind: str,
    concept: str,
    author: str,
    siblings: list[int],
    parts: list[str],
    topic: str | None,
    section: str | None,
    options: int | None,
    bank: str,
    level: str,
    case_ref: str | None,
) -> CatalogItem:
    return CatalogItem(
        item_id=item_id,
        kind=Kind(kind),
        concept=concept,
        author=author,
        siblings=frozenset(siblings),
        parts=tuple(parts),
        topic=topic or "",
        sections=parts_of(section or ""),
        guess=chance_by_luck(kind, options or 0),
        bank=bank,
        level=level,
        is_case=bool(case_ref),
    )


def chance_by_luck(kind: str, options: int) -> float:
    """Return the chance to be right by luck: 1 / options where one is picked, else 0.

    To select all that apply, or to put in order, by luck is rare enough to be left out.
    """
    return 1 / options if kind in _PICKED and options > 1 else 0.0
