"""What a learner could choose a quiz from, and the choices that they saved."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, literal, or_, select
from sqlalchemy.orm import Session

from quizapp.core.deck import DeckItem, DeckStatus, Selection, selection_of
from quizapp.core.scheduling.queue import risk
from quizapp.core.scheduling.replay import DAYS_TO_PUT_RIGHT
from quizapp.db.catalog import CatalogItem, catalog
from quizapp.db.models.banks import Bank, Item, ItemRevision
from quizapp.db.models.study import Card, Deck, ItemMark, Review
from quizapp.db.queries.concepts import concept_paths
from quizapp.db.queries.log import is_current, stands


@dataclass(frozen=True, slots=True)
class DeckRow:
    """A saved quiz."""

    name: str
    selection: Selection
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A live question as it reads."""

    item_id: int
    ref: str
    bank_slug: str
    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Known:
    """What a learner's cards and marks say, by item."""

    cards: dict[int, list[Row[Any]]]
    flagged: set[int]
    aside: set[int]
    never_right: set[tuple[int, str]]


def deck_items(db_session: Session, user_id: int, today: date) -> list[DeckItem]:
    """Return every live question that the learner could be asked, banks taken in turn."""
    paths = concept_paths(db_session)
    known = _known(db_session, user_id)
    return [
        _deck_item(item, known, paths, today)
        for item in catalog(db_session).by_turns
        if item.item_id not in known.aside and item.parts
    ]


def saved_decks(db_session: Session, user_id: int) -> list[DeckRow]:
    """Return the learner's saved quizzes by name."""
    query = select(Deck.name, Deck.selection, Deck.saved_at).where(Deck.user_id == user_id)
    rows = db_session.execute(query.order_by(Deck.name))
    return [DeckRow(row.name, selection_of(row.selection), row.saved_at) for row in rows]


def found_rows(db_session: Session, item_ids: list[int]) -> list[FoundRow]:
    """Return some live questions as they read, in the order of `item_ids`."""
    query = (
        select(Item.id, Item.ref, Bank.slug, ItemRevision.body)
        .join(Bank, Bank.id == Item.bank_id)
        .join(
            ItemRevision,
            (ItemRevision.item_id == Item.id) & (ItemRevision.no == Item.live_revision),
        )
        .where(Item.id.in_(item_ids))
    )
    rows = {row.id: FoundRow(*row) for row in db_session.execute(query)}
    return [rows[one] for one in item_ids if one in rows]


def _known(db_session: Session, user_id: int) -> _Known:
    query = select(
        Card.item_id,
        Card.part,
        Card.due_on,
        Card.last_on,
        Card.stability,
        Card.missed_at,
        Card.right_days,
    ).where(Card.user_id == user_id)
    cards: dict[int, list[Row[Any]]] = defaultdict(list)
    rows: Iterable[Row[Any]] = db_session.execute(query)
    for card in rows:
        cards[card.item_id].append(card)
    marked = select(ItemMark.item_id, ItemMark.flagged_at, ItemMark.suspended_at).where(
        ItemMark.user_id == user_id,
        or_(ItemMark.flagged_at.is_not(None), ItemMark.suspended_at.is_not(None)),
    )
    marks = db_session.execute(marked).all()
    return _Known(
        cards=cards,
        flagged={mark.item_id for mark in marks if mark.flagged_at},
        aside={mark.item_id for mark in marks if mark.suspended_at},
        never_right=_never_right(db_session, user_id),
    )


def _never_right(db_session: Session, user_id: int) -> set[tuple[int, str]]:
    """Return the cards whose present key was never met. Each of them counts as missed."""
    right = select(literal(1)).where(
        Review.user_id == Card.user_id,
        Review.item_id == Card.item_id,
        Review.part == Card.part,
        Review.is_right,
        stands(),
        is_current(),
    )
    query = select(Card.item_id, Card.part).where(
        Card.user_id == user_id,
        Card.missed_at.is_not(None),
        Card.right_days == 0,
        ~right.exists(),
    )
    return {(item_id, part) for item_id, part in db_session.execute(query)}


def _deck_item(
    item: CatalogItem, known: _Known, paths: dict[str, list[str]], today: date
) -> DeckItem:
    cards = [card for card in known.cards.get(item.item_id, ()) if card.part in item.parts]
    # Of a sentence with gaps one is asked: the others would be given away.
    met = {card.part for card in cards}
    unseen = next((part for part in item.parts if part not in met), None)
    first = min(cards, key=lambda card: (card.due_on, card.part), default=None)
    is_due = first is not None and first.due_on <= today
    if first is None or (unseen is not None and not is_due):
        part, recall = unseen or item.parts[0], None
    else:
        asked = replace(
            item.unseen(first.part),
            is_new=False,
            stability=first.stability,
            last_on=first.last_on,
            due_on=first.due_on,
        )
        part, recall = first.part, 1.0 - risk(asked, today)
    return DeckItem(
        item_id=item.item_id,
        part=part,
        bank=item.bank,
        concepts=frozenset(paths.get(item.concept, [item.concept])),
        level=item.level,
        kind=item.kind,
        is_case=item.is_case,
        siblings=item.siblings,
        statuses=_statuses(item, cards, known, is_due=is_due),
        recall=recall,
    )


def _statuses(
    item: CatalogItem, cards: list[Row[Any]], known: _Known, *, is_due: bool
) -> frozenset[DeckStatus]:
    holds = {
        DeckStatus.DUE: is_due,
        DeckStatus.MISSED: any(
            card.missed_at is not None and card.right_days < DAYS_TO_PUT_RIGHT for card in cards
        ),
        DeckStatus.NEVER_RIGHT: any(
            (item.item_id, card.part) in known.never_right for card in cards
        ),
        DeckStatus.FLAGGED: item.item_id in known.flagged,
        DeckStatus.NEW: not cards,
    }
    found = frozenset(status for status, is_so in holds.items() if is_so)
    return found or frozenset([DeckStatus.OTHER])
