"""Counting first attempts: which answers count, by series, and what is stored of them."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection, event, select, update

from quizapp.core.analysis.item_findings import FindingKind, findings
from quizapp.core.analysis.item_stats import FIGURES_VERSION, ItemStatistics
from quizapp.core.bank.revision import ChangeClass
from quizapp.core.scheduling.rating import Confidence
from quizapp.db import write
from quizapp.db.base import db
from quizapp.db.models.accounts import User
from quizapp.db.models.analysis import BankSummary, ItemSummary
from quizapp.db.models.banks import Bank
from quizapp.db.models.study import Report
from quizapp.db.queries.item_analysis import (
    BankSummaryRow,
    ItemFiguresRow,
    SeriesFiguresRow,
    bank_summary,
    item_figures,
    series_figures,
)
from quizapp.services.errors import NotFound
from quizapp.services.item_analysis import refresh_summaries
from tests.core.bank.generated import generated_bank
from tests.crowd import answered_by_a_crowd
from tests.factories import BANK, NOON
from tests.services.editing import KEY, WORDING, edited, load
from tests.services.study_room import RIGHT, WRONG, StudyRoom, acting

WHOLE = "generated"


def count(room: StudyRoom, slug: str = "small") -> int:
    with acting(room.app, write.Mode.READ) as session:
        return refresh_summaries(session, slug, now=room.clock())


def bank_id(room: StudyRoom, slug: str) -> int:
    with acting(room.app, write.Mode.READ) as session:
        return session.scalars(select(Bank.id).where(Bank.slug == slug)).one()


def figures_of(room: StudyRoom, slug: str = "small") -> dict[str, ItemFiguresRow]:
    of = bank_id(room, slug)
    with acting(room.app, write.Mode.READ) as session:
        return {row.ref: row for row in item_figures(session, of)}


def series(room: StudyRoom, ref: str) -> list[SeriesFiguresRow]:
    of = bank_id(room, "small")
    with acting(room.app, write.Mode.READ) as session:
        return series_figures(session, of, ref)


def summary(room: StudyRoom, slug: str = "small") -> BankSummaryRow | None:
    of = bank_id(room, slug)
    with acting(room.app, write.Mode.READ) as session:
        return bank_summary(session, of)


def crowd(room: StudyRoom, slug: str = "small", people: int = 12, **more: object) -> list[int]:
    with acting(room.app) as session:
        return answered_by_a_crowd(session, slug, at=room.clock(), people=people, **more)  # type: ignore[arg-type]


def of(room: StudyRoom, ref: str) -> ItemStatistics:
    figures = figures_of(room)[ref].figures
    assert figures is not None
    return figures


@pytest.mark.db
def test_only_first_answers_that_stand_count(room: StudyRoom) -> None:
    crowd(room, people=9)
    alice, bob = room.person("Alice"), room.person("Bob")
    count(room)
    assert (figures_of(room)["s-2"].n, figures_of(room)["s-2"].figures) == (9, None)
    before = 9
    sid = room.sit(alice, "s-2")
    room.clock.forward(minutes=1)
    room.answer(alice, sid, 1, *WRONG["s-2"], confidence=Confidence.CERTAIN)
    sid = room.sit(bob, "s-2")
    room.answer(bob, sid, 1, *WRONG["s-2"])
    room.undo(bob, sid)
    room.answer(bob, sid, 1, *RIGHT["s-2"])
    count(room)
    first = of(room, "s-2")
    assert first.n == before + 2
    assert first.answers == before + 2, "what was undone is no answer"
    room.tomorrow()
    room.answer(alice, room.sit(alice, "s-2"), 1, *RIGHT["s-2"])
    count(room)
    again = of(room, "s-2")
    assert (again.n, again.right, again.answers) == (first.n, first.right, first.answers + 1)
    assert again.confident_errors == first.confident_errors


@pytest.mark.db
def test_who_left_does_not_count(room: StudyRoom) -> None:
    ids = crowd(room)
    count(room)
    assert figures_of(room)["s-1"].n == 12
    with acting(room.app) as session:
        for user_id in ids[:3]:
            session.delete(session.get_one(User, user_id))
        session.commit()
    count(room)
    assert (figures_of(room)["s-1"].n, figures_of(room)["s-1"].figures) == (9, None)


@pytest.mark.parametrize("change", [WORDING, KEY])
def test_answers_to_different_keys_never_mix(room: StudyRoom, change: ChangeClass) -> None:
    crowd(room)
    before = room.clock()
    load(room.app, edited(BANK, "s-1", change), at=room.clock())
    crowd(room, people=11, seed=6)
    count(room)
    found = [
        (one.series, one.first_revision, one.last_revision, one.n) for one in series(room, "s-1")
    ]
    assert before == room.clock()
    if change == KEY:
        assert found == [(2, 2, 2, 11), (1, 1, 1, 12)]
        newest, oldest = (one.figures for one in series(room, "s-1"))
        assert newest is not None
        assert oldest is not None
        keys = [[one.option for one in each.options if one.is_key] for each in (newest, oldest)]
        assert keys[0] != keys[1]
        assert newest.right == sum(one.chosen for one in newest.options if one.is_key)
    else:
        assert found == [(1, 1, 2, 23)]
    assert figures_of(room)["s-1"].n == found[0][3], "the list has the live series"


@pytest.mark.db
def test_a_crowd_shows_what_is_wrong_with_a_bank(room: StudyRoom) -> None:
    load(room.app, generated_bank(45, seed=1), origin="generated.md")
    # g-0009, g-0018 … are single choices; of g-0018 the key is wrong.
    crowd(room, WHOLE, people=150, miskeyed=["g-0018"])
    with acting(room.app) as session:
        item_id = figures_of(room, WHOLE)["g-0009"].item_id
        told = Report(item_id=item_id, revision=1, reason="key", text="No.", created_at=NOON)
        told.user_id = session.scalars(select(User.id).limit(1)).one()
        session.add(told)
        session.commit()
    assert count(room, WHOLE) == 150
    rows = figures_of(room, WHOLE)
    assert list(rows) == [f"g-{n:04}" for n in range(1, 46)], "in the order of the bank"
    wrong, good = rows["g-0018"].figures, rows["g-0009"].figures
    assert wrong is not None
    assert good is not None
    assert [one.kind for one in findings(wrong)][:2] == [FindingKind.KEY, FindingKind.WEAK]
    assert FindingKind.KEY not in [one.kind for one in findings(good)]
    assert (good.r or 0) > 0.2
    assert good.reports_per_100 == pytest.approx(100 / 150)
    matched = next(row for row in rows.values() if row.kind == "match").figures
    assert matched is not None
    assert matched.options == ()
    assert matched.r is not None
    found = summary(room, WHOLE)
    assert found == BankSummaryRow(150, NOON.date(), NOON.date(), room.clock())


def test_a_bank_without_answers_is_counted_too(room: StudyRoom) -> None:
    assert summary(room) is None
    assert count(room) == 0
    assert summary(room) == BankSummaryRow(0, None, None, NOON)
    assert all((row.n, row.figures) == (0, None) for row in figures_of(room).values())
    with pytest.raises(NotFound):
        count(room, "another")


def test_others_can_write_while_it_counts(room: StudyRoom) -> None:
    """The transaction that looks at all answers only reads, though a form asked for it."""
    crowd(room)
    modes = []

    def note(connection: Connection, cursor: object, statement: str, *rest: object) -> None:
        del connection, cursor, rest
        if "row_number" in statement:
            modes.append(write.current_mode())

    with acting(room.app) as session:
        session.scalar(select(Bank.id).limit(1))  # as the page looks whose the bank is
        event.listen(db.engine, "before_cursor_execute", note)
        refresh_summaries(session, "small", now=room.clock())
        event.remove(db.engine, "before_cursor_execute", note)
    assert modes == [write.Mode.READ] * 2


def test_nothing_is_stored_of_too_few(room: StudyRoom) -> None:
    crowd(room, people=9)
    count(room)
    with acting(room.app, write.Mode.READ) as session:
        assert {(one.n, *one.figures) for one in session.scalars(select(ItemSummary))} == {(9,)}


def test_figures_of_another_version_are_not_read(room: StudyRoom) -> None:
    crowd(room)
    count(room)
    with acting(room.app) as session:
        session.execute(update(BankSummary).values(version=FIGURES_VERSION + 1))
        session.commit()
    assert summary(room) is None
    room.clock.forward(hours=1)
    count(room)
    found = summary(room)
    assert found is not None
    assert found.counted_at == NOON + timedelta(hours=1)
