"""What is a learner's own, and what is content, is counted by the database on every change."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import inspect, select, text

from quizapp.core.learner import Learner
from quizapp.db.base import Base
from quizapp.db.catalog import catalog, content_version
from quizapp.db.models.accounts import LearnerChanges, User
from quizapp.db.models.cohorts import Cohort
from quizapp.services.cohorts import CohortChoices, change_cohort, close_cohort, make_cohort
from quizapp.services.corrections import mark_correction_seen
from quizapp.services.marks import flag_item
from quizapp.services.memberships import join_cohort, leave_cohort
from quizapp.services.plan import PlanChoices, change_plan
from quizapp.services.reports import Complaint, report_item
from tests.factories import load_text
from tests.services.editing import EDITS, KEY, TEXT
from tests.services.study_room import RIGHT, StudyRoom, acting

pytestmark = pytest.mark.db

# These follow from what is counted (ADR 0019), or belong to the sign-in, which shows on no page.
NOT_COUNTED = {"cards", "card_edits", "decks", "login_sessions", "learner_changes"}
# A password, an address or a mail on its way shows on no page that is kept.
NOT_COUNTED |= {"outbox", "account_tokens", "second_factors", "recovery_codes"}
# What an educator writes shows on pages of educators alone, and none of those is kept.
NOT_COUNTED |= {"bank_editors", "bank_drafts", "draft_pictures"}
# Parts of a row that is counted: a place is answered with an answer, a choice touches its sitting.
PARTS = {"study_session_cards", "attempt_items"}
CONTENT = {"banks", "bank_loads", "items", "item_revisions", "exams", "concepts"}


def changes(room: StudyRoom, who: Learner) -> int:
    with acting(room.app) as session:
        found = session.scalar(
            select(LearnerChanges.changes).where(LearnerChanges.user_id == who.user_id)
        )
        assert found is not None
        return found


def content(room: StudyRoom) -> int:
    with acting(room.app) as session:
        return content_version(session)


def test_what_a_learner_does_counts_for_them_alone(room: StudyRoom) -> None:
    alice, bob = room.person("Alice"), room.person("Bob")
    seen = [changes(room, alice)]

    def counts() -> bool:
        seen.append(changes(room, alice))
        return seen[-1] > seen[-2]

    sid = room.sit(alice, "s-1")
    assert counts()
    room.answer(alice, sid, 1, *RIGHT["s-1"])
    assert counts()
    room.undo(alice, sid)
    assert counts()
    with acting(room.app) as session:
        flag_item(session, alice.user_id, "small", "s-1", is_flagged=True, now=room.clock())
    assert counts()
    said = Complaint(reason="other", revision=1, text="Why?", answer_id=None)
    with acting(room.app) as session:
        report_item(session, alice.user_id, "small", "s-1", said, now=room.clock())
    assert counts()
    today = alice.study_on(room.clock())
    choices = PlanChoices(
        exam="", exam_on=today + timedelta(days=9), target=None, minutes=[20] * 7, days_off=[],
        is_sparing=False,
    )  # fmt: skip
    with acting(room.app) as session:
        change_plan(session, alice.user_id, choices, today=today, now=room.clock())
    assert counts()
    assert not counts(), "looking changes nothing"
    assert changes(room, bob) == 0


def test_a_correction_counts_as_content_and_its_reading_as_the_readers(room: StudyRoom) -> None:
    with acting(room.app):
        load_text(TEXT)
    alice = room.person("Alice")
    room.answer(alice, room.sit(alice, "s-1"), 1, *RIGHT["s-1"])
    before, version = changes(room, alice), content(room)
    corrected = TEXT
    for old, new in EDITS["s-1"][KEY]:
        corrected = corrected.replace(old, new)
    with acting(room.app):
        load_text(corrected)
    assert content(room) > version
    assert changes(room, alice) == before, "a load locks no learner"
    item_id = room.item_id("s-1")
    with acting(room.app) as session:
        mark_correction_seen(session, alice, item_id, 2, now=room.clock())
    assert changes(room, alice) > before


def test_a_cohort_counts_for_its_members_alone(room: StudyRoom) -> None:
    alice, bob, emil = room.person("Alice"), room.person("Bob"), room.person("Emil")
    asked, today = CohortChoices("Fall", days_a_week=4), room.clock().date()
    seen = [changes(room, alice)]

    def counts() -> bool:
        seen.append(changes(room, alice))
        return seen[-1] > seen[-2]

    with acting(room.app) as session:
        session.get_one(User, emil.user_id).role = "educator"
        cohort_id = make_cohort(session, emil.user_id, asked, today=today, now=room.clock())
        link = session.get_one(Cohort, cohort_id).link
    for _ in range(2):
        with acting(room.app) as session:
            join_cohort(session, alice.user_id, link, shares_name=False, now=room.clock())
        assert counts()
        with acting(room.app) as session:
            other = replace(asked, title=f"{seen[-1]}")
            change_cohort(session, emil.user_id, cohort_id, other, today=today, now=room.clock())
        assert counts(), "Today shows the cohort's goal"
        with acting(room.app) as session:
            leave_cohort(session, alice.user_id, cohort_id)
        assert counts()
    with acting(room.app) as session:
        change_cohort(session, emil.user_id, cohort_id, asked, today=today, now=room.clock())
        join_cohort(session, bob.user_id, link, shares_name=False, now=room.clock())
    assert not counts(), "others, and who has left, have nothing to do with it"
    before = changes(room, bob)
    with acting(room.app) as session:
        close_cohort(session, emil.user_id, cohort_id, now=room.clock())
    assert changes(room, bob) > before


def test_the_items_are_read_anew_when_a_bank_changes(room: StudyRoom) -> None:
    with acting(room.app) as session:
        before = catalog(session)
        assert catalog(session) is before
    with acting(room.app):
        load_text(f"{TEXT}\n## [s-9] One more\nQ: Who?\n\nA: Bordin\n")
    with acting(room.app) as session:
        after = catalog(session)
    assert len(after.by_bank) > len(before.by_bank)
    assert set(after.keys) == {(i.item_id, part) for i in after.by_turns for part in i.parts}


def test_every_table_is_counted_or_says_why_not(room: StudyRoom) -> None:
    of_learners = {
        table.name for table in Base.metadata.tables.values() if "user_id" in table.columns
    }
    with acting(room.app) as session:
        is_sqlite = session.get_bind().dialect.name == "sqlite"
        query = (
            "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger'"
            if is_sqlite
            else "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE tgname ~ '^count_'"
        )
        counted = set(session.scalars(text(query)))
        tables = set(inspect(session.connection()).get_table_names())
    # A cohort's change is one of each of its members.
    assert counted == (of_learners - NOT_COUNTED) | CONTENT | {"users", "cohorts"}
    rest = {
        "login_tries",
        "content_state",
        "bank_images",
        "alembic_version",
        "cohort_banks",  # shown on pages alone that are not kept
        *("item_summaries", "bank_summaries"),  # the pages that show them are kept by their count
    }  # a picture never changes
    assert tables == counted | NOT_COUNTED | PARTS | rest
