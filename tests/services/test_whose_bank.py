"""A bank that a file and the browser both change: who is served, and what a conflict says."""

import pytest
from flask import Flask

from quizapp.core.bank.ownership import BROWSER, Side
from quizapp.core.bank.revision import ChangeClass
from quizapp.db import write
from quizapp.db.base import db_session
from quizapp.db.models.banks import Bank, BankLoad, Item, ItemRevision
from quizapp.db.models.study import CardEdit, Correction
from quizapp.db.queries.banks import bank_by_slug, last_text
from quizapp.services.errors import Invalid
from quizapp.services.load_result import LoadResult
from tests.factories import BANK
from tests.services.editing import KEY, edited, load
from tests.services.study_room import RIGHT, StudyRoom, acting

FILED = BANK.replace("Which set names", "Which set of words names")
PUBLISHED = BANK.replace("What the tests study.", "What all the tests study.")


def served(app: Flask) -> str | None:
    with acting(app, write.Mode.READ) as session:
        return last_text(session, "small")


def publish(app: Flask, text: str) -> LoadResult:
    return load(app, text, origin=BROWSER)


@pytest.mark.db
def test_a_file_that_has_not_changed_does_not_undo_the_browser(app: Flask) -> None:
    publish(app, PUBLISHED)
    assert load(app, BANK).is_untouched
    assert served(app) == PUBLISHED


def test_only_the_file_changed(app: Flask) -> None:
    assert load(app, FILED).changed == ("s-1",)
    assert served(app) == FILED


def test_the_browser_may_publish_what_it_will(app: Flask) -> None:
    load(app, FILED)
    assert publish(app, PUBLISHED).changed == ("s-1",)
    assert publish(app, PUBLISHED).is_untouched
    assert publish(app, FILED).changed == ("s-1",)
    assert served(app) == FILED


@pytest.mark.db
def test_both_changed_is_a_conflict_that_shows_both(room: StudyRoom) -> None:
    app = room.app
    publish(app, PUBLISHED)
    before = [room.rows(model) for model in (BankLoad, ItemRevision, Item)]
    result = load(app, FILED)
    assert result.is_refused
    assert result.conflict is not None
    assert "+Which set of words names the three" in result.conflict.file
    assert "+What all the tests study." in result.conflict.browser
    assert "set of words" not in result.conflict.browser
    assert [room.rows(model) for model in (BankLoad, ItemRevision, Item)] == before
    assert served(app) == PUBLISHED
    assert load(app, FILED).is_refused, "it is asked until it is settled"


@pytest.mark.db
def test_ours_loads_the_file(app: Flask) -> None:
    publish(app, PUBLISHED)
    assert load(app, FILED, settle=Side.OURS).changed == ("s-1",)
    assert served(app) == FILED
    assert load(app, FILED).is_untouched
    assert publish(app, PUBLISHED).changed == ("s-1",), "and the browser may go on"


@pytest.mark.db
def test_theirs_goes_on_serving_what_was_published(room: StudyRoom) -> None:
    app = room.app
    publish(app, PUBLISHED)
    revisions = room.rows(ItemRevision)
    result = load(app, FILED, settle=Side.THEIRS)
    assert (result.is_left, result.is_refused, result.changed) == (True, False, ())
    assert served(app) == PUBLISHED
    assert room.rows(ItemRevision) == revisions
    assert load(app, FILED).is_untouched, "its hash is known"
    with acting(app, write.Mode.READ) as session:
        found = bank_by_slug(session, "small")
        assert found is not None
        assert found.loads == 2, "the one that is not served is no edition"
    assert load(app, FILED + "\n").is_refused is False, "what the file says next is newer"


def test_a_file_equal_to_what_is_served_is_no_conflict(app: Flask) -> None:
    publish(app, FILED)
    assert load(app, FILED).is_untouched
    newer = FILED.replace("One idea for all", "The same idea for all")
    assert load(app, newer).changed == ("s-2",), "it was noted as the last text both shared"


def test_settling_without_a_conflict_changes_nothing_about_the_load(app: Flask) -> None:
    assert load(app, FILED, settle=Side.THEIRS).changed == ("s-1",)


def test_a_broken_file_is_no_conflict_but_broken(app: Flask) -> None:
    publish(app, PUBLISHED)
    for settle in (None, *Side):
        result = load(app, FILED.replace("- [x] goals, tasks", "- [ ] goals, tasks"), settle=settle)
        assert result.conflict is None
        assert result.problems
    assert served(app) == PUBLISHED


def test_a_dry_run_says_everything_and_stores_nothing(room: StudyRoom) -> None:
    app, alice = room.app, room.person("Alice")
    room.answer(alice, room.sit(alice, "s-1"), 1, *RIGHT["s-1"])
    models = (Bank, BankLoad, Item, ItemRevision, CardEdit, Correction)
    before = [room.rows(model) for model in models]
    card = vars(room.known_card(alice, "s-1")).copy()
    text = edited(BANK, "s-1", KEY).replace("[s-2]", "[s-9]").replace("small bank", "tiny bank")
    result = load(app, text, is_dry=True)
    assert [(one.ref, one.change, one.told) for one in result.changes] == [("s-1", KEY, 1)]
    assert (result.new, result.retired) == (("s-9",), ("s-2",))
    assert [room.rows(model) for model in models] == before
    after = vars(room.known_card(alice, "s-1"))
    assert {**card, "_sa_instance_state": 0} == {**after, "_sa_instance_state": 0}
    with acting(app, write.Mode.READ) as session:
        found = bank_by_slug(session, "small")
    assert found is not None
    assert found.title == "A small bank"
    assert load(app, text, is_dry=True) == result
    assert load(app, text) == result, "it was true"


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        (found, wanted)
        for found in ChangeClass
        for wanted in ChangeClass
        if found != wanted and {found, wanted} & {ChangeClass.KEY, ChangeClass.COSMETIC}
    ],
)
def test_a_class_may_be_raised_and_lowered_with_a_reason(
    app: Flask, found: ChangeClass, wanted: ChangeClass
) -> None:
    order = list(ChangeClass)
    text, overrule = edited(BANK, "s-2", found), {"s-2": wanted}
    if order.index(wanted) > order.index(found):
        with pytest.raises(Invalid, match=f"The change of s-2 is {found}.*give the reason"):
            load(app, text, overrule=overrule)
        with app.app_context():
            db_session.rollback()
        with pytest.raises(Invalid):
            load(app, text, overrule=overrule, because="  ")
        because = "It says the same."
    else:
        because = ""
    result = load(app, text, overrule=overrule, because=because)
    assert [(one.change, one.found) for one in result.changes] == [(wanted, found)]
    with acting(app, write.Mode.READ) as session:
        query = session.query(ItemRevision).join(Item, Item.id == ItemRevision.item_id)
        row = query.filter(Item.ref == "s-2").order_by(ItemRevision.no.desc()).first()
        assert row is not None
        assert (row.change, row.found, row.why) == (
            wanted,
            found,
            because,
        )


@pytest.mark.parametrize("ref", ["s-1", "s-99"])
def test_only_a_change_has_a_class(app: Flask, ref: str) -> None:
    with pytest.raises(Invalid, match=f"{ref} has not changed"):
        load(app, edited(BANK, "s-2", KEY), overrule={ref: ChangeClass.WORDING}, because="Why.")
    assert served(app) == BANK


def test_a_key_that_was_lowered_moves_no_card_and_tells_nobody(room: StudyRoom) -> None:
    alice = room.person("Alice")
    room.answer(alice, room.sit(alice, "s-2"), 1, *RIGHT["s-2"])
    before = room.known_card(alice, "s-2").due_on
    text, options = edited(BANK, "s-2", KEY), {"s-2": ChangeClass.WORDING}
    load(room.app, text, at=room.clock(), overrule=options, because="A slip of the pen.")
    assert room.known_card(alice, "s-2").due_on == before
    assert room.rows(Correction) == room.rows(CardEdit) == 0
    assert room.cards_differing() == 0
