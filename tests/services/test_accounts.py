"""Making accounts, settings and passwords."""

from typing import Any

import pytest
from sqlalchemy import select

from quizapp.adapters.passwords import verify_password
from quizapp.core.access import Role
from quizapp.core.learner import Learner
from quizapp.core.visit import Visit
from quizapp.db import write
from quizapp.db.models.accounts import LoginSession, User
from quizapp.services.account_tokens import hash_token
from quizapp.services.accounts import (
    Choices,
    change_settings,
    create_user,
    register,
)
from quizapp.services.errors import Conflict, Invalid, NotFound
from quizapp.services.passwords import change_password, reset_password
from quizapp.services.signin import SignInResult, sign_in
from tests.factories import NOON, PASSWORD
from tests.services.study_room import RIGHT, StudyRoom, acting
from tests.services.test_landing import guest_of, landing_page, send

OTHER_PASSWORD = "another row of plain words"
FINE = Choices("Alice", "Asia/Tokyo", 5, 7, 30, {"theme": "dark", "keys": "off"})


def sign_up(
    room: StudyRoom, email: str, password: str = PASSWORD, *, guest_id: int | None = None
) -> SignInResult:
    with acting(room.app) as session:
        return register(
            session,
            email,
            password,
            guest_id=guest_id,
            zone="America/New_York",
            visit=Visit("tests"),
            now=NOON,
        )


def user(room: StudyRoom, user_id: int) -> User:
    with acting(room.app, write.Mode.READ) as session:
        return session.get_one(User, user_id)


def logins(room: StudyRoom, user_id: int) -> set[str]:
    """Return the hashes of the user's login sessions."""
    query = select(LoginSession.id_hash).where(LoginSession.user_id == user_id)
    with acting(room.app, write.Mode.READ) as session:
        return set(session.scalars(query))


@pytest.mark.db
def test_registering_makes_a_learner_and_signs_in(room: StudyRoom) -> None:
    result = sign_up(room, "  Alice@Example.ORG ")
    alice = user(room, result.user_id)
    assert (alice.email, alice.role, alice.is_guest) == ("alice@example.org", "learner", False)
    assert alice.zone == "America/New_York"
    assert alice.password_hash
    assert verify_password(PASSWORD, alice.password_hash)
    assert PASSWORD not in alice.password_hash
    assert logins(room, alice.id) == {hash_token(result.token)}
    assert result.token not in logins(room, alice.id), "only its hash is stored"


@pytest.mark.db
def test_a_guest_becomes_the_account_with_all_answers(room: StudyRoom) -> None:
    shown = landing_page(room)
    landed = send(room, shown, room.pick(shown, RIGHT["s-1"]))
    guest = guest_of(room, landed)
    result = sign_up(room, "alice@example.org", guest_id=guest.id)
    alice = user(room, result.user_id)
    assert (alice.id, alice.is_guest, alice.guest_key) == (guest.id, False, None)
    assert (alice.zone, alice.prefs) == ("Europe/Berlin", {"theme": "dark"}), "its own, kept"
    learner = Learner(alice.id, alice.zone, alice.day_start_hour)
    assert [row.answer_id for row in room.log(learner)] == ["landing-1"]
    assert room.known_card(learner, "s-1").reps == 1
    assert room.is_open(landed.session_id)
    assert logins(room, alice.id) == {hash_token(result.token)}, "the guest's cookie is over"


@pytest.mark.db
def test_one_account_an_address(room: StudyRoom) -> None:
    sign_up(room, "alice@example.org")
    with pytest.raises(Invalid) as refusal:
        sign_up(room, "ALICE@example.org ", OTHER_PASSWORD)
    assert refusal.value.field == "email"
    assert room.rows(User) == 1


def test_a_guest_that_cannot_register_stays_a_guest(room: StudyRoom) -> None:
    sign_up(room, "alice@example.org")
    shown = landing_page(room)
    landed = send(room, shown, room.pick(shown, RIGHT["s-1"]))
    guest = guest_of(room, landed)
    with pytest.raises(Invalid):
        sign_up(room, "alice@example.org", guest_id=guest.id)
    after = user(room, guest.id)
    assert (after.is_guest, after.email, after.guest_key) == (True, None, guest.guest_key)
    assert logins(room, guest.id) == {hash_token(landed.token)}


def test_an_account_does_not_register_again(room: StudyRoom) -> None:
    alice = sign_up(room, "alice@example.org")
    with pytest.raises(Conflict):
        sign_up(room, "bob@example.org", guest_id=alice.user_id)
    assert user(room, alice.user_id).email == "alice@example.org"


@pytest.mark.parametrize(
    ("email", "password", "field"),
    [
        ("", PASSWORD, "email"),
        ("alice", PASSWORD, "email"),
        ("alice@example", PASSWORD, "email"),
        ("alice@@example.org", PASSWORD, "email"),
        ("al ice@example.org", PASSWORD, "email"),
        ("alice@example..org", PASSWORD, "email"),
        ("alice@example.org\nbcc: bob@example.org", PASSWORD, "email"),
        ("a" * 250 + "@example.org", PASSWORD, "email"),
        ("alice@example.org", "", "password"),
        ("alice@example.org", "fourteen chars", "password"),
        ("alice@example.org", "x" * 1001, "password"),
        ("alice@example.org", "Alice@Example.org", "password"),
    ],
)
def test_what_cannot_be_an_account(room: StudyRoom, email: str, password: str, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        sign_up(room, email, password)
    assert refusal.value.field == field
    assert room.rows(User) == 0


def test_long_and_foreign_passwords_count_to_the_last_character(room: StudyRoom) -> None:
    long = "пароль из простых слов " * 4 + "日本語 🙂"
    sign_up(room, "alice@example.org", long + "a")
    with acting(room.app) as session, pytest.raises(Invalid):
        sign_in(session, "alice@example.org", long + "b", guest_id=None, visit=Visit(), now=NOON)
    with acting(room.app) as session:
        sign_in(session, "alice@example.org", long + "a", guest_id=None, visit=Visit(), now=NOON)


@pytest.mark.db
def test_a_new_password_ends_every_other_session(room: StudyRoom) -> None:
    alice, bob = sign_up(room, "alice@example.org"), sign_up(room, "bob@example.org")
    with acting(room.app) as session:
        phone = sign_in(
            session, "alice@example.org", PASSWORD, guest_id=None, visit=Visit(), now=NOON
        )
    assert len(logins(room, alice.user_id)) == 2
    with acting(room.app) as session:
        fresh = change_password(
            session, alice.user_id, PASSWORD, OTHER_PASSWORD, visit=Visit(), now=NOON
        )
    assert logins(room, alice.user_id) == {hash_token(fresh.token)}
    assert fresh.token not in {alice.token, phone.token}
    assert logins(room, bob.user_id) == {hash_token(bob.token)}
    with acting(room.app) as session, pytest.raises(Invalid):
        sign_in(session, "alice@example.org", PASSWORD, guest_id=None, visit=Visit(), now=NOON)


@pytest.mark.parametrize(
    ("current", "new", "field"),
    [
        ("not the current one", OTHER_PASSWORD, "current"),
        ("", OTHER_PASSWORD, "current"),
        (PASSWORD, "short", "new"),
        (PASSWORD, "alice@example.org", "new"),
    ],
)
def test_a_refused_password_change_changes_nothing(
    room: StudyRoom, current: str, new: str, field: str
) -> None:
    alice = sign_up(room, "alice@example.org")
    with acting(room.app) as session, pytest.raises(Invalid) as refusal:
        change_password(session, alice.user_id, current, new, visit=Visit(), now=NOON)
    assert refusal.value.field == field
    assert logins(room, alice.user_id) == {hash_token(alice.token)}
    assert verify_password(PASSWORD, user(room, alice.user_id).password_hash)


def test_settings_are_kept(room: StudyRoom) -> None:
    alice, bob = room.person("Alice"), room.person("Bob")
    with acting(room.app) as session:
        change_settings(session, alice.user_id, FINE)
    row = user(room, alice.user_id)
    assert (row.name, row.zone, row.day_start_hour) == ("Alice", "Asia/Tokyo", 5)
    assert (row.new_per_day, row.minutes_a_day) == (7, 30)
    assert row.prefs == {"theme": "dark", "keys": "off"}
    assert user(room, bob.user_id).zone == "UTC"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": "x" * 81}, "name"),
        ({"zone": "Mars/Base"}, "zone"),
        ({"zone": ""}, "zone"),
        ({"zone": "../../etc/passwd"}, "zone"),
        ({"day_start_hour": -1}, "day_start_hour"),
        ({"day_start_hour": 13}, "day_start_hour"),
        ({"new_per_day": -1}, "new_per_day"),
        ({"new_per_day": 10**30}, "new_per_day"),
        ({"minutes_a_day": 4}, "minutes_a_day"),
        ({"minutes_a_day": 241}, "minutes_a_day"),
    ],
)
def test_settings_out_of_bounds_are_refused(
    room: StudyRoom, change: dict[str, Any], field: str
) -> None:
    alice = room.person("Alice")
    values = {name: getattr(FINE, name) for name in FINE.__slots__} | change
    with acting(room.app) as session, pytest.raises(Invalid) as refusal:
        change_settings(session, alice.user_id, Choices(**values))
    assert refusal.value.field == field
    assert user(room, alice.user_id).zone == "UTC"


def test_the_operator_makes_accounts_and_resets_passwords(room: StudyRoom) -> None:
    with acting(room.app) as session:
        made = create_user(
            session, "Ed@example.org", PASSWORD, role=Role.EDUCATOR, zone="UTC", now=NOON
        )
    assert (user(room, made).role, user(room, made).email) == ("educator", "ed@example.org")
    with acting(room.app) as session, pytest.raises(Invalid):
        create_user(session, "ed@example.org", PASSWORD, role=Role.ADMIN, zone="UTC", now=NOON)
    with acting(room.app) as session:
        sign_in(session, "ed@example.org", PASSWORD, guest_id=None, visit=Visit(), now=NOON)
    with acting(room.app) as session:
        reset_password(session, "ED@example.org", OTHER_PASSWORD)
    assert logins(room, made) == set()
    assert verify_password(OTHER_PASSWORD, user(room, made).password_hash)
    with acting(room.app) as session, pytest.raises(NotFound):
        reset_password(session, "nobody@example.org", OTHER_PASSWORD)
