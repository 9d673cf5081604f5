"""Damaged banks never leave half of themselves in the database."""

from typing import Any

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp.core.bank.decoding import decoded
from quizapp.core.bank.model import Status
from quizapp.core.bank.problems import Problem
from quizapp.core.bank.reader import read_whole
from quizapp.core.bank.revision import ChangeClass
from quizapp.db import write
from quizapp.db.models.banks import Bank, BankLoad, Item, ItemRevision
from quizapp.services.banks import load_bank
from tests.core.bank.fuzzed import fuzzed, pieces
from tests.factories import NOON
from tests.services.study_room import acting


def counts(session: Session, *tables: Any) -> list[int]:
    return [session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]


def test_a_load_stores_a_whole_bank_or_nothing(app: Flask) -> None:
    stored = 0
    texts = [*pieces()[:3], *(decoded(data) for data in fuzzed(50, seed=1))]
    for text in texts:
        if isinstance(text, Problem):
            continue
        with acting(app, write.Mode.WRITE) as session:
            before = counts(session, Bank, BankLoad, Item, ItemRevision)
            result = load_bank(session, text, origin="fuzzed.md", by=None, now=NOON)
            after = counts(session, Bank, BankLoad, Item, ItemRevision)
            if result.is_refused or result.is_untouched:
                assert after == before
                continue
            stored += 1
            assert after[1] == before[1] + 1
            again = [one for one in result.changes if one.change is ChangeClass.IDENTITY]
            assert after[2] == before[2] + len(result.new) + len(again)
            bank = read_whole(text).bank
            served = select(func.count()).where(
                Item.bank_id == select(Bank.id).where(Bank.slug == result.slug).scalar_subquery(),
                Item.status != Status.RETIRED,
            )
            assert bank is not None
            assert session.scalar(served) == len(bank.items)
            joined = (
                select(func.count())
                .select_from(Item)
                .join(
                    ItemRevision,
                    (ItemRevision.item_id == Item.id) & (ItemRevision.no == Item.live_revision),
                )
            )
            assert session.scalar(joined) == after[2], "each item has its live revision"
    assert stored > 5
