"""Drafts kept apart from what is live, and published all at once."""

from typing import Any

import pytest
from sqlalchemy import select

from quizapp.core.bank.revision import ChangeClass
from quizapp.db.models.banks import Bank, BankLoad, ItemRevision
from quizapp.db.models.study import Correction
from quizapp.db.models.teaching import BankDraft, DraftPicture
from quizapp.db.queries.drafts import load_text, loads
from quizapp.services.drafts import (
    begin_bank,
    bring_back,
    drop_draft,
    open_draft,
    replace_text,
    take_in_edits,
    take_upload,
)
from quizapp.services.errors import Conflict, Invalid, NotFound
from quizapp.services.load_result import LoadOptions
from quizapp.services.publishing import preview_draft
from tests.db.test_concurrency import together
from tests.factories import make_person
from tests.services.editing import COSMETIC, EDITS, KEY, MATERIAL, WORDING, edited, load
from tests.services.educators_desk import GOOD, KEY_EDIT, SMALL, Desk, desk_in, read
from tests.services.study_room import RIGHT, WRONG, StudyRoom, acting

pytestmark = pytest.mark.db


@pytest.fixture
def desk(room: StudyRoom) -> Desk:
    return desk_in(room)


def test_a_draft_is_apart_from_what_is_live(desk: Desk) -> None:
    revisions = desk.room.rows(ItemRevision)
    assert desk.save(desk.olga, KEY_EDIT) == 1
    assert desk.live() == GOOD
    with acting(desk.room.app) as session:
        assert open_draft(session, desk.emil, SMALL).draft.text == GOOD, "each has their own"
        found = preview_draft(session, desk.olga, SMALL, LoadOptions(), read=read)
    assert [(one.ref, one.change) for one in found.result.changes] == [("s-2", KEY)]
    assert found.needs_why == ("s-2",)
    assert desk.room.rows(ItemRevision) == revisions, "looking stores nothing"
    result = desk.publish(desk.olga, reasons={"s-2": "It was the other way."})
    assert result.changed == ("s-2",)
    assert desk.live() == KEY_EDIT
    assert desk.room.rows(BankDraft) == 0


def test_the_reason_goes_to_those_who_were_taught_the_old_key(desk: Desk) -> None:
    alice, bob = desk.room.person("Alice"), desk.room.person("Bob")
    desk.room.answer(alice, desk.room.sit(alice, "s-2"), 1, *RIGHT["s-2"])
    desk.room.answer(bob, desk.room.sit(bob, "s-1"), 1, *WRONG["s-1"])
    desk.save(desk.olga, edited(KEY_EDIT, "s-1", MATERIAL))
    with acting(desk.room.app) as session:
        found = preview_draft(session, desk.olga, SMALL, LoadOptions(), read=read)
    assert found.learners == {"s-1": 1, "s-2": 1}
    with pytest.raises(Invalid) as refused:
        desk.publish(desk.olga)
    assert list(refused.value.fields) == ["s-2"]
    assert desk.live() == GOOD, "all or nothing"
    desk.publish(desk.olga, reasons={"s-2": "It was the other way."})
    with acting(desk.room.app) as session:
        told = session.execute(
            select(Correction.user_id, ItemRevision.why).join(
                ItemRevision,
                (ItemRevision.item_id == Correction.item_id)
                & (ItemRevision.no == Correction.revision),
            )
        ).all()
    assert [tuple(row) for row in told] == [(alice.user_id, "It was the other way.")]


def test_a_class_is_lowered_with_a_reason_only(desk: Desk) -> None:
    desk.save(desk.olga, edited(GOOD, "s-1", MATERIAL))
    lower: dict[str, Any] = {"overrule": {"s-1": ChangeClass.WORDING}}
    with pytest.raises(Invalid) as refused:
        desk.publish(desk.olga, **lower)
    assert refused.value.field == "s-1"
    result = desk.publish(desk.olga, **lower, reasons={"s-1": "The same in other words."})
    assert [(one.change, one.found) for one in result.changes] == [(WORDING, MATERIAL)]


def test_errors_block_and_warnings_do_not(desk: Desk) -> None:
    desk.save(desk.olga, GOOD.replace("- [x] goals, tasks, bond", "- [ ] goals, tasks, bond"))
    with pytest.raises(Invalid, match="Fix them first"):
        desk.publish(desk.olga)
    warned = GOOD.replace("- [x] goals, tasks, bond", "- [x] all of the above", 1)
    desk.save(desk.olga, warned, 1)
    with acting(desk.room.app) as session:
        found = preview_draft(session, desk.olga, SMALL, LoadOptions(), read=read).checked
    assert {one.code for one in found.problems} >= {"B111"}
    assert found.blocking == ()
    desk.publish(desk.olga, 2, because="Tried.")
    assert desk.live() == warned


def test_an_error_in_a_question_that_is_a_draft_blocks_nothing(desk: Desk) -> None:
    letters = GOOD.replace("Ask which of the three", "Answer B is right. Ask which of the three")
    desk.save(desk.olga, letters)
    with pytest.raises(Invalid):
        desk.publish(desk.olga)
    desk.save(
        desk.olga, letters.replace("* Level: recall", "* Level: recall\n* Status: draft", 1), 1
    )
    assert desk.publish(desk.olga, 2).withdrawn == ("s-1",)


def test_two_tabs_notice_each_other(desk: Desk) -> None:
    assert desk.save(desk.olga, GOOD.replace("What the", "One of what the")) == 1
    with pytest.raises(Conflict, match="another tab"):
        desk.save(desk.olga, GOOD.replace("What the", "Other of what the"), 0)
    assert desk.save(desk.olga, GOOD.replace("What the", "One of what the"), 1) == 1, (
        "nothing new is no new version"
    )
    assert desk.save(desk.olga, GOOD.replace("What the", "Both of what the"), 1) == 2
    with pytest.raises(Conflict, match="saved again"):
        desk.publish(desk.olga, 1)


def test_of_two_educators_the_second_sees_what_changed_and_loses_nothing(desk: Desk) -> None:
    wording, cosmetic = edited(GOOD, "s-1", WORDING), edited(GOOD, "s-3", COSMETIC)
    desk.save(desk.olga, wording)
    desk.save(desk.emil, cosmetic)
    desk.publish(desk.olga)
    with pytest.raises(Conflict, match="Somebody else has published"):
        desk.publish(desk.emil)
    assert desk.live() == wording
    with acting(desk.room.app) as session:
        joined = take_in_edits(session, desk.emil, SMALL, now=desk.room.clock())
    assert (joined.taken, joined.clashes) == (("s-1",), ())
    result = desk.publish(desk.emil, 2)
    assert result.changed == ("s-3",)
    assert desk.live() == edited(wording, "s-3", COSMETIC)


def test_both_publish_at_once_and_one_is_told(desk: Desk) -> None:
    desk.save(desk.olga, edited(GOOD, "s-1", WORDING))
    desk.save(desk.emil, edited(GOOD, "s-3", COSMETIC))
    results = together(lambda: desk.publish(desk.olga), lambda: desk.publish(desk.emil))
    assert sorted(type(one).__name__ for one in results) == ["Conflict", "LoadResult"]
    assert (desk.room.rows(BankLoad), desk.room.rows(BankDraft)) == (3, 1)


def test_a_draft_that_takes_the_name_of_another_bank_is_refused(desk: Desk) -> None:
    with acting(desk.room.app) as session:
        begin_bank(session, desk.otto, "Mine", now=desk.room.clock())
    desk.save(desk.otto, GOOD, 1, "mine")
    with pytest.raises(Invalid, match="errors"):
        desk.publish(desk.otto, 2, "mine")
    assert desk.live() == GOOD


def test_others_and_learners_find_nothing(desk: Desk) -> None:
    lea = make_person(desk.room.app, "Lea").user_id
    for who in (desk.otto, lea):
        with pytest.raises(NotFound):
            desk.save(who, KEY_EDIT)
        with pytest.raises(NotFound):
            desk.publish(who, because="It is so.")
        with acting(desk.room.app) as session, pytest.raises(NotFound):
            take_upload(session, who, SMALL, KEY_EDIT, {}, now=desk.room.clock())
    with acting(desk.room.app) as session, pytest.raises(NotFound):
        begin_bank(session, lea, "Mine", now=desk.room.clock())
    assert desk.live() == GOOD


def test_an_earlier_text_comes_back_as_a_draft_and_byte_for_byte(desk: Desk) -> None:
    windows = GOOD.replace("\n", "\r\n") + "\r\n"
    with acting(desk.room.app) as session:
        take_upload(session, desk.olga, SMALL, "\ufeff" + windows, {}, now=desk.room.clock())
    desk.publish(desk.olga)
    assert desk.live() == "\ufeff" + windows
    desk.save(desk.olga, edited(GOOD, "s-2", KEY))
    assert "\r\n" in edited(GOOD, "s-2", KEY).replace("\n", "\r\n")
    desk.publish(desk.olga, because="It was the other way.")
    with acting(desk.room.app) as session:
        bank_id = session.scalars(select(Bank.id)).one()
        rows = loads(session, bank_id)
        texts = [load_text(session, bank_id, row.load_id) for row in rows]
    assert texts[1:3] == ["\ufeff" + windows, GOOD]
    assert [row.number for row in rows] == [4, 3, 2, 1]
    assert [row.by for row in rows] == ["olga@example.org", "olga@example.org", "", ""]
    assert rows[0].changes == {"key": 1}
    with acting(desk.room.app) as session:
        bring_back(session, desk.olga, SMALL, rows[2].load_id, now=desk.room.clock())
    assert desk.live() != GOOD, "nothing changes before it is published"
    result = desk.publish(desk.olga, because="The old one was right after all.")
    assert [(one.ref, one.change) for one in result.changes] == [("s-2", KEY)]
    assert desk.live() == GOOD
    with acting(desk.room.app) as session, pytest.raises(NotFound):
        bring_back(session, desk.otto, SMALL, rows[2].load_id, now=desk.room.clock())


def test_an_earlier_text_does_not_take_the_place_of_a_draft(desk: Desk) -> None:
    desk.save(desk.olga, KEY_EDIT)
    with acting(desk.room.app) as session:
        load_id = session.scalars(select(BankLoad.id).order_by(BankLoad.id)).first()
        assert load_id
        with pytest.raises(Conflict, match="You have a draft"):
            bring_back(session, desk.olga, SMALL, load_id, now=desk.room.clock())
        assert open_draft(session, desk.olga, SMALL).draft.text == KEY_EDIT


def test_what_was_made_of_a_draft_does_not_undo_what_others_published(desk: Desk) -> None:
    desk.save(desk.emil, edited(GOOD, "s-3", COSMETIC))
    with acting(desk.room.app) as session:
        before = open_draft(session, desk.emil, SMALL).draft
    desk.save(desk.olga, edited(GOOD, "s-1", WORDING))
    desk.publish(desk.olga)
    with acting(desk.room.app) as session:
        replace_text(session, desk.emil, before, before.text, {}, now=desk.room.clock())
    with pytest.raises(Conflict, match="Somebody else has published"):
        desk.publish(desk.emil, 2)
    with acting(desk.room.app) as session, pytest.raises(Conflict, match="another tab"):
        replace_text(session, desk.emil, before, before.text, {}, now=desk.room.clock())


def test_a_file_and_the_browser_follow_the_rule_of_conflicts(desk: Desk) -> None:
    desk.save(desk.olga, edited(GOOD, "s-1", WORDING))
    desk.publish(desk.olga)
    assert load(desk.room.app, GOOD).is_untouched, "the file of before undoes nothing"
    changed = load(desk.room.app, edited(GOOD, "s-3", COSMETIC))
    assert changed.conflict
    assert desk.live() == edited(GOOD, "s-1", WORDING)


def test_pictures_of_an_upload_go_along(desk: Desk) -> None:
    with acting(desk.room.app) as session:
        take_upload(session, desk.olga, SMALL, GOOD, {"a.png": b"x"}, now=desk.room.clock())
    assert desk.room.rows(DraftPicture) == 1
    with acting(desk.room.app) as session:
        take_upload(session, desk.olga, SMALL, GOOD, {}, now=desk.room.clock())
    assert desk.room.rows(DraftPicture) == 0, "those of the draft before are gone"


def test_a_draft_that_is_thrown_away_leaves_what_is_live(desk: Desk) -> None:
    desk.save(desk.olga, KEY_EDIT)
    with acting(desk.room.app) as session:
        drop_draft(session, desk.olga, SMALL)
        drop_draft(session, desk.olga, SMALL)
    assert (desk.room.rows(BankDraft), desk.live()) == (0, GOOD)


def test_every_edit_of_every_class_is_foreseen_as_it_happens(desk: Desk) -> None:
    for ref in ("s-1", "s-3", "s-6"):
        for swaps in EDITS[ref].values():
            text = GOOD
            for old, new in swaps:
                text = text.replace(old, new)
            with acting(desk.room.app) as session:
                take_upload(session, desk.olga, SMALL, text, {}, now=desk.room.clock())
                found = preview_draft(session, desk.olga, SMALL, LoadOptions(), read=read).result
                session.rollback()
            done = desk.publish(desk.olga, open_version(desk), because="Tried.")
            assert [(one.ref, one.change) for one in found.changes] == [
                (one.ref, one.change) for one in done.changes
            ]
            assert (found.new, found.retired, found.same) == (done.new, done.retired, done.same)
            with acting(desk.room.app) as session:
                take_upload(session, desk.olga, SMALL, GOOD, {}, now=desk.room.clock())
            desk.publish(desk.olga, open_version(desk), because="Back.")


def open_version(desk: Desk) -> int:
    with acting(desk.room.app) as session:
        return open_draft(session, desk.olga, SMALL).draft.version
