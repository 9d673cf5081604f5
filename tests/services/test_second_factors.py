"""Codes of an authenticator app and recovery codes: each once, at its time, for its owner."""

from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import select

from quizapp.adapters.authenticator import secret_of
from quizapp.core.visit import Visit
from quizapp.db import write
from quizapp.db.models.accounts import LoginSession, RecoveryCode, SecondFactor
from quizapp.db.models.mail import Outbox
from quizapp.services.errors import Conflict, Invalid, NotFound, RateLimited
from quizapp.services.passwords import change_password, choose_password
from quizapp.services.second_factors import begin_factor, confirm_factor, end_factor, renew_codes
from quizapp.services.signin import SignInResult, finish_sign_in, sign_in
from tests.factories import PASSWORD, Person, make_person
from tests.services.study_room import StudyRoom, acting
from tests.services.test_passwords import NEW, sent_token

KEY = "a key of the app"


@pytest.fixture
def alice(room: StudyRoom) -> Person:
    return make_person(room.app, "Alice")


def code_at(room: StudyRoom, person: Person, **off: float) -> str:
    """Return what the app of a person shows, now or so much later."""
    with acting(room.app, write.Mode.READ) as session:
        salt = session.get_one(SecondFactor, person.user_id).salt
    secret = secret_of(KEY, person.user_id, salt)
    return pyotp.TOTP(secret).at(room.clock() + timedelta(**off))


def turn_on(room: StudyRoom, person: Person) -> list[str]:
    """Set the second factor up; return the recovery codes. The code that was used is over then."""
    with acting(room.app) as session:
        begin_factor(session, person.user_id, PASSWORD, now=room.clock())
    code = code_at(room, person)
    with acting(room.app) as session:
        codes = confirm_factor(
            session, person.user_id, code, visit=Visit(), key=KEY, now=room.clock()
        )
    room.clock.forward(minutes=2)
    return codes


def by_password(room: StudyRoom, person: Person, password: str = PASSWORD) -> SignInResult:
    with acting(room.app) as session:
        return sign_in(
            session, person.email, password, guest_id=None, visit=Visit(), now=room.clock()
        )


def by_code(room: StudyRoom, half: str, code: str) -> SignInResult:
    with acting(room.app) as session:
        return finish_sign_in(
            session, half, code, guest_id=None, visit=Visit(), key=KEY, now=room.clock()
        )


@pytest.mark.db
def test_signing_in_takes_the_password_and_then_a_code(room: StudyRoom, alice: Person) -> None:
    turn_on(room, alice)
    half = by_password(room, alice)
    assert half.needs_code
    assert room.rows(LoginSession) == 0, "the password alone opens nothing"
    result = by_code(room, half.token, code_at(room, alice))
    assert not result.needs_code
    assert room.rows(LoginSession) == 1
    with pytest.raises(NotFound):
        by_code(room, half.token, code_at(room, alice, seconds=30))


@pytest.mark.db
def test_a_code_is_taken_once(room: StudyRoom, alice: Person) -> None:
    turn_on(room, alice)
    code = code_at(room, alice)
    by_code(room, by_password(room, alice).token, code)
    again = by_password(room, alice).token
    with pytest.raises(Invalid):
        by_code(room, again, code)
    room.clock.forward(seconds=30)
    with pytest.raises(Invalid):
        by_code(room, again, code)
    by_code(room, again, code_at(room, alice))


@pytest.mark.parametrize(("seconds", "fits"), [(-60, False), (-30, True), (30, True), (60, False)])
def test_a_clock_may_be_one_step_off(
    room: StudyRoom,
    alice: Person,
    seconds: int,
    fits: bool,  # noqa: FBT001
) -> None:
    turn_on(room, alice)
    half, code = by_password(room, alice).token, code_at(room, alice, seconds=seconds)
    if fits:
        by_code(room, half, code)
    else:
        with pytest.raises(Invalid):
            by_code(room, half, code)


def test_an_older_code_is_worth_nothing_after_a_newer_one(room: StudyRoom, alice: Person) -> None:
    turn_on(room, alice)
    by_code(room, by_password(room, alice).token, code_at(room, alice, seconds=30))
    with pytest.raises(Invalid):
        by_code(room, by_password(room, alice).token, code_at(room, alice))


@pytest.mark.db
def test_ten_recovery_codes_work_once_each(room: StudyRoom, alice: Person) -> None:
    codes = turn_on(room, alice)
    assert len(set(codes)) == 10
    assert all(len(code.replace("-", "")) == 16 for code in codes), "80 random bits"
    for code in codes:
        by_code(room, by_password(room, alice).token, f" {code.upper()} ")
        with pytest.raises(Invalid):
            by_code(room, by_password(room, alice).token, code)
    assert room.rows(RecoveryCode) == 0


def test_only_hashes_of_codes_and_no_secret_are_stored(room: StudyRoom, alice: Person) -> None:
    codes = turn_on(room, alice)
    with acting(room.app, write.Mode.READ) as session:
        stored = " ".join(session.scalars(select(RecoveryCode.code_hash)))
        factor = session.get_one(SecondFactor, alice.user_id)
    assert not any(code in stored or code.replace("-", "") in stored for code in codes)
    secret = secret_of(KEY, alice.user_id, factor.salt)
    assert len(secret) == 32, "160 bits"
    assert secret not in (factor.salt, factor.salt.upper())
    assert secret_of("another key", alice.user_id, factor.salt) != secret


def test_codes_of_somebody_else_do_not_fit(room: StudyRoom, alice: Person) -> None:
    bob = make_person(room.app, "Bob")
    codes = turn_on(room, bob)
    turn_on(room, alice)
    half = by_password(room, alice).token
    for code in (codes[0], code_at(room, bob)):
        with pytest.raises(Invalid):
            by_code(room, half, code)


@pytest.mark.db
def test_codes_cannot_be_guessed(room: StudyRoom, alice: Person) -> None:
    turn_on(room, alice)
    half = by_password(room, alice).token
    looked_at = 0
    for n in range(100):
        try:
            by_code(room, half, f"{n:06d}")
        except Invalid:
            looked_at += 1
        except RateLimited:
            half = by_password(room, alice).token
    assert looked_at == 6
    with pytest.raises(RateLimited) as refusal:
        by_code(room, half, code_at(room, alice))
    room.clock.forward(seconds=refusal.value.seconds)
    by_code(room, half, code_at(room, alice))


def test_the_way_between_password_and_code_is_ten_minutes_long(
    room: StudyRoom, alice: Person
) -> None:
    turn_on(room, alice)
    half = by_password(room, alice).token
    room.clock.forward(minutes=10)
    with pytest.raises(NotFound):
        by_code(room, half, code_at(room, alice))


def test_a_reset_is_no_way_around_it(room: StudyRoom, alice: Person) -> None:
    turn_on(room, alice)
    half = by_password(room, alice).token
    token = sent_token(room)
    with acting(room.app) as session:
        choose_password(session, token, NEW, visit=Visit(), now=room.clock())
    with pytest.raises(NotFound):
        by_code(room, half, code_at(room, alice))
    assert by_password(room, alice, NEW).needs_code
    with acting(room.app) as session:
        change_password(session, alice.user_id, NEW, PASSWORD, visit=Visit(), now=room.clock())
    assert by_password(room, alice).needs_code


@pytest.mark.db
def test_each_change_takes_the_password(room: StudyRoom, alice: Person) -> None:
    codes, wrong, now = turn_on(room, alice), "not the password", room.clock()
    with acting(room.app) as session, pytest.raises(Invalid):
        renew_codes(session, alice.user_id, wrong, now=now)
    with acting(room.app) as session, pytest.raises(Invalid):
        end_factor(session, alice.user_id, wrong, visit=Visit(), now=now)
    with acting(room.app) as session, pytest.raises(Invalid):
        begin_factor(session, alice.user_id, wrong, now=now)
    with acting(room.app) as session, pytest.raises(Conflict):
        begin_factor(session, alice.user_id, PASSWORD, now=now)
    by_code(room, by_password(room, alice).token, codes[0])


def test_new_recovery_codes_end_the_old(room: StudyRoom, alice: Person) -> None:
    old = turn_on(room, alice)
    with acting(room.app) as session:
        new = renew_codes(session, alice.user_id, PASSWORD, now=room.clock())
    assert not set(old) & set(new)
    half = by_password(room, alice).token
    with pytest.raises(Invalid):
        by_code(room, half, old[0])
    by_code(room, half, new[0])


def test_turned_off_nothing_is_left_of_it_and_the_owner_is_told(
    room: StudyRoom, alice: Person
) -> None:
    turn_on(room, alice)
    with acting(room.app) as session:
        visit = Visit(has_mail=True)
        end_factor(session, alice.user_id, PASSWORD, visit=visit, now=room.clock())
    assert not by_password(room, alice).needs_code
    assert (room.rows(SecondFactor), room.rows(RecoveryCode), room.rows(Outbox)) == (0, 0, 1)


def test_one_that_is_not_confirmed_asks_for_nothing(room: StudyRoom, alice: Person) -> None:
    with acting(room.app) as session:
        begin_factor(session, alice.user_id, PASSWORD, now=room.clock())
    assert not by_password(room, alice).needs_code
    with acting(room.app) as session, pytest.raises(Invalid):
        confirm_factor(session, alice.user_id, "000000x", visit=Visit(), key=KEY, now=room.clock())
