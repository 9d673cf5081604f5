"""Names for what a learner's record points to: items, and their revisions."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.core.record import content_hash
from quizapp.db.models.banks import Bank, Item, ItemRevision

Revision = tuple[int, int]  # item id, number


@dataclass(frozen=True, slots=True)
class Names:
    """Both ways between numbers and names."""

    item_names: dict[int, str]
    item_ids: dict[str, int]
    revision_names: dict[Revision, str]
    revisions: dict[tuple[int, str], int]  # item id, name → number


def names_of(db_session: Session, item_ids: Iterable[int]) -> Names:
    """Return the names of some items and of all their revisions.

    Content that an item had twice is named with a number from the second time on.
    """
    wanted = set(item_ids)
    items = select(Item.id, Bank.slug, Item.ref).join(Bank, Bank.id == Item.bank_id)
    item_names = {
        item_id: f"{slug}/{ref}"
        for item_id, slug, ref in db_session.execute(items.where(Item.id.in_(wanted)))
    }
    query = (
        select(ItemRevision.item_id, ItemRevision.no, ItemRevision.kind, ItemRevision.body)
        .where(ItemRevision.item_id.in_(wanted))
        .order_by(ItemRevision.item_id, ItemRevision.no)
    )
    times: Counter[tuple[int, str]] = Counter()
    revision_names: dict[Revision, str] = {}
    for item_id, no, kind, body in db_session.execute(query):
        name = content_hash(kind, body)
        times[item_id, name] += 1
        count = times[item_id, name]
        revision_names[item_id, no] = name if count == 1 else f"{name}-{count}"
    return Names(
        item_names,
        {name: item_id for item_id, name in item_names.items()},
        revision_names,
        {(item_id, name): no for (item_id, no), name in revision_names.items()},
    )


def ids_named(db_session: Session, names: Iterable[str]) -> dict[str, int]:
    """Return the ids of those items (`bank/id`) that are here."""
    wanted = set(names)
    query = select(Item.id, Bank.slug, Item.ref).join(Bank, Bank.id == Item.bank_id)
    found = {f"{slug}/{ref}": item_id for item_id, slug, ref in db_session.execute(query)}
    return {name: found[name] for name in wanted if name in found}
