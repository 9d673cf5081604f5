"""The operator's page: there for admins only, and it says what needs somebody."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from quizapp.adapters.stamp import write_stamp
from quizapp.config import MailServer, Settings
from quizapp.core.access import Role
from quizapp.db.models.mail import Outbox
from quizapp.services import operation
from quizapp.services.backups import back_up
from quizapp.services.operation import LAST_DONE
from tests.factories import FakeClock, make_person
from tests.services.study_room import RIGHT, StudyRoom, acting
from tests.services.test_tidying import guest_of
from tests.web.visitor import Visitor

SignIn = Callable[[str], Visitor]


@pytest.fixture
def admin(app: Flask) -> Visitor:
    visitor = Visitor(app)
    visitor.sign_in(make_person(app, "Ada", Role.ADMIN))
    return visitor


@pytest.fixture
def settings(app: Flask) -> Settings:
    settings: Settings = app.config["SETTINGS"]
    return settings


def look_after(settings: Settings, clock: FakeClock) -> None:
    assert settings.sqlite_path
    back_up(settings.sqlite_path, settings.backup_dir, now=clock())
    write_stamp(settings.instance_dir / LAST_DONE, clock())


def test_for_others_it_is_not_there(app: Flask, signed_in: SignIn) -> None:
    educator = Visitor(app)
    educator.sign_in(make_person(app, "Ed", Role.EDUCATOR))
    guest = Visitor(app)
    for visitor in (guest, signed_in("Alice"), educator):
        visitor.get("/admin", status=404)
        assert "/admin" not in visitor.get("/help")


@pytest.mark.db
def test_it_says_what_there_is(app: Flask, admin: Visitor, clock: FakeClock) -> None:
    room = StudyRoom(app, clock)
    guest_of(room)
    bob = room.person("Bob")
    room.answer(bob, room.sit(bob, "s-1"), 1, *RIGHT["s-1"])
    page = admin.get("/admin")
    for label, value in (("Accounts", 2), ("Guests", 1), ("Answers", 1)):
        assert f"<dt>{label}</dt><dd>{value}</dd>" in page
    assert "up to date (" in page
    assert "<dt>Version</dt><dd>0.1.0</dd>" in page
    assert "<dt>Size</dt><dd>0 bytes</dd>" not in page
    assert 'href="/admin"' in admin.get("/help")


def test_nothing_needs_somebody_while_all_is_done(
    admin: Visitor, settings: Settings, clock: FakeClock
) -> None:
    page = admin.get("/admin")
    assert "There is no backup" in page
    assert "The daily work was not done" in page
    look_after(settings, clock)
    page = admin.get("/admin")
    assert "Nothing needs you." in page
    assert "20261122T120000.sqlite" in page
    clock.forward(days=2, seconds=1)
    page = admin.get("/admin")
    assert "There is no backup" in page
    assert "The daily work was not done" in page


def test_a_full_disk_is_said(
    admin: Visitor, settings: Settings, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_after(settings, clock)
    state = operation.instance_state(settings)
    assert state.database_bytes
    nearly_full = replace(state, free_bytes=state.database_bytes * 4)
    monkeypatch.setattr("quizapp.web.admin.instance_state", lambda _: nearly_full)
    assert "The disk is nearly full" in admin.get("/admin")


def test_pending_migrations_and_old_backups_are_named(
    app: Flask, admin: Visitor, settings: Settings, clock: FakeClock
) -> None:
    assert settings.sqlite_path
    for hours in range(12):
        moment = clock() - timedelta(hours=hours)
        back_up(settings.sqlite_path, settings.backup_dir, now=moment)
    back_up(settings.sqlite_path, settings.backup_dir, now=clock(), before_revision="0001")
    with acting(app) as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0003'"))
        session.commit()
    page = admin.get("/admin")
    assert "pending: at 0003" in page
    assert "The newest ten of 13" in page
    assert "before the migration from 0001" in page


def test_on_postgresql_backups_are_not_its_business(
    app: Flask, admin: Visitor, settings: Settings, tmp_path: Path, clock: FakeClock
) -> None:
    write_stamp(tmp_path / LAST_DONE, clock())
    app.config["SETTINGS"] = replace(settings, database_url="postgresql+psycopg://u@localhost/x")
    page = admin.get("/admin")
    assert "Made by PostgreSQL’s own tools" in page
    assert "Nothing needs you." in page


@pytest.mark.db
def test_it_says_how_the_mails_are(app: Flask, admin: Visitor, clock: FakeClock) -> None:
    page = admin.get("/admin")
    assert "No server is set" in page
    now = clock()
    mail = {"kind": "reset", "address": "a@example.org", "created_at": now, "due_at": now}
    with acting(app) as session:
        session.add(Outbox(**mail))
        session.add(Outbox(**mail, tries=4, fault="550 no such user"))
        session.add(Outbox(**mail, tries=9, fault="421 too busy", given_up_at=now))
        session.commit()
    app.config["SETTINGS"] = replace(
        app.config["SETTINGS"], mail=MailServer("smtps", "mail.example.org", 465, "a@example.org")
    )
    page = admin.get("/admin")
    for label, value in (("Server", "mail.example.org:465"), ("Waiting", 2), ("Given up", 1)):
        assert f"<dt>{label}</dt><dd>{value}</dd>" in page
    assert "2 mails could not be sent so far; the server said last: 421 too busy." in page
    assert "a@example.org" not in page
