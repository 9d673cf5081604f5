"""Export, forget, import, export: the same bytes; and files that are refused change nothing."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from quizapp.core.deck import Selection
from quizapp.core.learner import Learner
from quizapp.core.record import FORMAT
from quizapp.core.scheduling.rating import Confidence
from quizapp.db.base import table_of
from quizapp.db.models.accounts import User
from quizapp.db.models.study import Card, Review
from quizapp.services.corrections import mark_correction_seen
from quizapp.services.decks import save_deck
from quizapp.services.demo import DemoScale, seed_demo
from quizapp.services.errors import Conflict, Invalid
from quizapp.services.marks import say_why_missed
from quizapp.services.mock import close_section
from quizapp.services.mock_answers import open_answers
from quizapp.services.plan import PlanChoices, change_plan
from quizapp.services.record_tables import HIDDEN, PARTS, REVISIONS, columns_of
from quizapp.services.reports import Complaint, report_item
from quizapp.services.study import Pace, start_session
from tests.factories import load_text
from tests.services.editing import EDITS, KEY, TEXT
from tests.services.marking import flag, note, put_aside
from tests.services.mock_room import MockRoom
from tests.services.recorded import forget, take_in, told, told_as
from tests.services.study_room import RIGHT, WRONG, StudyRoom, acting

pytestmark = pytest.mark.db
REFS = ("s-1", "s-2", "s-3")


def live(room: StudyRoom, who: Learner) -> None:
    """Do something of every kind but a mock exam."""
    with acting(room.app):
        load_text(TEXT)
    sid = room.sit(who, *REFS)
    room.answer(who, sid, 1, *RIGHT["s-1"], confidence=Confidence.GUESSING)
    room.answer(who, sid, 2, *WRONG["s-2"], confidence=Confidence.CERTAIN)
    room.undo(who, sid)
    room.answer(who, sid, 2, *RIGHT["s-2"])
    flag(room, who, "s-1")
    note(room, who, "s-2", "“Why?” <script> \u202e \u05e9")
    put_aside(room, who, "s-3")
    today = who.study_on(room.clock())
    choices = PlanChoices("", today + timedelta(days=30), 70, [20] * 7, [], is_sparing=True)
    said = Complaint(reason="other", revision=1, text="Why so?", answer_id=None)
    with acting(room.app) as session:
        say_why_missed(session, who.user_id, "small", "s-2", "misread")
        report_item(session, who.user_id, "small", "s-1", said, now=room.clock())
        change_plan(session, who.user_id, choices, today=today, now=room.clock())
        save_deck(session, who.user_id, "Bonds", Selection(words="bond"), now=room.clock())
    room.clock.forward(days=1)
    with acting(room.app) as session:
        start_session(session, who, Pace(20, 5), minutes=None, is_extra=False, now=room.clock())
    correct_a_key(room, who)


def correct_a_key(room: StudyRoom, who: Learner) -> None:
    corrected = TEXT
    for old, new in EDITS["s-1"][KEY]:
        corrected = corrected.replace(old, new)
    item_id = room.item_id("s-1")
    with acting(room.app):
        load_text(corrected)
    with acting(room.app) as session:
        mark_correction_seen(session, who, item_id, 2, now=room.clock())


def cards(room: StudyRoom, who: Learner) -> list[tuple[Any, ...]]:
    with acting(room.app) as session:
        table = table_of(Card)
        query = select(table).where(table.c.user_id == who.user_id)
        return [tuple(row) for row in session.execute(query.order_by("item_id", "part"))]


def test_export_forget_import_export_is_the_same(room: StudyRoom) -> None:
    alice, bob = room.person("Alice"), room.person("Bob")
    live(room, alice)
    room.answer(bob, room.sit(bob, "s-2"), 1, *WRONG["s-2"])
    first, before, of_bob = told(room, alice), cards(room, alice), told(room, bob)
    record = json.loads(first)
    for name in ("answers", "sessions", "marks", "reports", "plans", "edits", "corrections"):
        assert record[name], name
    assert record["forecasts"]
    forget(room, alice)
    assert told(room, alice) != first
    assert take_in(room, alice, first) == len(record["answers"])
    assert told(room, alice) == first
    assert cards(room, alice) == before
    assert room.cards_differing() == 0
    assert told(room, bob) == of_bob


def test_a_mock_exam_comes_back(room: StudyRoom) -> None:
    mock, alice = MockRoom(room), room.person("Alice")
    attempt_id = mock.start(alice)
    for n in range(1, 26):
        if n == 14:
            with acting(room.app) as session:
                close_section(session, alice.user_id, attempt_id, 1, now=room.clock())
        room.clock.forward(seconds=30)
        mock.save(alice, attempt_id, n, mock.right(attempt_id, n), is_flagged=n % 5 == 0)
    with acting(room.app) as session:
        close_section(session, alice.user_id, attempt_id, 2, now=room.clock())
    with acting(room.app) as session:
        open_answers(session, alice, attempt_id, now=room.clock())
    first, before = told(room, alice), cards(room, alice)
    assert len(json.loads(first)["attempts"][0]["items"]) == 25
    forget(room, alice)
    take_in(room, alice, first)
    assert told(room, alice) == first
    assert cards(room, alice) == before


def test_everybody_of_the_demonstration_comes_back(room: StudyRoom) -> None:
    with acting(room.app) as session:
        seed_demo(session, DemoScale(days=12, learners=2), zone="UTC", now=room.clock())
    with acting(room.app) as session:
        ids = session.scalars(select(User.id).where(User.email.like("demo-_@%"))).all()
    people = [Learner(user_id, "UTC", 4) for user_id in ids]
    assert len(people) == 5
    records = [told(room, who) for who in people]
    for who, record in zip(people, records, strict=True):
        forget(room, who)
        take_in(room, who, record)
    assert [told(room, who) for who in people] == records
    assert room.cards_differing() == 0


def test_no_number_of_the_database_and_no_time_of_the_export(room: StudyRoom) -> None:
    alice = room.person("Alice")
    live(room, alice)
    first = told(room, alice)
    room.clock.forward(days=5)
    assert told(room, alice) == first
    names = {name for entries in json.loads(first).values() if isinstance(entries, list)
             for entry in entries for name in entry}  # fmt: skip
    assert not names & HIDDEN
    assert "alice@example.org" not in first


def test_every_column_is_told_or_hidden_on_purpose() -> None:
    for part in PARTS.values():
        told_names = {column.name for column in columns_of(part.table)}
        assert told_names | HIDDEN | REVISIONS >= set(part.table.c.keys())


ACTS = st.lists(
    st.tuples(st.sampled_from(["right", "wrong", "undo", "flag", "aside", "day"]),
              st.sampled_from(REFS)), max_size=8,
)  # fmt: skip


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_any_record_comes_back(room: StudyRoom, acts: list[tuple[str, str]]) -> None:
    who, aside = room.person(f"Person-{room.new_id()}"), set()
    for act, ref in acts:
        if ref in aside:
            continue
        if act in {"right", "wrong"}:
            words = RIGHT[ref] if act == "right" else WRONG[ref]
            room.answer(who, room.sit(who, ref), 1, *words)
        elif act == "undo":
            sid = room.sit(who, ref)
            room.answer(who, sid, 1, *WRONG[ref])
            room.undo(who, sid)
        elif act == "flag":
            flag(room, who, ref)
        elif act == "aside":
            put_aside(room, who, ref)
            aside.add(ref)
        room.clock.forward(days=1 if act == "day" else 0.01)
    first = told(room, who)
    forget(room, who)
    take_in(room, who, first)
    assert told(room, who) == first
    assert room.cards_differing() == 0


def changed(change: Callable[[dict[str, Any]], object]) -> Callable[[str], str]:
    def apply(text: str) -> str:
        record = json.loads(text)
        change(record)
        return json.dumps(record)

    return apply


BAD: dict[str, tuple[Callable[[str], str], str]] = {
    "cut short": (lambda text: text[: len(text) // 2], "damaged or cut short"),
    "no JSON": (lambda text: f"<xml>{text}", "damaged or cut short"),
    "nested for ever": (lambda _: "[" * 200_000, "damaged or cut short"),
    "something else": (lambda _: '{"answers": []}', "no learner's record"),
    "a list": (lambda _: "[]", "no learner's record"),
    "newer": (changed(lambda record: record.update(version=4)), "made by a newer Alliance"),
    "no version": (changed(lambda record: record.pop("version")), "does not say its version"),
    "no answers": (changed(lambda record: record.pop("answers")), "“answers” is missing"),
    "no learner": (changed(lambda record: record.pop("learner")), "“learner” is missing"),
    "a field gone": (
        changed(lambda record: record["answers"][1].pop("ms")),
        "answers, entry 2: “ms” is missing",
    ),
    "a wrong type": (
        changed(lambda record: record["answers"][0].update(is_right="yes")),
        "answers, entry 1: “is_right” cannot be",
    ),
    "a wrong day": (
        changed(lambda record: record["answers"][0].update(study_on="2026-13-01")),
        "“study_on” cannot be",
    ),
    "a huge number": (
        changed(lambda record: record["answers"][0].update(ms=2**40)),
        "“ms” cannot be",
    ),
    "a long name": (
        changed(lambda record: record["learner"].update(name="x" * 10_000)),
        "learner: “name” cannot be",
    ),
    "a question that is not here": (
        changed(lambda record: record["answers"][0].update(item="elsewhere/q-1")),
        "these banks are not here: elsewhere",
    ),
    "a wording that is not here": (
        changed(lambda record: record["answers"][0].update(revision="0" * 16)),
        "this wording of small/",
    ),
    "a session that is not there": (
        changed(lambda record: record["answers"][0].update(session=99)),
        "there is no session 99",
    ),
    "an answer twice": (
        changed(lambda record: record["answers"].append(record["answers"][0])),
        "contradicts itself",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", BAD)
def test_a_file_that_cannot_be_taken_in_changes_nothing(room: StudyRoom, kind: str) -> None:
    alice = room.person("Alice")
    sid = room.sit(alice, *REFS)
    room.answer(alice, sid, 1, *RIGHT["s-1"])
    room.answer(alice, sid, 2, *WRONG["s-2"])
    damage, message = BAD[kind]
    bad = damage(told(room, alice))
    forget(room, alice)
    empty = told(room, alice)
    with pytest.raises(Invalid, match="(?s).*" + message.replace("(", r"\(")) as fault:
        take_in(room, alice, bad)
    assert fault.value.field == "file"
    assert told(room, alice) == empty
    assert room.rows(Review) == 0


def test_it_goes_into_an_empty_account_of_the_same_person(room: StudyRoom) -> None:
    alice, bob = room.person("Alice"), room.person("Bob")
    room.answer(alice, room.sit(alice, "s-1"), 1, *RIGHT["s-1"])
    first = told(room, alice)
    with pytest.raises(Conflict, match="a record of its own"):
        take_in(room, alice, first)
    with pytest.raises(Invalid, match="another e-mail address"):
        take_in(room, bob, first)
    assert told_as(room, bob)["answers"] == []
    assert take_in(room, bob, first, is_mine=True) == 1
    assert told_as(room, bob)["answers"] == told_as(room, alice)["answers"]
    assert told_as(room, bob)["format"] == FORMAT
