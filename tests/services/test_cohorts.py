"""Cohorts by their services: made, joined, left, closed, renewed; who may, and who may not."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import select

from quizapp.core.access import Role
from quizapp.core.cohort import ALPHABET, CODE_LETTERS
from quizapp.core.learner import Learner
from quizapp.db.models.accounts import User
from quizapp.db.models.cohorts import Cohort, CohortBank, CohortMember
from quizapp.db.queries.cohort_figures import members_of
from quizapp.db.queries.cohorts import (
    cohort_banks,
    invitation,
    link_of_code,
    memberships,
    own_cohort,
    own_cohorts,
)
from quizapp.services import cohorts as services
from quizapp.services import memberships as learners
from quizapp.services.cohorts import (
    CohortChoices,
    change_cohort,
    close_cohort,
    make_cohort,
    remove_member,
    renew_link,
)
from quizapp.services.errors import Conflict, Invalid, NotAllowed, NotFound, ServiceError
from quizapp.services.leaving import ask_to_leave, delete_leavers
from quizapp.services.memberships import change_naming, join_cohort, leave_cohort
from tests.db.test_concurrency import CLIENTS, together
from tests.factories import NOON, make_person
from tests.services.cohort_room import add_members, link_of
from tests.services.recorded import told
from tests.services.study_room import StudyRoom, acting

TODAY = NOON.date()
FALL = CohortChoices("Fall review", days_a_week=4, banks=("small",))


@dataclass(frozen=True)
class Desk:
    """Orla's cohort, and a short way to its figures."""

    room: StudyRoom
    owner: int
    cohort_id: int
    link: str

    def names(self) -> list[str]:
        with acting(self.room.app) as session:
            return [one.name for one in members_of(session, self.cohort_id, self.room.clock())]

    def join(self, who: Learner, *, named: bool = False, link: str = "") -> None:
        with acting(self.room.app) as session:
            at = self.room.clock()
            join_cohort(session, who.user_id, link or self.link, shares_name=named, now=at)

    def refusal(self, user_id: int) -> type[ServiceError]:
        with acting(self.room.app) as session, pytest.raises(ServiceError) as fault:
            join_cohort(session, user_id, self.link, shares_name=True, now=NOON)
        return fault.type


@pytest.fixture
def desk(room: StudyRoom) -> Desk:
    owner = make_person(room.app, "Orla", Role.EDUCATOR).user_id
    with acting(room.app) as session:
        cohort_id = make_cohort(session, owner, FALL, today=TODAY, now=NOON)
        return Desk(room, owner, cohort_id, link_of(session, cohort_id))


def test_a_cohort_has_a_link_and_a_code_that_nobody_guesses(desk: Desk) -> None:
    with acting(desk.room.app) as session:
        found = own_cohort(session, desk.owner, desk.cohort_id)
        assert found
        assert len(found.link) == 22, "128 bits"
        assert len(found.code) == CODE_LETTERS
        assert set(found.code) <= set(ALPHABET)
        assert link_of_code(session, found.code) == found.link
        assert [bank.slug for bank in cohort_banks(session, [desk.cohort_id])[desk.cohort_id]] == [
            "small"
        ]


def test_learners_make_none_and_see_none_of_others(desk: Desk) -> None:
    lea = desk.room.person("Lea")
    emil = make_person(desk.room.app, "Emil", Role.EDUCATOR).user_id
    ann = make_person(desk.room.app, "Ann", Role.ADMIN).user_id
    with acting(desk.room.app) as session, pytest.raises(NotFound):
        make_cohort(session, lea.user_id, FALL, today=TODAY, now=NOON)
    with acting(desk.room.app) as session:
        for user_id, sees in ((desk.owner, 1), (ann, 1), (emil, 0), (lea.user_id, 0)):
            assert len(own_cohorts(session, user_id, NOON)) == sees
            assert bool(own_cohort(session, user_id, desk.cohort_id)) == bool(sees)
    acts: list[Callable[..., None]] = [
        partial(change_cohort, choices=FALL, today=TODAY, now=NOON),
        renew_link,
        partial(close_cohort, now=NOON),
        partial(remove_member, member_id=lea.user_id),
    ]
    for act in acts:
        for user_id in (emil, lea.user_id):
            with acting(desk.room.app) as session, pytest.raises(NotFound):
                act(session, user_id, desk.cohort_id)


def test_who_teaches_no_longer_sees_it_no_longer(desk: Desk) -> None:
    with acting(desk.room.app) as session:
        session.get_one(User, desk.owner).role = "learner"
        session.flush()
        assert own_cohort(session, desk.owner, desk.cohort_id) is None


@pytest.mark.parametrize(
    ("choices", "field"),
    [
        (CohortChoices(""), "title"),
        (CohortChoices(" \u200b\n"), "title"),
        (CohortChoices("x" * 10_240), "title"),
        (CohortChoices("x" * 81), "title"),
        (CohortChoices("Fall", exam="no-such"), "exam"),
        (CohortChoices("Fall", exam_on=TODAY - timedelta(days=1)), "exam_on"),
        (CohortChoices("Fall", exam_on=TODAY + timedelta(days=3000)), "exam_on"),
        (CohortChoices("Fall", days_a_week=0), "days_a_week"),
        (CohortChoices("Fall", days_a_week=8), "days_a_week"),
        (CohortChoices("Fall", banks=("small", "of-somebody")), "banks"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_kept(
    desk: Desk, choices: CohortChoices, field: str
) -> None:
    before = desk.room.rows(Cohort), desk.room.rows(CohortBank)
    with acting(desk.room.app) as session, pytest.raises(Invalid) as fault:
        make_cohort(session, desk.owner, choices, today=TODAY, now=NOON)
    assert list(fault.value.fields) == [field]
    with acting(desk.room.app) as session, pytest.raises(Invalid):
        change_cohort(session, desk.owner, desk.cohort_id, choices, today=TODAY, now=NOON)
    assert (desk.room.rows(Cohort), desk.room.rows(CohortBank)) == before


def test_what_is_left_empty_is_taken_away(desk: Desk) -> None:
    with acting(desk.room.app) as session:
        change_cohort(
            session, desk.owner, desk.cohort_id, CohortChoices("x" * 80), today=TODAY, now=NOON
        )
        found = own_cohort(session, desk.owner, desk.cohort_id)
        assert found
        assert (found.title, found.days_a_week) == ("x" * 80, None)
        assert cohort_banks(session, [desk.cohort_id]) == {desk.cohort_id: []}


def test_an_exam_date_that_is_over_may_stay(desk: Desk) -> None:
    choices = CohortChoices("Fall", exam_on=TODAY)
    later = TODAY + timedelta(days=9)
    with acting(desk.room.app) as session:
        change_cohort(session, desk.owner, desk.cohort_id, choices, today=TODAY, now=NOON)
        change_cohort(session, desk.owner, desk.cohort_id, choices, today=later, now=NOON)
        found = own_cohort(session, desk.owner, desk.cohort_id)
    assert found
    assert found.exam_on == TODAY


def test_names_show_with_consent_alone(desk: Desk) -> None:
    maya, noam = desk.room.person("Maya"), desk.room.person("Noam")
    desk.join(maya, named=True)
    desk.join(noam)
    assert desk.names() == ["Maya", ""]
    with acting(desk.room.app) as session:
        change_naming(session, noam.user_id, desk.cohort_id, shares_name=True)
        change_naming(session, maya.user_id, desk.cohort_id, shares_name=False)
    assert desk.names() == ["", "Noam"]
    nameless = desk.room.person("Nina")
    with acting(desk.room.app) as session:
        session.get_one(User, nameless.user_id).name = " "
        session.commit()
    desk.join(nameless, named=True)
    assert desk.names()[-1] == ""
    with acting(desk.room.app) as session, pytest.raises(Invalid, match="no name"):
        change_naming(session, nameless.user_id, desk.cohort_id, shares_name=True)


@pytest.mark.db
def test_joining_at_once_and_again_is_one_membership(desk: Desk) -> None:
    maya = desk.room.person("Maya")
    assert together(*[partial(desk.join, maya)] * CLIENTS) == [None] * CLIENTS
    assert desk.room.rows(CohortMember) == 1
    desk.room.clock.forward(days=2)
    desk.join(maya, named=True)
    with acting(desk.room.app) as session:
        row = session.scalars(select(CohortMember)).one()
        assert (row.joined_at, row.shares_name) == (NOON, True)


def test_leaving_is_at_once_and_once(desk: Desk) -> None:
    maya, noam = desk.room.person("Maya"), desk.room.person("Noam")
    desk.join(maya, named=True)
    desk.join(noam, named=True)
    with acting(desk.room.app) as session:
        leave_cohort(session, maya.user_id, desk.cohort_id)
    assert desk.names() == ["Noam"]
    with acting(desk.room.app) as session:
        assert memberships(session, maya.user_id) == []
    for act in (leave_cohort, partial(change_naming, shares_name=True)):
        with acting(desk.room.app) as session, pytest.raises(NotFound):
            act(session, maya.user_id, desk.cohort_id)


@pytest.mark.db
def test_a_deleted_account_is_in_no_figure(desk: Desk) -> None:
    maya, noam = desk.room.person("Maya"), desk.room.person("Noam")
    desk.join(maya, named=True)
    desk.join(noam, named=True)
    with acting(desk.room.app) as session:
        ask_to_leave(session, maya.user_id, "", now=desk.room.clock())
    desk.room.clock.forward(days=7)
    assert desk.names() == ["Noam"], "before it is tidied away"
    with acting(desk.room.app) as session:
        assert [one.members for one in own_cohorts(session, desk.owner, desk.room.clock())] == [1]
        delete_leavers(session, now=desk.room.clock())
    assert desk.room.rows(CohortMember) == 1
    with acting(desk.room.app) as session:
        session.delete(session.get_one(User, desk.owner))
        session.commit()
    assert desk.room.rows(Cohort) == desk.room.rows(CohortMember) == 0, "with its educator"


def test_an_old_link_and_a_closed_cohort_say_so(desk: Desk) -> None:
    maya, noam = desk.room.person("Maya"), desk.room.person("Noam")
    desk.join(maya)
    with acting(desk.room.app) as session:
        renew_link(session, desk.owner, desk.cohort_id)
        link = link_of(session, desk.cohort_id)
    assert link != desk.link
    with pytest.raises(NotFound, match="no good any more"):
        desk.join(noam)
    desk.join(noam, link=link)
    assert len(desk.names()) == 2, "members stay when the link goes"
    with acting(desk.room.app) as session:
        close_cohort(session, desk.owner, desk.cohort_id, now=NOON)
        assert members_of(session, desk.cohort_id, NOON) == []
        found = invitation(session, link)
        assert found
        assert found.closed_at == NOON
    with pytest.raises(Conflict, match="closed"):
        desk.join(noam, link=link)
    for act in (renew_link, partial(change_cohort, choices=FALL, today=TODAY, now=NOON)):
        with acting(desk.room.app) as session, pytest.raises(Conflict):
            act(session, desk.owner, desk.cohort_id)


def test_guests_and_the_owner_do_not_join(desk: Desk, app: Flask) -> None:
    with acting(app) as session:
        guest = User(is_guest=True, zone="UTC", prefs={}, created_at=NOON)
        session.add(guest)
        session.commit()
        guest_id = guest.id
    assert desk.refusal(desk.owner) is NotAllowed
    assert desk.refusal(guest_id) is NotAllowed
    assert desk.room.rows(CohortMember) == 0


def test_there_is_an_end_to_how_many(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    maya, noam = desk.room.person("Maya"), desk.room.person("Noam")
    monkeypatch.setattr(learners, "MOST_MEMBERS", 1)
    monkeypatch.setattr(services, "MOST_COHORTS", 1)
    desk.join(maya)
    desk.join(maya)
    assert desk.refusal(noam.user_id) is Conflict
    with acting(desk.room.app) as session, pytest.raises(Invalid, match="Close one"):
        make_cohort(session, desk.owner, FALL, today=TODAY, now=NOON)


def test_only_who_is_named_can_be_removed(desk: Desk) -> None:
    with acting(desk.room.app) as session:
        (named,) = add_members(session, desk.cohort_id, ["Named"], at=NOON, shares=True)
        (other,) = add_members(session, desk.cohort_id, ["Other"], at=NOON)
        session.commit()
    for user_id in (named, other):
        with acting(desk.room.app) as session:
            remove_member(session, desk.owner, desk.cohort_id, user_id)
    with acting(desk.room.app) as session:
        assert session.scalars(select(CohortMember.user_id)).all() == [other]


def test_a_record_says_nothing_of_cohorts(desk: Desk) -> None:
    """It can be taken in elsewhere; being in a cohort is agreed to here, by this account."""
    maya = desk.room.person("Maya")
    before = told(desk.room, maya)
    desk.join(maya, named=True)
    assert told(desk.room, maya) == before
