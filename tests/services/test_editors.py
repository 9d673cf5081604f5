"""Who may change a bank, and who says so."""

import pytest
from flask import Flask

from quizapp.core.access import Role
from quizapp.db.base import db_session
from quizapp.db.models.accounts import User
from quizapp.db.queries.teaching import editable_bank, editors_of, taught_banks
from quizapp.services.editors import add_editor, remove_editor, set_editor
from quizapp.services.errors import Invalid, NotAllowed, NotFound
from tests.factories import BANK, NOON, load_text, make_person
from tests.services.study_room import acting


@pytest.fixture
def people(app: Flask) -> dict[str, int]:
    """A bank whose owner is Olga; Emil teaches, Lea learns, Ann runs the site."""
    with acting(app):
        load_text(BANK)
    roles = {"Olga": Role.EDUCATOR, "Emil": Role.EDUCATOR, "Lea": Role.LEARNER, "Ann": Role.ADMIN}
    people = {name: make_person(app, name, role).user_id for name, role in roles.items()}
    with acting(app):
        set_editor(db_session, "small", "olga@example.org", "owner", now=NOON)
    return people


def test_an_owner_adds_and_removes_editors(app: Flask, people: dict[str, int]) -> None:
    with acting(app):
        add_editor(db_session, people["Olga"], "small", " Emil@Example.org", now=NOON)
        bank = editable_bank(db_session, people["Emil"], "small")
        assert bank
        assert (bank.role, bank.is_owner) == ("editor", False)
        assert [one.role for one in editors_of(db_session, bank.bank_id)] == ["owner", "editor"]
    with acting(app), pytest.raises(NotAllowed):
        add_editor(db_session, people["Emil"], "small", "ann@example.org", now=NOON)
    with acting(app):
        remove_editor(db_session, people["Olga"], "small", people["Emil"])
        assert editable_bank(db_session, people["Emil"], "small") is None
    with acting(app):
        remove_editor(db_session, people["Olga"], "small", people["Olga"])
        assert editable_bank(db_session, people["Olga"], "small"), "an owner stays"


def test_an_owner_added_again_stays_owner(app: Flask, people: dict[str, int]) -> None:
    with acting(app):
        add_editor(db_session, people["Olga"], "small", "olga@example.org", now=NOON)
        bank = editable_bank(db_session, people["Olga"], "small")
        assert bank
        assert bank.is_owner


@pytest.mark.parametrize("email", ["lea@example.org", "nobody@example.org", ""])
def test_only_educators_can_be_added(app: Flask, people: dict[str, int], email: str) -> None:
    with acting(app), pytest.raises(Invalid, match="No educator here"):
        add_editor(db_session, people["Olga"], "small", email, now=NOON)


def test_what_each_sees(app: Flask, people: dict[str, int]) -> None:
    with acting(app):
        seen = {name: len(taught_banks(db_session, one)) for name, one in people.items()}
    assert seen == {"Olga": 1, "Emil": 0, "Lea": 0, "Ann": 1}
    with acting(app), pytest.raises(NotFound):
        add_editor(db_session, people["Emil"], "small", "emil@example.org", now=NOON)


def test_who_teaches_no_longer_changes_nothing(app: Flask, people: dict[str, int]) -> None:
    with acting(app):
        from_before = editable_bank(db_session, people["Olga"], "small")
        assert from_before
        db_session.get_one(User, people["Olga"]).role = "learner"
        db_session.flush()
        assert editable_bank(db_session, people["Olga"], "small") is None
