"""A crowd that answers a bank: abilities, first answers and times, made up from a seed.

The chance to be right follows the two-parameter logistic model; who errs chooses a distractor.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp
from random import Random
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from quizapp.core.bank.model import Status
from quizapp.core.scheduling.memory import MODEL
from quizapp.db.base import table_of
from quizapp.db.models.accounts import User
from quizapp.db.models.banks import Bank, Item, ItemRevision
from quizapp.db.models.study import Review

SLOPE = 1.3
AT_ONCE = 20_000  # rows
CONFIDENCES = ("guessing", "fairly", "certain")


@dataclass(frozen=True)
class Asked:
    """A question as it is answered: the key, and the options to err with."""

    item_id: int
    revision: int
    key: list[dict[str, Any]]
    others: list[dict[str, Any]]
    hardness: float
    is_miskeyed: bool


def answered_by_a_crowd(
    session: Session,
    slug: str,
    *,
    at: datetime,
    people: int = 40,
    miskeyed: Sequence[str] = (),
    most_items: int | None = None,
    seed: int = 5,
) -> list[int]:
    """Let made-up guests answer every live question of a bank once; return their ids.

    Of the questions `miskeyed` those who know it choose the first distractor. Commits.
    """
    chance = Random(seed)  # noqa: S311 - no secret
    asked = list(_asked(session, slug, miskeyed, chance))[:most_items]
    ids = [_guest(session, at) for _ in range(people)]
    rows: list[dict[str, Any]] = []
    for user_id in ids:
        ability = chance.gauss(0, 1)
        for n, one in enumerate(asked):
            rows.append(_answer(user_id, one, ability, at + timedelta(seconds=n), chance))
        if len(rows) > AT_ONCE:
            session.execute(insert(table_of(Review)), rows)
            rows = []
    if rows:
        session.execute(insert(table_of(Review)), rows)
    session.commit()
    return ids


def _asked(session: Session, slug: str, miskeyed: Sequence[str], chance: Random) -> Iterator[Asked]:
    query = (
        select(Item.id, Item.ref, ItemRevision.no, ItemRevision.body)
        .join(Bank, Bank.id == Item.bank_id)
        .join(ItemRevision, ItemRevision.item_id == Item.id)
        .where(Bank.slug == slug, ItemRevision.no == Item.live_revision)
        .where(Item.status == Status.LIVE)
        .order_by(Item.position)
    )
    for item_id, ref, revision, body in session.execute(query):
        parts = [{"id": one["id"], "text": one["text"]} for one in body["options"]]
        keys = [one["key"] for one in body["options"]]
        yield Asked(
            item_id,
            revision,
            [one for one, is_key in zip(parts, keys, strict=True) if is_key],
            [one for one, is_key in zip(parts, keys, strict=True) if not is_key],
            chance.uniform(-1.5, 1),
            ref in miskeyed,
        )


def _guest(session: Session, at: datetime) -> int:
    guest = User(is_guest=True, email=None, zone="UTC", created_at=at)
    session.add(guest)
    session.flush()
    return guest.id


def _answer(
    user_id: int, one: Asked, ability: float, at: datetime, chance: Random
) -> dict[str, Any]:
    knows = chance.random() < 1 / (1 + exp(-SLOPE * (ability - one.hardness)))
    if one.is_miskeyed:
        chosen = one.others[:1] if knows else [chance.choice(one.key + one.others[1:])]
    else:
        chosen = one.key if knows or not one.others else [chance.choice(one.others)]
    is_right = chosen == one.key if one.others else knows
    return {
        "user_id": user_id,
        "answer_id": f"crowd-{one.item_id}-{one.revision}-{at:%d}",
        "item_id": one.item_id,
        "part": "",
        "revision": one.revision,
        "shown": [],
        "chosen": chosen,
        "is_right": is_right,
        "score": float(is_right),
        "confidence": chance.choice(CONFIDENCES),
        "rating": 3 if is_right else 1,
        "ms": chance.randint(8_000, 70_000),
        "answered_at": at,
        "received_at": at,
        "study_on": at.date(),
        "zone": "UTC",
        "source": "study",
        "session_id": None,
        "model": MODEL,
        "reverses": None,
        "counts_for_memory": True,
        "is_fast": False,
    }
