"""How ready a learner is, section by section, from their own log and the banks."""

from datetime import date, timedelta

import pytest
from sqlalchemy import insert, update

from quizapp.config import ROOT
from quizapp.core.analysis.readiness import NoReadiness, Readiness, Reason, Unknown
from quizapp.core.analysis.recalibration import recalibrate
from quizapp.core.bank.model import Status
from quizapp.core.learner import Learner
from quizapp.core.scheduling.memory import recall_chance, retrievability, review
from quizapp.core.scheduling.rating import Rating
from quizapp.db import write
from quizapp.db.base import table_of
from quizapp.db.models.banks import Item, ItemRevision
from quizapp.db.models.study import ItemMark, Review
from quizapp.services.exams import load_exam
from quizapp.services.readiness import LONG_LOG, SectionReadiness, learner_model, readiness_of
from quizapp.services.study_log import rebuild_cards
from tests.db.test_statements import sending
from tests.factories import BANK, NOON
from tests.services.editing import KEY, edited, load
from tests.services.logged import TODAY, copies, log_row, study, write_log
from tests.services.study_room import RIGHT, StudyRoom, acting

EXAM = (ROOT / "content" / "exams" / "crcc-crc.yaml").read_text(encoding="utf-8")
NO_COUNT = "questions: {value: null, source: none, seen: unknown, status: unknown}"


def sections(
    room: StudyRoom, who: Learner, exam_on: date | None = None, *, exam: str = ""
) -> dict[str, SectionReadiness]:
    with acting(room.app, write.Mode.READ) as session:
        found = readiness_of(session, who.user_id, exam_on, TODAY, exam=exam)
    return {one.slug: one for one in found}


def figure(room: StudyRoom, who: Learner, exam_on: date | None = None) -> Readiness:
    result = sections(room, who, exam_on)["C"].result
    assert isinstance(result, Readiness), result
    return result


def answers_told(room: StudyRoom, who: Learner) -> int:
    with acting(room.app, write.Mode.READ) as session:
        return learner_model(session, who.user_id, TODAY).recalibration.answers


@pytest.mark.db
def test_the_figure_is_that_of_the_learners_own_log(room: StudyRoom) -> None:
    alice, bob = room.person("Alice"), room.person("Bob")
    ids = copies(room, 40)
    study(room, alice, ids, [9, 6], wrong=ids[:10])
    study(room, bob, ids, [9, 8, 7], wrong=ids)
    found = sections(room, alice, TODAY + timedelta(days=4))["C"]
    assert isinstance(found.result, Readiness)

    # The same by hand: 30 items right twice, 10 wrong twice, three days apart; six never seen.
    first = {
        True: review(None, Rating.GOOD, TODAY - timedelta(days=9)),
        False: review(None, Rating.AGAIN, TODAY - timedelta(days=9)),
    }
    believed = [recall_chance(first[at >= 10].stability, 3) for at in range(40)]
    by = recalibrate(believed, [at >= 10 for at in range(40)], 1 / 3)
    exam_on, on = TODAY + timedelta(days=4), TODAY - timedelta(days=6)
    good = retrievability(review(first[True], Rating.GOOD, on), exam_on)
    bad = retrievability(review(first[False], Rating.AGAIN, on), exam_on)
    tries = (30 - 40 / 3) / (40 * 2 / 3)  # 30 of 40 first answers right, luck taken out
    picked = 30 * float(by.chance_right(good, 1 / 3)) + 10 * float(by.chance_right(bad, 1 / 3))
    # s-1 has three options, s-2 and s-6 two; s-3, s-4 and the two gaps of s-5 leave no luck.
    unseen = (1 / 3 + 2 / 3 * tries) + 2 * (1 / 2 + 1 / 2 * tries) + 3 * tries
    assert found.result.point == pytest.approx((picked + unseen) / 46)
    assert found.result.answers == 40
    assert (found.items, found.items_seen) == (46, 40)
    assert found.result.low < found.result.point < found.result.high


@pytest.mark.db
def test_what_says_nothing_of_memory_is_left_out(room: StudyRoom) -> None:
    alice = room.person("Alice")
    ids = copies(room, 50)
    study(room, alice, ids, [9])
    assert answers_told(room, alice) == 0, "first answers recall nothing"
    study(room, alice, ids[:35], [5])
    assert answers_told(room, alice) == 35
    study(room, alice, ids[35:38], [4], is_fast=True)
    study(room, alice, ids[38:41], [4], counts_for_memory=False)
    assert answers_told(room, alice) == 35
    undone = f"{ids[0]}-{TODAY - timedelta(days=5)}"
    with acting(room.app) as session:
        undo = log_row(alice, ids[0], "", TODAY, is_right=True)
        session.execute(insert(table_of(Review)), [undo | {"rating": None, "reverses": undone}])
        rebuild_cards(session)
    assert answers_told(room, alice) == 34


def test_an_answer_under_a_corrected_key_is_left_out(room: StudyRoom) -> None:
    alice = room.person("Alice")
    study(room, alice, [room.item_id("s-1"), room.item_id("s-2")], [9, 5])
    assert answers_told(room, alice) == 2
    load(room.app, edited(BANK, "s-2", KEY), at=room.clock())
    assert answers_told(room, alice) == 1


def test_an_answer_given_in_a_session_counts_at_once(room: StudyRoom) -> None:
    alice = room.person("Alice")
    study(room, alice, [room.item_id("s-1")], [9])
    assert answers_told(room, alice) == 0
    sid = room.sit(alice, "s-1")
    room.answer(alice, sid, 1, *RIGHT["s-1"])
    assert answers_told(room, alice) == 1
    room.undo(alice, sid)
    assert answers_told(room, alice) == 0


def test_too_few_answers_or_items_give_a_reason_and_no_figure(room: StudyRoom) -> None:
    alice = room.person("Alice")
    found = sections(room, alice)["C"]
    assert found.result == NoReadiness(Reason.FEW_ITEMS, 6, 30, answers=0, seen=0, unseen=7)
    assert (found.title, found.items, found.items_seen) == ("Section C", 6, 0)
    ids = copies(room, 40)
    study(room, alice, ids[:29], [9, 5])
    few = sections(room, alice)["C"].result
    assert isinstance(few, NoReadiness)
    assert (few.reason, few.have, few.needed) == (Reason.FEW_ANSWERS, 29, 30)


def test_gaps_are_one_item_and_share_what_it_is_worth(room: StudyRoom) -> None:
    alice = room.person("Alice")
    first, second = room.parts("s-5")
    ids = copies(room, 24, "s-5")
    study(room, alice, ids, [9, 7, 5], parts=[first])
    found = sections(room, alice)["C"]
    assert isinstance(found.result, Readiness)
    assert (found.items, found.items_seen) == (30, 24)
    assert (found.result.seen, found.result.unseen) == (24, 24 + 2 + 5)
    study(room, alice, ids, [9, 7, 5], parts=[second])
    assert figure(room, alice).point > found.result.point


def test_a_later_exam_finds_less(room: StudyRoom) -> None:
    alice = room.person("Alice")
    study(room, alice, copies(room, 40), [9, 5])
    today, week, month = (
        figure(room, alice, TODAY + timedelta(days=days)).point for days in (0, 7, 30)
    )
    assert today > week > month
    assert figure(room, alice, None).point == today
    assert figure(room, alice, TODAY - timedelta(days=90)).point == today


def test_setting_aside_makes_nobody_readier_and_withdrawn_items_are_out(room: StudyRoom) -> None:
    alice = room.person("Alice")
    ids = copies(room, 60)
    study(room, alice, ids[:40], [9, 5], wrong=ids[:10])
    before = figure(room, alice)
    with acting(room.app) as session:
        marks = [{"user_id": alice.user_id, "item_id": n, "suspended_at": NOON} for n in ids[:10]]
        session.execute(insert(table_of(ItemMark)), [one | {"note": ""} for one in marks])
        session.commit()
    assert figure(room, alice) == before
    with acting(room.app) as session:
        gone = update(Item).where(Item.id.in_(ids[40:50])).values(status=Status.RETIRED)
        session.execute(gone)
        session.execute(update(Item).where(Item.id.in_(ids[50:])).values(status=Status.DRAFT))
        session.commit()
    after = figure(room, alice)
    assert after.unseen == before.unseen - 20
    assert after.answers == before.answers


@pytest.mark.db
def test_an_exam_gives_sections_titles_and_weights(room: StudyRoom) -> None:
    alice = room.person("Alice")
    ids = copies(room, 60)
    with acting(room.app) as session:
        for item_id in ids[40:]:
            revision = session.get_one(ItemRevision, (item_id, 1))
            revision.body = revision.body | {"topic": "professional-orientation", "section": "C, R"}
        session.commit()
        load_exam(session, EXAM, now=NOON)
    study(room, alice, ids[:40], [9, 5])
    found = sections(room, alice, exam="crcc-crc")
    assert list(found) == ["R", "C"]
    assert found["R"].title == "Rehabilitation and Disability"
    assert (found["R"].items, found["C"].items) == (20, 66)
    assert isinstance(found["R"].result, NoReadiness)
    assert (found["C"].topics, found["C"].all_topics) == (2, 12)
    result = found["C"].result
    assert isinstance(result, Readiness)
    assert Unknown.QUESTIONS in result.unknowns
    assert Unknown.WEIGHTS not in result.unknowns, "one weight is known, and the other its mean"
    plain = sections(room, alice)["C"].result
    assert isinstance(plain, Readiness)
    assert Unknown.WEIGHTS in plain.unknowns
    assert plain.point == pytest.approx(result.point)


def test_a_known_weight_and_length_are_used(room: StudyRoom) -> None:
    alice = room.person("Alice")
    ids = copies(room, 60)
    known = NO_COUNT.replace("null", "100").replace("status: unknown", "status: official")
    heavy = EXAM.replace(NO_COUNT, known)
    weight = "weight: {value: null, source: none, seen: unknown, status: unknown}"
    assert weight in heavy.split("slug: counseling-theories")[1]
    heavy = heavy.replace(
        weight, weight.replace("null", "60").replace(": unknown}", ": official}"), 1
    )
    with acting(room.app) as session:
        for item_id in ids[40:]:
            revision = session.get_one(ItemRevision, (item_id, 1))
            revision.body = revision.body | {"topic": "professional-orientation"}
        session.commit()
        result = load_exam(session, heavy, now=NOON)
        assert not result.problems
    study(room, alice, ids[:40], [9], wrong=ids[:30])
    study(room, alice, ids[:40], [5])
    found = sections(room, alice, exam="crcc-crc")["C"].result
    plain = sections(room, alice)["C"].result
    assert isinstance(found, Readiness)
    assert isinstance(plain, Readiness)
    assert (found.questions, plain.questions) == (100, 75)
    assert Unknown.QUESTIONS not in found.unknowns
    assert found.point > plain.point, "what was learned belongs to the heavier topic"


@pytest.mark.db
def test_it_takes_few_statements_however_much_there_is(room: StudyRoom) -> None:
    alice = room.person("Alice")
    ids = copies(room, 40)
    study(room, alice, ids, [9])
    with sending(room.app) as few:
        sections(room, alice)
    study(room, alice, copies(room, 80, first=40), [8, 5])
    with sending(room.app) as many:
        sections(room, alice)
    assert len(many) == len(few) <= 7
    with sending(room.app) as again:
        sections(room, alice)
    assert len(again) == len(few) - 3, "an unchanged log and unchanged banks are not read anew"


def test_a_long_log_is_replayed_once_a_day(room: StudyRoom) -> None:
    alice = room.person("Alice")
    ids, days = copies(room, 100), [TODAY - timedelta(days=ago) for ago in range(1, 22)]
    assert len(ids) * len(days) > LONG_LOG
    write_log(room, [log_row(alice, n, "", on, is_right=True) for n in ids for on in days])
    told = answers_told(room, alice)
    assert told == 100 * 20
    write_log(room, [log_row(alice, n, "", TODAY, is_right=True) for n in ids[:20]])
    assert answers_told(room, alice) == told
    with acting(room.app, write.Mode.READ) as session:
        later = learner_model(session, alice.user_id, TODAY + timedelta(days=1))
    assert later.recalibration.answers == told + 20
