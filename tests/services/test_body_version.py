"""A bank whose bodies were made by an older version of the code is made anew."""

import pytest
from flask import Flask

from quizapp.core.bank.body import BODY_VERSION
from quizapp.core.bank.ownership import BROWSER
from quizapp.db.models.banks import Bank, ItemRevision
from quizapp.db.models.study import CardEdit, Correction
from quizapp.services import banks
from tests.factories import BANK, load_text
from tests.services.editing import COSMETIC, KEY, edited, load
from tests.services.study_room import RIGHT, StudyRoom, acting


def test_an_unchanged_text_is_loaded_again_for_a_newer_body(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        assert load_text().is_untouched
        monkeypatch.setattr(banks, "BODY_VERSION", BODY_VERSION + 1)
        again = load_text()
        assert not again.is_untouched
        assert len(again.same) == 6
        assert load_text().is_untouched


def test_bodies_of_another_form_change_nothing_for_learners(room: StudyRoom) -> None:
    """Not even where the older form lacks what makes another item, or has other option ids."""
    text = BANK.replace("* Facts: K057", "* New: yes")
    load(room.app, text)
    alice = room.person("Alice")
    room.answer(alice, room.sit(alice, "s-1"), 1, *RIGHT["s-1"])
    due_on = room.known_card(alice, "s-1").due_on
    with acting(room.app) as session:
        for revision in session.query(ItemRevision):
            options = [one | {"text": f"old {n}"} for n, one in enumerate(revision.body["options"])]
            revision.body = {
                key: value for key, value in revision.body.items() if key not in {"is_new", "steps"}
            } | {"options": options}
        bank = session.query(Bank).one()
        bank.about = bank.about | {"body_version": 3}
        session.commit()
    result = load(room.app, text, at=room.clock())
    assert {one.change for one in result.changes} == {COSMETIC}
    assert len(result.changes) == 6
    assert room.known_card(alice, "s-1").due_on == due_on
    assert room.rows(CardEdit) == 0
    assert load(room.app, text).is_untouched


def test_nobody_is_told_of_a_correction_again(
    room: StudyRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice = room.person("Alice")
    room.answer(alice, room.sit(alice, "s-2"), 1, *RIGHT["s-2"])
    text = edited(BANK, "s-2", KEY)
    load(room.app, text, at=room.clock())
    monkeypatch.setattr(banks, "BODY_VERSION", BODY_VERSION + 1)
    assert len(load(room.app, text, at=room.clock()).same) == 6
    assert room.rows(Correction) == room.rows(CardEdit) == 1


def test_what_the_browser_published_is_made_anew_and_not_the_file(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    published = BANK.replace("One idea for all", "The same idea for all")
    load(app, published, origin=BROWSER)
    monkeypatch.setattr(banks, "BODY_VERSION", BODY_VERSION + 1)
    result = load(app, BANK)
    assert (result.changed, len(result.same)) == ((), 6)
    assert load(app, BANK).is_untouched
