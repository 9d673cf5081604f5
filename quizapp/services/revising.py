"""What a load makes of each item: the same, changed, renamed, brought back, another, new.

`plan_items` compares the file with what is stored and changes nothing; `store_items` writes.
Nothing here commits; `load_bank` does.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.core.bank.body import carried
from quizapp.core.bank.model import Item as ParsedItem
from quizapp.core.bank.model import Status
from quizapp.core.bank.problems import Problem, ProblemLevel
from quizapp.core.bank.reader import ReadBank
from quizapp.core.bank.revision import ChangeClass, classify, is_same
from quizapp.db.models.banks import REPLACED, Bank, Item, ItemRevision
from quizapp.services.errors import Invalid

GRAVEST_FIRST = tuple(ChangeClass)
NEW_SERIES = {ChangeClass.KEY, ChangeClass.MATERIAL}
REF_LETTERS = 80  # the width of the column


@dataclass(slots=True)
class Planned:
    """One item of the file. `stored` and `old` are None when it is new.

    `change` is the class in force and `found` the one that was worked out; both are None for an
    item that is new or the same. `row` is the item as it is after the load.
    """

    source: ParsedItem
    body: dict[str, Any]
    stored: Item | None = None
    old: ItemRevision | None = None
    change: ChangeClass | None = None
    found: ChangeClass | None = None
    row: Item | None = None
    is_held: bool = False  # goes on as it was: the new text has an error

    @property
    def ref(self) -> str:
        return self.source.ref

    @property
    def is_renamed(self) -> bool:
        return self.stored is not None and self.stored.ref != self.ref


Stored = dict[str, tuple[Item, ItemRevision]]


def stored_items(db_session: Session, bank_id: int) -> Stored:
    """Return the items of a bank by ref, each with its live revision."""
    query = (
        select(Item, ItemRevision)
        .join(
            ItemRevision,
            (ItemRevision.item_id == Item.id) & (ItemRevision.no == Item.live_revision),
        )
        .where(Item.bank_id == bank_id)
        # Somebody else may have changed them while this load waited for the bank.
        .execution_options(populate_existing=True)
    )
    return {item.ref: (item, revision) for item, revision in db_session.execute(query)}


def plan_items(
    book: ReadBank, stored: Stored, *, is_text_known: bool, refused: Collection[str] = ()
) -> list[Planned]:
    """Return what becomes of each item of the file, in its order.

    With `is_text_known` the served text is only rendered anew, so that nothing that learners
    were taught can have changed, however much the rendering did. An item among `refused` keeps
    its live revision, or is a draft where it has none.
    """
    items = book.bank.items if book.bank else ()
    return [
        _held(source, book.bodies[source.ref], stored)
        if source.ref in refused and source.status is Status.LIVE
        else _plan(source, book.bodies[source.ref], stored, is_text_known=is_text_known)
        for source in items
    ]


def _held(source: ParsedItem, fresh: dict[str, Any], stored: Stored) -> Planned:
    ref = next((one for one in (source.ref, *source.was) if one in stored), None)
    if ref is not None and stored[ref][0].status == Status.LIVE:
        item, old = stored[ref]
        return Planned(source, old.body, item, old, is_held=True)
    draft = replace(source, status=Status.DRAFT)
    return _plan(draft, fresh, stored, is_text_known=False)


def _plan(
    source: ParsedItem, fresh: dict[str, Any], stored: Stored, *, is_text_known: bool
) -> Planned:
    ref = next((one for one in (source.ref, *source.was) if one in stored), None)
    if ref is None:
        return Planned(source, fresh)
    item, old = stored[ref]
    body = carried(fresh, old.body)
    if is_same(old.body, body):
        return Planned(source, body, item, old)
    found = ChangeClass.COSMETIC if is_text_known else classify(old.body, body)
    return Planned(source, body, item, old, change=found, found=found)


def overrule(
    planned: Iterable[Planned], wanted: Mapping[str, ChangeClass], why: Callable[[str], str]
) -> None:
    """Put the educator's classes in place of those found; `why` gives the reason by ref.

    Raises Invalid for an item that has not changed, and for a lower class without a reason.
    """
    changed = {one.ref: one for one in planned if one.found is not None}
    for ref, change in wanted.items():
        one = changed.get(ref)
        if one is None or one.found is None:
            raise Invalid(f"{ref} has not changed, so its change can have no class.", ref)
        is_lower = GRAVEST_FIRST.index(change) > GRAVEST_FIRST.index(one.found)
        if is_lower and not why(ref):
            raise Invalid(
                f"The change of {ref} is {one.found}. To call it {change}, give the reason.", ref
            )
        one.change = change


def used_ids(planned: Iterable[Planned], stored: Stored) -> tuple[Problem, ...]:
    """Report ids that another item had before: an id is never given to another question."""
    owners = {ref: item for item, _ in stored.values() for ref in item.was}
    lines = {one.stored.id: one.source.line for one in planned if one.stored is not None}
    problems = []
    for one in planned:
        for ref in (one.ref, *one.source.was):
            owner = owners.get(ref)
            if owner is not None and owner is not one.stored:
                where = f"`{owner.ref}`" + (
                    f" (line {lines[owner.id]})" if owner.id in lines else ""
                )
                message = f"`{ref}` was the id of {where} before"
                hint = "an id is never used again: give this item one of its own"
                problems.append(Problem(one.source.line, 1, "B049", message, hint))
        problems += _kept_apart(one, stored)
    return tuple(problems)


def _kept_apart(one: Planned, stored: Stored) -> list[Problem]:
    """Warn of a rename that comes too late: both ids have a history by now."""
    if one.stored is None or one.is_renamed:
        return []
    return [
        Problem(
            one.source.line,
            1,
            "B049",
            f"`Was: {ref}` comes too late: `{one.ref}` was loaded before as an item of its own",
            f"what learners know of `{ref}` stays there",
            ProblemLevel.WARNING,
        )
        for ref in one.source.was
        if ref in stored
    ]


def store_items(
    db_session: Session,
    bank: Bank,
    planned: list[Planned],
    load_id: int,
    why: Callable[[str], str],
) -> None:
    """Write what `plan_items` said, and set each one's `row`."""
    taken = set(db_session.scalars(select(Item.ref).where(Item.bank_id == bank.id)))
    for one in planned:
        _name(one, taken)
    db_session.flush()  # refs are free before others take them
    for position, one in enumerate(planned):
        one.row = one.stored if _goes_on(one) else None
        if one.row is None:
            one.row = Item(bank_id=bank.id, ref=one.ref, live_revision=1)
            db_session.add(one.row)
        _repeat_fields(one.row, one, position)
    db_session.flush()
    db_session.add_all(_revisions(planned, load_id, why))
    by_ref = {one.ref: one.row.id for one in planned if one.row is not None}
    for one in planned:
        wanted = [by_ref[ref] for ref in one.source.siblings if ref in by_ref]
        if one.row is not None and one.row.siblings != wanted:
            one.row.siblings = wanted
    db_session.flush()


def missing_items(planned: list[Planned], stored: Stored) -> list[Item]:
    """Return the items that are no longer in the file and not retired yet."""
    kept = {one.stored.id for one in planned if one.stored is not None}
    return [
        item for item, _ in stored.values() if item.id not in kept and item.status != Status.RETIRED
    ]


def _goes_on(one: Planned) -> bool:
    """Tell whether a stored item lives on in this one."""
    return one.stored is not None and one.change is not ChangeClass.IDENTITY


def _name(one: Planned, taken: set[str]) -> None:
    """Give a renamed item its new ref, and take the ref from one that is replaced."""
    item = one.stored
    if item is None:
        return
    if _goes_on(one):
        was = {*item.was, *one.source.was, *({item.ref} if one.is_renamed else ())}
        item.ref = one.ref
        if set(item.was) != was - {one.ref}:
            item.was = sorted(was - {one.ref})
        return
    item.ref = _given_up(item.ref, taken)
    item.status = Status.RETIRED
    taken.add(item.ref)


def _given_up(ref: str, taken: set[str]) -> str:
    """Return the ref of an item whose id goes to another: `wa-007~1`."""
    number = 1
    while True:
        tail = f"{REPLACED}{number}"
        given_up = ref[: REF_LETTERS - len(tail)] + tail
        if given_up not in taken:
            return given_up
        number += 1


def _repeat_fields(item: Item, one: Planned, position: int) -> None:
    """Keep the fields that queries filter by in step with the live revision."""
    source, body = one.source, one.body
    item.position = position
    if one.is_held:
        return
    if item is not one.stored:
        item.was = _earlier_ids(one)
    elif one.change is not None and one.old is not None:
        item.live_revision = one.old.no + 1
    item.status = source.status
    item.kind = source.kind
    item.concept = source.concepts[0] if source.concepts else ""
    item.level = source.level
    item.author = body["source_key"]
    item.parts = [gap["id"] for gap in body["gaps"]] or [""]


def _earlier_ids(one: Planned) -> list[str]:
    """Return the earlier ids of a new item: with the id of another it takes over those as well."""
    was = set(one.source.was)
    if one.stored is not None:
        was |= set(one.stored.was)
        one.stored.was = []
    return sorted(was)


def _revisions(
    planned: list[Planned], load_id: int, why: Callable[[str], str]
) -> list[ItemRevision]:
    """Return the new revisions: of new items the first, of changed ones the next."""
    revisions = []
    for one in planned:
        if one.row is None or (one.stored is not None and one.change is None):
            continue
        old = one.old if _goes_on(one) else None
        is_overruled = one.change is not one.found
        is_told = is_overruled or one.change is ChangeClass.KEY
        revisions.append(
            ItemRevision(
                item_id=one.row.id,
                no=one.row.live_revision,
                kind=one.source.kind,
                body=one.body,
                change=one.change or "",
                found=(one.found or "") if is_overruled else "",
                why=why(one.ref) if is_told else "",
                series=old.series + (one.change in NEW_SERIES) if old else 1,
                load_id=load_id,
            )
        )
    return revisions
