"""Wrong sign-ins: they slow the next ones down, and lock nobody out of an account."""

from datetime import timedelta

import pytest

from quizapp.core.limits import PAIR, RULES
from quizapp.core.visit import Visit
from quizapp.services.errors import Invalid, RateLimited
from quizapp.services.passwords import change_password, choose_password
from quizapp.services.signin import sign_in
from tests.factories import PASSWORD, Person, make_person
from tests.services.study_room import StudyRoom, acting
from tests.services.test_passwords import NEW, sent_token

HOME, ELSEWHERE = "a network", "another network"
WRONG = "not the password at all"


def enter(room: StudyRoom, email: str, password: str, network: str = HOME) -> None:
    with acting(room.app) as session:
        visit = Visit(network=network)
        sign_in(session, email, password, guest_id=None, visit=visit, now=room.clock())


def guess(room: StudyRoom, email: str, network: str = ELSEWHERE) -> int:
    """Sign in wrongly; return the seconds to wait that were asked for instead of a look."""
    try:
        enter(room, email, WRONG, network)
    except Invalid:
        return 0
    except RateLimited as fault:
        return fault.seconds
    raise AssertionError("a wrong password opened the account")


@pytest.fixture
def alice(room: StudyRoom) -> Person:
    return make_person(room.app, "Alice")


@pytest.mark.db
def test_of_a_hundred_guesses_at_once_five_are_looked_at(room: StudyRoom, alice: Person) -> None:
    """After the last free one the wait begins; not even the right password is looked at then."""
    looked_at = sum(not guess(room, alice.email) for _ in range(100))
    assert looked_at == RULES[PAIR].free + 1
    with pytest.raises(RateLimited):
        enter(room, alice.email, PASSWORD, ELSEWHERE)
    enter(room, alice.email, PASSWORD, HOME)


@pytest.mark.db
def test_waits_double_up_to_a_quarter_of_an_hour(room: StudyRoom, alice: Person) -> None:
    waits = []
    for _ in range(30):
        seconds = guess(room, alice.email)
        if seconds:
            waits.append(seconds)
            room.clock.forward(seconds=seconds)
    assert waits[:4] == [2, 4, 8, 16]
    assert max(waits) == 15 * 60
    room.clock.forward(minutes=15)
    enter(room, alice.email, PASSWORD, ELSEWHERE)


def test_a_day_later_all_is_forgotten(room: StudyRoom, alice: Person) -> None:
    for _ in range(20):
        guess(room, alice.email)
    room.clock.forward(days=1, seconds=1)
    assert [guess(room, alice.email) for _ in range(6)] == [0] * 6


def test_the_right_password_begins_the_count_anew(room: StudyRoom, alice: Person) -> None:
    for _ in range(5):
        guess(room, alice.email, HOME)
    enter(room, alice.email, PASSWORD)
    assert [guess(room, alice.email, HOME) for _ in range(6)] == [0] * 6


@pytest.mark.db
def test_guesses_from_many_networks_do_not_touch_the_owner(room: StudyRoom, alice: Person) -> None:
    enter(room, alice.email, PASSWORD, HOME)
    looked_at = sum(not guess(room, alice.email, f"network {n}") for n in range(100))
    assert looked_at == 51
    enter(room, alice.email, PASSWORD, HOME)
    with pytest.raises(RateLimited) as refusal:
        enter(room, alice.email, PASSWORD, "a network where she never was")
    room.clock.forward(seconds=refusal.value.seconds)
    enter(room, alice.email, PASSWORD, "a network where she never was")


def test_a_new_password_ends_the_waits(room: StudyRoom, alice: Person) -> None:
    for n in range(60):
        guess(room, alice.email, f"network {n}")
    for _ in range(9):
        guess(room, alice.email, HOME)
    with pytest.raises(RateLimited):
        enter(room, alice.email, PASSWORD, HOME)
    token = sent_token(room)
    with acting(room.app) as session:
        choose_password(session, token, NEW, visit=Visit(network=HOME), now=room.clock())
    enter(room, alice.email, NEW, HOME)


def test_one_network_cannot_try_many_accounts(room: StudyRoom, alice: Person) -> None:
    looked_at = sum(not guess(room, f"name{n}@example.org") for n in range(100))
    assert looked_at == 51
    enter(room, alice.email, PASSWORD, HOME)


@pytest.mark.db
def test_whether_there_is_an_account_shows_in_no_wait(room: StudyRoom, alice: Person) -> None:
    waits: dict[str, list[int]] = {}
    for email in (alice.email, "nobody@example.org"):
        network = f"for {email}"
        waits[email] = [guess(room, email, network) for _ in range(20)]
    assert waits[alice.email] == waits["nobody@example.org"]


def test_the_own_password_cannot_be_guessed_by_who_found_a_browser(
    room: StudyRoom, alice: Person
) -> None:
    def change(current: str) -> None:
        with acting(room.app) as session:
            change_password(session, alice.user_id, current, NEW, visit=Visit(), now=room.clock())

    for _ in range(6):
        with pytest.raises(Invalid):
            change(WRONG)
    with pytest.raises(RateLimited) as refusal:
        change(PASSWORD)
    assert refusal.value.seconds == 2
    room.clock.at += timedelta(seconds=2)
    change(PASSWORD)
