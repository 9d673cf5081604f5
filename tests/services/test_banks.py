"""Loading a bank: what is new, changed, the same or retired; all of it or nothing."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from quizapp.db import write
from quizapp.db.base import Base, db, db_session
from quizapp.db.models.banks import Bank, BankLoad, Concept, Item, ItemRevision
from quizapp.services.concepts import load_concepts
from quizapp.services.load_result import LoadResult
from tests.factories import BANK, load_text
from tests.services.study_room import RIGHT, StudyRoom, acting

REFS = ("s-1", "s-2", "s-3", "s-4", "s-5", "s-6")


def load(app: Flask, text: str) -> LoadResult:
    with app.app_context():
        return load_text(text)


def item(app: Flask, ref: str) -> Item:
    with acting(app, write.Mode.READ) as session:
        return session.scalars(select(Item).where(Item.ref == ref)).one()


def revisions(app: Flask, ref: str) -> list[ItemRevision]:
    query = select(ItemRevision).join(Item, Item.id == ItemRevision.item_id)
    with acting(app, write.Mode.READ) as session:
        return list(session.scalars(query.where(Item.ref == ref).order_by(ItemRevision.no)))


def totals(app: Flask) -> dict[str, int]:
    models: tuple[type[Base], ...] = (Bank, BankLoad, Item, ItemRevision, Concept)
    with acting(app, write.Mode.READ) as session:
        return {
            model.__tablename__: session.scalar(select(func.count()).select_from(model)) or 0
            for model in models
        }


def without(ref: str) -> str:
    start = BANK.index(f"## [{ref}]")
    end = BANK.index("## [", start + 1)
    return BANK[:start] + BANK[end:]


@pytest.mark.db
def test_a_changed_question_gets_a_revision_and_the_others_none(app: Flask) -> None:
    result = load(app, BANK.replace("Which set names", "Which set of words names"))
    assert (result.changed, result.new, result.retired) == (("s-1",), (), ())
    assert result.same == REFS[1:]
    assert [row.no for row in revisions(app, "s-1")] == [1, 2]
    assert item(app, "s-1").live_revision == 2
    assert revisions(app, "s-1")[1].change == "wording"
    assert "Which set names" in revisions(app, "s-1")[0].body["stem_text"], "the old one stays"
    assert [row.no for row in revisions(app, "s-2")] == [1]


@pytest.mark.db
def test_the_same_text_is_not_even_looked_at(app: Flask) -> None:
    before = totals(app)
    result = load(app, BANK)
    assert result.is_untouched
    assert (result.slug, result.changed, result.same) == ("small", (), ())
    assert totals(app) == before


def test_a_text_of_two_loads_ago_is_loaded_again(app: Flask) -> None:
    load(app, BANK.replace("Which set names", "Which set of words names"))
    result = load(app, BANK)
    assert not result.is_untouched
    assert result.changed == ("s-1",)
    assert [row.no for row in revisions(app, "s-1")] == [1, 2, 3]


def test_a_new_question_joins(app: Flask) -> None:
    added = BANK.replace(
        "## [s-2] Reach",
        "## [s-9] Added\nQ: One more?\n\nA: Yes, one\n\nIt was added.\n\n## [s-2] Reach",
    )
    result = load(app, added)
    assert not result.is_refused, result.problems
    assert (result.new, result.changed, result.same) == (("s-9",), (), REFS)
    assert item(app, "s-9").position == 1
    assert item(app, "s-2").position == 2, "places follow the file"


@pytest.mark.db
def test_a_question_that_is_gone_is_retired_and_can_come_back(room: StudyRoom) -> None:
    app = room.app
    alice = room.person("Alice")
    room.answer(alice, room.sit(alice, "s-3"), 1, *RIGHT["s-3"])
    result = load(app, without("s-3"))
    assert (result.retired, result.changed) == (("s-3",), ())
    assert item(app, "s-3").status == "retired"
    assert room.known_card(alice, "s-3").reps == 1, "what was learned is kept"
    assert load(app, without("s-3") + "\n").retired == (), "retired once"
    back = load(app, BANK)
    assert back.same == REFS
    assert item(app, "s-3").status == "live"
    assert [row.no for row in revisions(app, "s-3")] == [1]
    assert room.known_card(alice, "s-3").reps == 1


@pytest.mark.parametrize(
    "broken",
    [
        BANK.replace("- [x] goals, tasks, bond", "- [ ] goals, tasks, bond"),
        BANK.replace("## [s-2] Reach", "## [s-1] Reach"),
        BANK.replace("bank: small", "bank: [small"),
        BANK[: BANK.index("## [s-6]") + 30],
        "",
        "no bank at all",
        "---\n---\n",
        "\x00\x01\x02",
        "---\n" + "[" * 5000 + "\n---\n",
    ],
)
def test_a_broken_text_changes_nothing(app: Flask, broken: str) -> None:
    before = totals(app)
    titles = item(app, "s-1").live_revision
    result = load(app, broken)
    assert result.is_refused
    assert all(problem.line >= 1 and problem.code for problem in result.problems)
    assert totals(app) == before
    assert item(app, "s-1").live_revision == titles
    assert load(app, BANK).is_untouched, "the last good text goes on being served"


def test_option_ids_are_carried_over_an_edit(app: Flask) -> None:
    before = {o["text"]: o["id"] for o in revisions(app, "s-1")[0].body["options"]}
    lines = {
        "goals, tasks, bond": "- [x] goals, tasks, and bond\n  > Agreement, and the bond.\n",
        "empathy": "- [ ] empathy, regard, genuineness\n  > Conditions.\n",
        "new": "- [ ] warmth alone\n  > Not enough.\n",
    }
    start = BANK.index("- [x] goals, tasks, bond")
    end = BANK.index("Ask which of the three")
    edited = BANK[:start] + lines["new"] + lines["empathy"] + lines["goals, tasks, bond"] + "\n"
    result = load(app, edited + BANK[end:])
    assert result.changed == ("s-1",), result.problems
    after = {o["text"]: o["id"] for o in revisions(app, "s-1")[1].body["options"]}
    assert after["goals, tasks, and bond"] == before["goals, tasks, bond"]
    assert after["empathy, regard, genuineness"] == before["empathy, regard, genuineness"]
    assert after["warmth alone"] not in before.values()


def test_siblings_are_stored_as_items(app: Flask) -> None:
    with_sibling = BANK.replace(
        "* Concept: pantheoretical", "* Concept: pantheoretical\n* Siblings: s-1, s-4"
    )
    result = load(app, with_sibling)
    assert not result.is_refused, result.problems
    assert item(app, "s-2").siblings == [item(app, "s-1").id, item(app, "s-4").id]


@pytest.mark.db
@pytest.mark.parametrize("table", ["bank_loads", "item_revisions", "items"])
def test_a_fault_in_the_middle_leaves_nothing(app: Flask, table: str) -> None:
    before = totals(app)
    # Several questions change and one goes, so that faults come after the first changes.
    text = without("s-3").replace("Which set names", "Which set of words names")
    text = text.replace("meant for every kind", "made for every kind").replace("small bank", "bank")
    text = text.replace("## [s-2]", "## [s-9] Q\nQ: One more?\n\nA: Yes\n\nAdded.\n\n## [s-2]")
    written: list[str] = []

    def fail(_c: Any, _u: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith((f"INSERT INTO {table}", f"UPDATE {table}")):
            written.append(statement)
            if len(written) > (table == "items"):
                raise OSError("disk full")

    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", fail)
    with pytest.raises(OSError, match="disk full"):
        load(app, text)
    with app.app_context():
        db_session.remove()  # type: ignore[attr-defined]
        event.remove(db.engine, "before_cursor_execute", fail)
    assert totals(app) == before
    assert item(app, "s-3").status == "live"
    with acting(app, write.Mode.READ) as session:
        assert session.scalars(select(Bank.title)).one() == "A small bank"
    assert not load(app, text).is_refused, "and the gate is open for the next"


CONCEPTS = """\
concepts:
  - slug: alliance
    title: The working alliance
    short: Alliance
  - slug: bordin
    title: Bordin's theory
    parent: alliance
"""


def store_concepts(app: Flask, text: str) -> int:
    """Load a concept file; return the number of its problems."""
    with acting(app) as session:
        return len(load_concepts(session, text))


def concepts(app: Flask) -> dict[str, tuple[str, str, str]]:
    with acting(app, write.Mode.READ) as session:
        rows = session.scalars(select(Concept))
        return {row.slug: (row.title, row.short, row.parent) for row in rows}


@pytest.mark.db
def test_concepts_follow_their_file(app: Flask) -> None:
    assert store_concepts(app, CONCEPTS) == 0
    assert concepts(app) == {
        "alliance": ("The working alliance", "Alliance", ""),
        "bordin": ("Bordin's theory", "Bordin's theory", "alliance"),
    }
    assert store_concepts(app, CONCEPTS.replace("slug: bordin", "slug: bordin-1979")) == 0
    assert set(concepts(app)) == {"alliance", "bordin-1979"}


@pytest.mark.parametrize(
    "broken", [CONCEPTS + "  - slug: alliance\n    title: Twice\n", "concepts: [", "", "just words"]
)
def test_a_broken_concept_file_changes_nothing(app: Flask, broken: str) -> None:
    store_concepts(app, CONCEPTS)
    before = concepts(app)
    assert store_concepts(app, broken) >= 1
    assert concepts(app) == before
