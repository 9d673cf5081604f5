"""Loading banks: one transaction a bank, and the last good revision goes on serving."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from quizapp.core.bank.body import BODY_VERSION
from quizapp.core.bank.lint.registry import RULES
from quizapp.core.bank.lint.report import Report
from quizapp.core.bank.model import Bank as ParsedBank
from quizapp.core.bank.model import Status
from quizapp.core.bank.ownership import Claim, Side, claim_of, diffs_of
from quizapp.core.bank.problems import ProblemLevel
from quizapp.core.bank.reader import ReadBank, read_whole
from quizapp.db.models.banks import Bank, BankLoad
from quizapp.db.queries.loads import SeenBankRow, loads_of, seen_bank, text_of_load
from quizapp.services.bank_images import store_images
from quizapp.services.checking import Checked, check_text
from quizapp.services.load_result import LoadOptions, LoadResult, changes_of, moves_of
from quizapp.services.recording import hold_answers
from quizapp.services.relearning import ItemEdit, edit_cards, tell_learners
from quizapp.services.revising import (
    Planned,
    Stored,
    missing_items,
    overrule,
    plan_items,
    store_items,
    stored_items,
    used_ids,
)

NO_OPTIONS = LoadOptions()


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What a load would make of each item, beside what is stored, and the sum of it."""

    planned: list[Planned]
    stored: Stored
    result: LoadResult


@dataclass(frozen=True, slots=True)
class Incoming:
    """Where a text comes from: `origin` is a file's path or "browser", `by` a user id."""

    origin: str
    by: int | None
    now: datetime


def load_bank(
    db_session: Session,
    text: str,
    *,
    origin: str,
    by: int | None,
    now: datetime,
    options: LoadOptions = NO_OPTIONS,
    read: Callable[[str], ReadBank] = read_whole,
) -> LoadResult:
    """Check a bank's text and store what changed in it; a text with errors changes nothing.

    `origin` is the file's path as the educator knows it, or "browser", `by` the user id behind
    the load. A file that changed while the browser published another text is a conflict, unless
    `options` settle it. Raises Invalid for a class that cannot be given.
    """
    seen = seen_bank(db_session, _hash(text, options.files), origin)
    if seen is not None and seen.about.get("body_version") == BODY_VERSION:
        return LoadResult(seen.slug, is_untouched=True)
    # One that was seen before is rendered anew.
    served_text = seen.served_text if seen else text
    checked = check_text(db_session, served_text, read=read, is_house=options.is_house)
    if checked.is_refused:
        return LoadResult("", checked.problems)
    result = put_bank(db_session, checked, Incoming(origin, by, now), options, seen)
    if result.is_refused or options.is_dry:
        db_session.rollback()
        return result
    db_session.commit()
    return result


def put_bank(
    db_session: Session,
    checked: Checked,
    incoming: Incoming,
    options: LoadOptions,
    seen: SeenBankRow | None = None,
) -> LoadResult:
    """Store what changed in a bank that is not refused; no commit.

    Of a text that was `seen` before only the rendering is new.
    """
    if checked.book.bank is None:
        return LoadResult("", checked.problems)
    bank = _locked_bank(db_session, checked.book.bank)
    load = BankLoad(
        bank_id=bank.id,
        text=checked.text,
        sha256=_hash(checked.text, options.files),
        origin=incoming.origin,
        loaded_by=incoming.by,
        loaded_at=incoming.now,
    )
    result = None if seen else _without_loading(db_session, bank, load, options)
    if result is None:
        load_id = seen.served_id if seen else _added(db_session, load)
        result = _load(
            db_session, bank, checked, load_id, incoming.now, options, is_text_known=bool(seen)
        )
        result = replace(result, problems=checked.problems + result.problems)
    return result


def _hash(text: str, files: Mapping[str, bytes]) -> str:
    """Return the hash of a bank: of its text, and of the pictures where it has any."""
    whole = hashlib.sha256(text.encode())
    for path in sorted(files):
        whole.update(path.encode() + hashlib.sha256(files[path]).digest())
    return whole.hexdigest()


def _locked_bank(db_session: Session, parsed: ParsedBank) -> Bank:
    """Return the bank's row, made where there is none; other loads of it wait."""
    find = (
        select(Bank)
        .where(Bank.slug == parsed.slug)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    bank = db_session.scalar(find)
    if bank is not None:
        return bank
    try:
        with db_session.begin_nested():
            db_session.add(Bank(slug=parsed.slug, title=parsed.title, about={}))
    except IntegrityError:  # another load was first
        pass
    return db_session.execute(find).scalar_one()


def _without_loading(
    db_session: Session, bank: Bank, load: BankLoad, options: LoadOptions
) -> LoadResult | None:
    """Return the result where nothing is to be loaded, or None where something is."""
    loads = loads_of(db_session, bank.id)
    claim = claim_of(load.sha256, load.origin, filed=loads.filed, served=loads.served)
    if claim is Claim.LOAD or (claim is Claim.CONFLICT and options.settle is Side.OURS):
        return None
    if claim is Claim.CONFLICT and options.settle is None:
        common = text_of_load(db_session, loads.filed)
        served = text_of_load(db_session, loads.served)
        diffs = diffs_of(common, load.text, served, name=load.origin)
        return LoadResult(bank.slug, conflict=diffs)
    if claim is not Claim.NOTHING:
        load.is_served = claim is Claim.NOTE
        _added(db_session, load)
    return LoadResult(bank.slug, is_untouched=True, is_left=claim is Claim.CONFLICT)


def _added(db_session: Session, load: BankLoad) -> int:
    db_session.add(load)
    db_session.flush()
    return load.id


def foresee(
    db_session: Session, bank_id: int | None, checked: Checked, options: LoadOptions
) -> Foreseen:
    """Work out what a load of a checked bank would do; reads only. `bank_id` None: a new bank.

    Raises Invalid for a class that cannot be given.
    """
    return _foreseen(db_session, bank_id, checked, options, is_text_known=False)


def _foreseen(
    db_session: Session,
    bank_id: int | None,
    checked: Checked,
    options: LoadOptions,
    *,
    is_text_known: bool,
) -> Foreseen:
    refused = checked.report.refused if options.holds_back else frozenset[str]()
    stored = stored_items(db_session, bank_id) if bank_id is not None else {}
    planned = plan_items(checked.book, stored, is_text_known=is_text_known, refused=refused)
    overrule(planned, options.overrule, options.why)
    moves = moves_of(planned)
    gone = sorted(item.ref for item in missing_items(planned, stored))
    result = LoadResult(
        slug=checked.book.bank.slug if checked.book.bank else "",
        problems=used_ids(planned, stored),
        new=tuple(one.ref for one in planned if one.stored is None),
        changes=changes_of(planned, {}),
        same=tuple(one.ref for one in planned if one.stored and one.change is None),
        retired=(*gone, *moves.retired),
        withdrawn=moves.withdrawn,
        brought_back=moves.brought_back,
        renamed=moves.renamed,
        held=tuple(one.ref for one in planned if one.ref in refused),
    )
    return Foreseen(planned, stored, result)


def _load(
    db_session: Session,
    bank: Bank,
    checked: Checked,
    load_id: int,
    now: datetime,
    options: LoadOptions,
    *,
    is_text_known: bool,
) -> LoadResult:
    """Store what changed, move the cards of those who learned it, and say what was done."""
    foreseen = _foreseen(db_session, bank.id, checked, options, is_text_known=is_text_known)
    planned, result = foreseen.planned, foreseen.result
    if result.is_refused:
        return LoadResult(bank.slug, result.problems)
    hold_answers(db_session)
    _describe(bank, checked)
    store_images(db_session, bank.id, checked.book.pictures, options.files)
    store_items(db_session, bank, planned, load_id, options.why)
    for item in missing_items(planned, foreseen.stored):
        item.status = Status.RETIRED
    db_session.flush()
    edit_cards(db_session, _edits(planned), now)
    told = {} if is_text_known else tell_learners(db_session, load_id, now)
    return replace(result, changes=changes_of(planned, told))


def _describe(bank: Bank, checked: Checked) -> None:
    book, parsed = checked.book, checked.book.bank
    if parsed is None:
        return
    bank.title = parsed.title
    bank.language = parsed.language
    bank.license = parsed.license
    bank.description = parsed.description
    bank.about = {
        "authors": list(parsed.authors),
        "intro_html": book.intro_html,
        "sources": parsed.sources,
        "pictures": {path: picture.sha256 for path, picture in book.pictures.items()},
        "body_version": BODY_VERSION,
        "check": _check(checked.report),
    }


def _check(report: Report) -> dict[str, int]:
    """Return what the item check found, for the bank's page."""
    found = report.count()
    return {
        "rules": len(RULES),
        "errors": found[ProblemLevel.ERROR],
        "warnings": found[ProblemLevel.WARNING],
        "hints": found[ProblemLevel.HINT],
        "waived": len(report.waived),
    }


def _edits(planned: list[Planned]) -> list[ItemEdit]:
    return [
        ItemEdit(one.row.id, one.row.live_revision, one.change, one.old.body, one.body)
        for one in planned
        if one.row is not None and one.old is not None and one.change is not None
    ]
