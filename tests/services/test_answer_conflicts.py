"""Answers sent twice, late, to the wrong place, or to a bank that changed meanwhile."""

from dataclasses import replace

import pytest

from quizapp.core.learner import Learner
from quizapp.db.models.study import Card, Review
from quizapp.services.errors import Conflict, Invalid, NotFound
from quizapp.services.recording import Given, Shown
from tests.factories import BANK, load_text
from tests.services.study_room import RIGHT, WRONG, StudyRoom, same_place


@pytest.mark.db
@pytest.mark.parametrize("answers", [RIGHT, WRONG])
def test_the_same_answer_again_gives_the_same_result_and_one_row(
    room: StudyRoom, answers: dict[str, tuple[str, ...]]
) -> None:
    alice = room.person("Alice")
    sid = room.sit(alice, "s-1", "s-2")
    shown = room.put(alice, sid, 1)
    first = room.give(alice, shown, room.pick(shown, answers["s-1"]))
    room.clock.forward(minutes=3)
    other_pick = room.pick(shown, ("exploring",))
    for given in (room.pick(shown, answers["s-1"]), other_pick):
        again = room.give(alice, shown, given)
        assert again.is_repeated
        assert (again.session_id, again.n, again.answer_id, again.is_right) == (
            first.session_id,
            first.n,
            first.answer_id,
            first.is_right,
        )
    assert room.rows(Review) == 1
    assert room.known_card(alice, "s-1").reps == 1


@pytest.mark.db
def test_an_answer_that_was_taken_back_is_not_taken_again(room: StudyRoom) -> None:
    alice = room.person("Alice")
    sid = room.sit(alice, "s-1")
    shown = room.put(alice, sid, 1)
    given = room.pick(shown, RIGHT["s-1"])
    room.give(alice, shown, given)
    room.undo(alice, sid)
    with pytest.raises(Conflict, match="taken back"):
        room.give(alice, shown, given)
    assert room.card(alice, "s-1") is None
    assert room.rows(Review) == 2
    assert room.places(sid)[0].answer_id is None


@pytest.mark.db
def test_a_stale_tab_cannot_answer_what_another_tab_answered(room: StudyRoom) -> None:
    alice = room.person("Alice")
    sid = room.sit(alice, "s-1", "s-2")
    shown = room.put(alice, sid, 1)
    room.give(alice, shown, room.pick(shown, RIGHT["s-1"]))
    stale = same_place(shown, "of-another-tab")
    with pytest.raises(Conflict, match="another tab"):
        room.give(alice, stale, room.pick(stale, WRONG["s-1"]))
    assert [row.answer_id for row in room.log(alice)] == [shown.answer_id]
    assert room.known_card(alice, "s-1").missed_at is None


def test_nobody_answers_for_another(room: StudyRoom) -> None:
    alice, bob = room.person("Alice"), room.person("Bob")
    sid = room.sit(alice, "s-1")
    own = room.sit(bob, "s-1")
    shown = room.put(alice, sid, 1)
    given = room.pick(shown, RIGHT["s-1"])
    with pytest.raises(NotFound):
        room.give(bob, shown, given)
    with pytest.raises(NotFound):
        room.give(bob, replace(shown, user_id=bob.user_id), given)
    with pytest.raises(NotFound):
        room.give(alice, replace(shown, session_id=own), given)
    assert (room.rows(Review), room.rows(Card)) == (0, 0)


def test_only_what_was_shown_can_be_answered(room: StudyRoom) -> None:
    alice = room.person("Alice")
    sid = room.sit(alice, "s-1", "s-2")
    shown = room.put(alice, sid, 1)
    given = room.pick(shown, RIGHT["s-1"])
    wrong_places = [
        replace(shown, n=2),
        replace(shown, n=9),
        replace(shown, item_id=room.item_id("s-6")),
        replace(shown, part="g-nothere"),
        replace(shown, revision=2),
        replace(shown, session_id=sid + 1),
    ]
    for place in wrong_places:
        with pytest.raises(NotFound):
            room.give(alice, place, given)
    assert room.rows(Review) == 0


def test_a_session_that_ended_takes_no_answer(room: StudyRoom) -> None:
    alice = room.person("Alice")
    sid = room.sit(alice, "s-1", "s-2")
    first, second = room.put(alice, sid, 1), room.put(alice, sid, 2)
    room.give(alice, first, room.pick(first, RIGHT["s-1"]))
    newer = room.sit(alice, "s-6")
    assert (room.is_open(sid), room.is_open(newer)) == (False, True)
    with pytest.raises(Conflict, match="ended"):
        room.give(alice, second, room.pick(second, RIGHT["s-2"]))
    assert room.give(alice, first, Given()).is_repeated, "what is stored stays so"
    assert room.rows(Review) == 1


def test_an_older_session_of_somebody_else_stays_open(room: StudyRoom) -> None:
    alice, bob = room.person("Alice"), room.person("Bob")
    kept = room.sit(bob, "s-1")
    room.sit(alice, "s-1")
    room.sit(alice, "s-2")
    assert room.is_open(kept)


# Another option and another wording; what is right stays.
EDITED = BANK.replace(
    "- [ ] empathy, regard, genuineness", "- [ ] empathy, regard, genuineness now"
).replace("exploring, understanding, acting", "something else entirely different")
CORRECTED = BANK.replace("- [x] goals, tasks, bond", "- [ ] goals, tasks, bond").replace(
    "- [ ] empathy, regard, genuineness", "- [x] empathy, regard, genuineness"
)
ANOTHER = BANK.replace("* Facts: K057", "* New: yes")


def show_and_edit(room: StudyRoom, text: str) -> tuple[Learner, int, Shown]:
    """Show a question to Alice, then load `text`."""
    alice = room.person("Alice")
    sid = room.sit(alice, "s-1")
    shown = room.put(alice, sid, 1)
    with room.app.app_context():
        result = load_text(text)
    assert not result.is_refused, result.problems
    return alice, sid, shown


@pytest.mark.db
def test_an_answer_is_graded_by_the_revision_that_was_shown(room: StudyRoom) -> None:
    alice, sid, shown = show_and_edit(room, EDITED)
    assert room.give(alice, shown, room.pick(shown, RIGHT["s-1"])).is_right
    [row] = room.log(alice)
    assert (row.revision, row.is_right) == (1, True)
    assert row.chosen[0]["text"] == "goals, tasks, bond"
    assert room.known_card(alice, "s-1").taught_revision == 1
    assert room.places(sid)[0].outcome == "ok"
    room.clock.forward(minutes=1)
    again = room.put(alice, room.sit(alice, "s-1"), 1)
    assert again.revision == 2
    room.give(alice, again, room.pick(again, ("something",)))
    assert room.known_card(alice, "s-1").taught_revision == 2
    assert [row.is_right for row in room.log(alice)] == [True, False]


@pytest.mark.db
@pytest.mark.parametrize("text", [CORRECTED, ANOTHER], ids=["key", "identity"])
@pytest.mark.parametrize("is_known", [True, False], ids=["known", "new"])
def test_an_answer_to_a_key_corrected_meanwhile_is_not_stored(
    room: StudyRoom, text: str, *, is_known: bool
) -> None:
    noise = room.person("Noise")
    alice = room.person("Alice")
    if is_known:
        room.answer(alice, room.sit(alice, "s-1"), 1, *RIGHT["s-1"])
        room.tomorrow()
    room.answer(noise, room.sit(noise, "s-1"), 1, *RIGHT["s-1"])
    sid = room.sit(alice, "s-1", "s-2")
    shown = room.put(alice, sid, 1)
    given = room.pick(shown, RIGHT["s-1"])
    with room.app.app_context():
        assert load_text(text, at=room.clock()).changed == ("s-1",)
    for _ in range(2):
        with pytest.raises(Conflict, match="corrected while you had it open"):
            room.give(alice, shown, given)
    assert len(room.log(alice)) == is_known
    assert room.places(sid)[0].answer_id is None
    assert room.cards_differing() == 0
    if text == CORRECTED:
        room.answer(alice, sid, 1, "empathy")
        assert room.log(alice)[-1].revision == 2
    room.answer(alice, sid, 2, *RIGHT["s-2"])


def test_an_answer_stored_before_the_correction_is_still_known_when_it_comes_again(
    room: StudyRoom,
) -> None:
    alice = room.person("Alice")
    shown = room.put(alice, room.sit(alice, "s-1"), 1)
    given = room.pick(shown, RIGHT["s-1"])
    room.give(alice, shown, given)
    with room.app.app_context():
        load_text(CORRECTED, at=room.clock())
    assert room.give(alice, shown, given).is_repeated
    assert room.rows(Review) == 1


def test_an_option_that_is_gone_meanwhile_can_still_be_chosen(room: StudyRoom) -> None:
    alice, _, shown = show_and_edit(room, EDITED)
    room.give(alice, shown, room.pick(shown, ("exploring",)))
    assert room.log(alice)[0].chosen[0]["text"] == "exploring, understanding, acting"


def test_an_option_that_was_not_shown_cannot_be_chosen(room: StudyRoom) -> None:
    alice, _, shown = show_and_edit(room, EDITED)
    new_ids = {option["id"] for option in room.body("s-1")["options"]} - set(shown.order)
    assert new_ids
    with pytest.raises(Invalid):
        room.give(alice, shown, Given((new_ids.pop(),)))


def test_a_question_retired_meanwhile_can_be_answered(room: StudyRoom) -> None:
    start, end = BANK.index("## [s-1]"), BANK.index("## [s-2]")
    alice, sid, shown = show_and_edit(room, BANK[:start] + BANK[end:])
    assert room.give(alice, shown, room.pick(shown, RIGHT["s-1"])).is_right
    assert room.places(sid)[0].outcome == "ok"


@pytest.mark.db
def test_undo_restores_the_revision_that_was_taught(room: StudyRoom) -> None:
    alice, _, shown = show_and_edit(room, EDITED)
    room.give(alice, shown, room.pick(shown, RIGHT["s-1"]))
    room.clock.forward(minutes=1)
    newer = room.sit(alice, "s-1")
    room.answer(alice, newer, 1, "goals")
    assert room.known_card(alice, "s-1").taught_revision == 2
    room.undo(alice, newer)
    assert room.known_card(alice, "s-1").taught_revision == 1
