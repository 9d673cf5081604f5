"""Loading banks: one transaction a bank, and the last good revision goes on serving."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from quizapp.core.bank.body import BODY_VERSION, carried, revision_body
from quizapp.core.bank.concepts import Concept as ConceptNode
from quizapp.core.bank.concepts import parse_concepts, unknown_concepts
from quizapp.core.bank.html import render_block
from quizapp.core.bank.model import Bank as ParsedBank
from quizapp.core.bank.model import Item as ParsedItem
from quizapp.core.bank.model import Status
from quizapp.core.bank.parser import parse_bank
from quizapp.core.bank.problems import Problem, ProblemLevel
from quizapp.core.bank.revision import classify, is_same
from quizapp.db.models.banks import Bank, BankLoad, Concept, Item, ItemRevision


@dataclass(frozen=True, slots=True)
class LoadResult:
    """What a load did, as item refs. With an error among `problems` nothing was stored."""

    slug: str
    problems: tuple[Problem, ...] = ()
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    retired: tuple[str, ...] = ()
    is_untouched: bool = False  # the text is the one loaded last; nothing was looked at

    @property
    def is_refused(self) -> bool:
        return any(problem.level is ProblemLevel.ERROR for problem in self.problems)


@dataclass(slots=True)
class _Tally:
    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)


def load_bank(
    db_session: Session, text: str, *, origin: str, by: int | None, now: datetime
) -> LoadResult:
    """Check a bank's text and store what changed in it; a text with errors changes nothing.

    `origin` is the file's path as the educator knows it, `by` the user id behind the load.
    """
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    newest = select(func.max(BankLoad.id)).group_by(BankLoad.bank_id)
    known = db_session.scalar(
        select(Bank)
        .join(BankLoad, BankLoad.bank_id == Bank.id)
        .where(BankLoad.id.in_(newest), BankLoad.sha256 == sha256)
    )
    if known is not None and known.about.get("body_version") == BODY_VERSION:
        return LoadResult(known.slug, is_untouched=True)
    parsed = parse_bank(text)
    problems = parsed.problems
    concepts = _stored_concepts(db_session)
    if parsed.bank is not None and concepts:
        problems += unknown_concepts(parsed.bank, concepts)
    if parsed.bank is None or any(p.level is ProblemLevel.ERROR for p in problems):
        return LoadResult("", problems)
    bodies_of_new = {item.ref: revision_body(parsed.bank, item) for item in parsed.bank.items}
    bank = _stored_bank(db_session, parsed.bank)
    load = BankLoad(
        bank_id=bank.id, text=text, sha256=sha256, origin=origin, loaded_by=by, loaded_at=now
    )
    db_session.add(load)
    db_session.flush()
    tally = _store_items(db_session, bank, parsed.bank, bodies_of_new, load)
    retired = _retire_missing(db_session, bank, parsed.bank)
    db_session.commit()
    return LoadResult(
        bank.slug,
        problems,
        tuple(tally.new),
        tuple(tally.changed),
        tuple(tally.same),
        tuple(retired),
    )


def load_concepts(db_session: Session, text: str) -> tuple[Problem, ...]:
    """Replace the concept tree by that of a concepts.yaml; with an error nothing is stored."""
    concepts, problems = parse_concepts(text)
    if any(problem.level is ProblemLevel.ERROR for problem in problems):
        return tuple(problems)
    rows = {
        row.slug: (row.title, row.short, row.parent) for row in db_session.scalars(select(Concept))
    }
    wanted = {node.slug: (node.title, node.short, node.parent) for node in concepts.values()}
    if rows != wanted:
        db_session.execute(delete(Concept))
        db_session.add_all(
            Concept(slug=slug, title=title, short=short, parent=parent)
            for slug, (title, short, parent) in wanted.items()
        )
    db_session.commit()
    return tuple(problems)


def _stored_concepts(db_session: Session) -> dict[str, ConceptNode]:
    return {
        row.slug: ConceptNode(row.slug, row.title, row.short, row.parent)
        for row in db_session.scalars(select(Concept))
    }


def _stored_bank(db_session: Session, parsed: ParsedBank) -> Bank:
    bank = db_session.execute(select(Bank).where(Bank.slug == parsed.slug)).scalar_one_or_none()
    if bank is None:
        bank = Bank(slug=parsed.slug)
        db_session.add(bank)
    bank.title = parsed.title
    bank.language = parsed.language
    bank.license = parsed.license
    bank.description = parsed.description
    bank.about = {
        "authors": list(parsed.authors),
        "intro_html": render_block(parsed.intro) if parsed.intro else "",
        "sources": parsed.sources,
        "body_version": BODY_VERSION,
    }
    db_session.flush()
    return bank


def _store_items(
    db_session: Session,
    bank: Bank,
    parsed: ParsedBank,
    fresh: dict[str, dict[str, Any]],
    load: BankLoad,
) -> _Tally:
    rows = select(Item, ItemRevision).join(
        ItemRevision,
        (ItemRevision.item_id == Item.id) & (ItemRevision.no == Item.live_revision),
    )
    stored = {
        item.ref: (item, revision)
        for item, revision in db_session.execute(rows.where(Item.bank_id == bank.id))
    }
    tally = _Tally()
    by_ref: dict[str, Item] = {}
    for position, source in enumerate(parsed.items):
        if source.ref in stored:
            item, old = stored[source.ref]
            body = carried(fresh[source.ref], old.body)
            if is_same(old.body, body):
                tally.same.append(source.ref)
            else:
                _revise(db_session, item, old, body, load)
                tally.changed.append(source.ref)
        else:
            item, body = (
                _new_item(db_session, bank, source, fresh[source.ref], load),
                fresh[source.ref],
            )
            tally.new.append(source.ref)
        _repeat_fields(item, source, body, position)
        by_ref[source.ref] = item
    db_session.flush()
    for source in parsed.items:
        wanted = [by_ref[ref].id for ref in source.siblings if ref in by_ref]
        if by_ref[source.ref].siblings != wanted:
            by_ref[source.ref].siblings = wanted
    return tally


def _new_item(
    db_session: Session, bank: Bank, source: ParsedItem, body: dict[str, Any], load: BankLoad
) -> Item:
    item = Item(
        bank_id=bank.id, ref=source.ref, status=source.status, live_revision=1, kind=source.kind
    )
    db_session.add(item)
    db_session.flush()
    db_session.add(
        ItemRevision(item_id=item.id, no=1, kind=source.kind, body=body, load_id=load.id)
    )
    return item


def _revise(
    db_session: Session, item: Item, old: ItemRevision, body: dict[str, Any], load: BankLoad
) -> None:
    change = classify(old.body, body)
    item.live_revision = old.no + 1
    db_session.add(
        ItemRevision(
            item_id=item.id,
            no=item.live_revision,
            kind=body["kind"],
            body=body,
            change=change,
            load_id=load.id,
        )
    )


def _repeat_fields(item: Item, source: ParsedItem, body: dict[str, Any], position: int) -> None:
    """Keep the fields that queries filter by in step with the live revision."""
    item.status = source.status
    item.kind = source.kind
    item.concept = source.concepts[0] if source.concepts else ""
    item.level = source.level
    item.author = body["source_key"]
    item.parts = [gap["id"] for gap in body["gaps"]] or [""]
    item.position = position


def _retire_missing(db_session: Session, bank: Bank, parsed: ParsedBank) -> list[str]:
    refs = {item.ref for item in parsed.items}
    gone = db_session.scalars(
        select(Item).where(Item.bank_id == bank.id, Item.status != Status.RETIRED)
    )
    retired = [item for item in gone if item.ref not in refs]
    for item in retired:
        item.status = Status.RETIRED
    return sorted(item.ref for item in retired)
