"""Items that go, come back, get another name, or give their id to another question."""

import pytest
from flask import Flask
from sqlalchemy import select

from quizapp.core.analysis.misses import MissFilter
from quizapp.core.bank.problems import ProblemLevel
from quizapp.core.learner import Learner
from quizapp.core.scheduling.rating import Rating
from quizapp.db import write
from quizapp.db.models.banks import Item, ItemRevision
from quizapp.db.models.study import CardEdit, Correction, Review
from quizapp.db.queries.history import missed_cards
from quizapp.db.queries.queue import new_candidates
from quizapp.db.queries.study import SessionRow, open_session, session_by_id
from quizapp.services.errors import Conflict
from quizapp.services.load_result import LoadResult
from tests.factories import BANK
from tests.services.editing import KEY, load
from tests.services.study_room import RIGHT, WRONG, StudyRoom, acting


def without(*refs: str) -> str:
    text = BANK
    for ref in refs:
        start = text.index(f"## [{ref}]")
        text = text[:start] + text[text.index("## [", start + 1) :]
    return text


def with_field(ref: str, field: str, text: str = BANK) -> str:
    """Return the bank with one more field on an item."""
    start = text.index(f"## [{ref}]")
    at = text.index("* Source:", start)
    return f"{text[:at]}* {field}\n{text[at:]}"


RENAMED = with_field("s-2", "Was: s-2").replace("## [s-2]", "## [s-20]")


def item(app: Flask, ref: str) -> Item:
    with acting(app, write.Mode.READ) as session:
        return session.scalars(select(Item).where(Item.ref == ref)).one()


def taught(room: StudyRoom, *refs: str) -> Learner:
    """Alice has answered these items wrong."""
    alice = room.person("Alice")
    sid = room.sit(alice, *refs)
    for n, ref in enumerate(refs, start=1):
        room.answer(alice, sid, n, *WRONG[ref])
    room.tomorrow()
    return alice


def sitting(room: StudyRoom, who: Learner, sid: int) -> SessionRow:
    with acting(room.app, write.Mode.READ) as session:
        found = session_by_id(session, who.user_id, sid)
    assert found is not None
    return found


@pytest.mark.db
def test_a_renamed_item_keeps_its_history(room: StudyRoom) -> None:
    alice = taught(room, "s-2")
    old_id = room.item_id("s-2")
    result = load(room.app, RENAMED)
    assert (result.renamed, result.new, result.retired) == ((("s-2", "s-20"),), (), ())
    assert (item(room.app, "s-20").id, item(room.app, "s-20").was) == (old_id, ["s-2"])
    assert room.known_card(alice, "s-20").missed_count == 1
    assert room.rows(CardEdit) == 0
    again = load(room.app, RENAMED.replace("small bank", "bank"))
    assert (again.renamed, again.problems) == ((), ()), "the field may stay"
    assert len(again.same) == 6


def test_a_renamed_item_may_change_as_well(room: StudyRoom) -> None:
    taught(room, "s-2")
    result = load(room.app, _corrected(RENAMED))
    assert result.renamed == (("s-2", "s-20"),)
    assert [(one.ref, one.change, one.told) for one in result.changes] == [("s-20", KEY, 1)]


def _corrected(text: str) -> str:
    return text.replace("- [x] True", "- [ ] True").replace("- [ ] False", "- [x] False")


def test_a_name_may_be_taken_back(room: StudyRoom) -> None:
    old_id = room.item_id("s-2")
    load(room.app, RENAMED)
    result = load(room.app, with_field("s-2", "Was: s-20"))
    assert result.renamed == (("s-20", "s-2"),)
    assert (item(room.app, "s-2").id, item(room.app, "s-2").was) == (old_id, ["s-20"])


@pytest.mark.db
def test_an_id_that_another_item_had_is_refused(room: StudyRoom) -> None:
    load(room.app, RENAMED)
    dropped = RENAMED.replace("* Was: s-2\n", "")
    assert not load(room.app, dropped).is_refused
    taken = dropped.replace("## [s-3]", "## [s-2] Anew\nQ: A new one?\n\nA: Yes\n\n## [s-3]")
    result = load(room.app, taken)
    assert result.is_refused
    [problem] = [one for one in result.problems if one.level is ProblemLevel.ERROR]
    assert problem.code == "B049"
    assert problem.line == taken.splitlines().index("## [s-2] Anew") + 1
    owner = taken.splitlines().index("## [s-20] Reach") + 1
    assert f"`s-2` was the id of `s-20` (line {owner}) before" in problem.message
    assert item(room.app, "s-20").status == "live"
    claimed = with_field("s-3", "Was: s-2", dropped)
    assert [one.code for one in load(room.app, claimed).problems] == ["B049"]


def test_an_id_stays_taken_after_its_item_is_gone(room: StudyRoom) -> None:
    load(room.app, RENAMED)
    gone = without("s-2")
    assert load(room.app, gone).retired == ("s-20",)
    taken = gone.replace("## [s-3]", "## [s-2] Anew\nQ: A new one?\n\nA: Yes\n\n## [s-3]")
    [problem] = load(room.app, taken).problems
    assert "`s-2` was the id of `s-20` before" in problem.message


def test_a_rename_that_comes_too_late_is_said(room: StudyRoom) -> None:
    load(room.app, RENAMED.replace("* Was: s-2\n", ""))
    result = load(room.app, RENAMED)
    assert not result.is_refused
    assert [(one.code, one.level) for one in result.problems] == [("B049", ProblemLevel.WARNING)]
    assert item(room.app, "s-2").status == "retired"


@pytest.mark.db
def test_new_yes_makes_one_new_item_and_not_one_a_load(room: StudyRoom) -> None:
    alice = taught(room, "s-1")
    text = with_field("s-1", "New: yes")
    first = load(room.app, text)
    assert [(one.ref, one.change) for one in first.changes] == [("s-1", "identity")]
    assert load(room.app, text.replace("small bank", "bank")).changed == ()
    load(room.app, BANK)
    assert [item(room.app, ref).status for ref in ("s-1", "s-1~1")] == ["live", "retired"]
    assert room.rows(Item) == 7
    assert room.card(alice, "s-1") is None, "a new question is new to everybody"
    assert room.card(alice, "s-1~1") is not None
    load(room.app, text)
    assert room.item_id("s-1~2") > room.item_id("s-1~1")


def test_an_item_that_takes_an_id_takes_the_earlier_ones_too(room: StudyRoom) -> None:
    load(room.app, RENAMED)
    text = with_field("s-20", "New: yes", RENAMED)
    assert load(room.app, text).changed == ("s-20",)
    assert (item(room.app, "s-20").was, item(room.app, "s-20~1").was) == (["s-2"], [])
    assert load(room.app, text.replace("small bank", "bank")).problems == ()


@pytest.mark.db
def test_what_is_brought_back_is_compared_with_what_was_taught(room: StudyRoom) -> None:
    alice = taught(room, "s-2")
    load(room.app, without("s-2"))
    assert room.rows(Correction) == 0
    room.tomorrow()
    result = load(room.app, _corrected(BANK), at=room.clock())
    assert result.brought_back == ("s-2",)
    assert [(one.ref, one.change, one.told) for one in result.changes] == [("s-2", KEY, 1)]
    assert room.known_card(alice, "s-2").missed_at is None
    assert room.cards_differing() == 0


@pytest.mark.parametrize("status", ["draft", "retired"])
def test_a_withdrawn_item_is_not_asked_and_keeps_its_history(room: StudyRoom, status: str) -> None:
    alice = taught(room, "s-2")
    result = load(room.app, with_field("s-2", f"Status: {status}"))
    moved = {"draft": result.withdrawn, "retired": result.retired}
    assert moved == {"draft": (), "retired": ()} | {status: ("s-2",)}
    assert room.known_card(alice, "s-2").missed_count == 1
    bob = room.person("Bob")
    with acting(room.app, write.Mode.READ) as session:
        assert missed_cards(session, alice.user_id, MissFilter()) == []
        fresh = {candidate.key[0] for candidate in new_candidates(session, bob.user_id)}
    assert room.item_id("s-2") not in fresh
    assert load(room.app, BANK).brought_back == (("s-2",) if status == "retired" else ())
    assert item(room.app, "s-2").status == "live"


def test_a_place_whose_item_is_gone_is_passed_over(room: StudyRoom) -> None:
    alice = room.person("Alice")
    sid = room.sit(alice, "s-1", "s-2", "s-3")
    room.answer(alice, sid, 1, *WRONG["s-1"])
    load(room.app, without("s-2"))
    found = sitting(room, alice, sid)
    assert [place.n for place in found.places] == [1, 3, 4], "the repeat is the fourth"
    assert found.next_place is not None
    assert found.next_place.n == 3
    load(room.app, without("s-1", "s-2"))
    found = sitting(room, alice, sid)
    assert [place.n for place in found.places] == [1, 3], "its answer stays"
    assert found.misses == {}, "it cannot be practiced"
    load(room.app, BANK)
    assert [place.n for place in sitting(room, alice, sid).places] == [1, 2, 3, 4]


def test_a_session_whose_items_are_all_gone_has_nothing_next(room: StudyRoom) -> None:
    alice = room.person("Alice")
    sid = room.sit(alice, "s-2")
    load(room.app, without("s-2"))
    found = sitting(room, alice, sid)
    assert (found.places, found.next_place) == ((), None)
    with acting(room.app, write.Mode.READ) as session:
        assert open_session(session, alice.user_id, alice.study_on(room.clock())) is None


@pytest.mark.db
def test_a_gap_that_is_gone_is_passed_over_and_a_new_one_is_new(room: StudyRoom) -> None:
    alice = room.person("Alice")
    goals, tasks = room.parts("s-5")
    room.answer(alice, room.sit(alice, "s-5"), 1, rating=Rating.AGAIN)
    sid = room.sit(alice, "s-5", "s-1")
    room.tomorrow()
    text = BANK.replace("[goals]", "[aims]")
    assert load(room.app, text, at=room.clock()).changes[0].told == 1
    aims, kept = room.parts("s-5")
    assert (kept, aims not in {goals, tasks}) == (tasks, True)
    found = sitting(room, alice, sid)
    assert [place.item_id for place in found.places] == [room.item_id("s-1")]
    gone = room.card(alice, "s-5", goals)
    assert gone is not None, "history keeps it"
    assert gone.missed_at is None, "nobody can put it right any more"
    with acting(room.app, write.Mode.READ) as session:
        fresh = {candidate.key for candidate in new_candidates(session, alice.user_id)}
    item_id = room.item_id("s-5")
    assert {(item_id, aims), (item_id, tasks)} <= fresh
    assert (item_id, goals) not in fresh
    assert room.cards_differing() == 0


def test_taking_back_the_only_answer_before_a_correction(room: StudyRoom) -> None:
    alice = room.person("Alice")
    sid = room.sit(alice, "s-2", "s-1")
    room.answer(alice, sid, 1, *RIGHT["s-2"])
    room.clock.forward(minutes=1)
    load(room.app, _corrected(BANK), at=room.clock())
    room.clock.forward(minutes=1)
    assert room.undo(alice, sid) == 1
    assert room.card(alice, "s-2") is None
    assert room.cards_differing() == 0
    room.answer(alice, sid, 1, "False")
    assert room.known_card(alice, "s-2").reps == 1
    assert room.cards_differing() == 0


def test_i_guessed_said_after_a_correction_stands_before_it(room: StudyRoom) -> None:
    alice = room.person("Alice")
    sid = room.sit(alice, "s-2", "s-1")
    room.answer(alice, sid, 1, *RIGHT["s-2"])
    room.clock.forward(minutes=1)
    load(room.app, _corrected(BANK), at=room.clock())
    before = room.known_card(alice, "s-2").stability
    room.guess(alice, sid, 1)
    assert room.known_card(alice, "s-2").stability == before
    assert room.cards_differing() == 0


def test_a_broken_correction_keeps_the_last_good_revision(room: StudyRoom) -> None:
    alice = taught(room, "s-2")
    result: LoadResult = load(room.app, _corrected(BANK).replace("## [s-3]", "## [s-2]"))
    assert result.is_refused
    assert room.rows(ItemRevision) == 6
    assert (room.rows(CardEdit), room.rows(Correction), room.rows(Review)) == (0, 0, 1)
    sid = room.sit(alice, "s-2")
    assert room.answer(alice, sid, 1, *RIGHT["s-2"]).is_right
    with pytest.raises(Conflict):
        room.answer(alice, sid, 1, *RIGHT["s-2"])
