"""Settings: defaults, every bad one named at once, nothing half-read."""

import re
from pathlib import Path

import pytest

from quizapp.config import ROOT, SETTINGS_DOC, BadSettings, MailServer, load_settings

SECRET = "s" * 32
GOOD = {"QUIZAPP_SECRET": SECRET}


def faults_of(env: dict[str, str]) -> list[str]:
    with pytest.raises(BadSettings) as refusal:
        load_settings(env)
    return str(refusal.value).splitlines()


def test_the_defaults_need_only_a_secret() -> None:
    settings = load_settings(GOOD)
    assert settings.instance_dir == ROOT / "instance"
    assert settings.sqlite_path == ROOT / "instance" / "quizapp.sqlite"
    assert settings.content_dir == ROOT / "content"
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)
    assert (settings.default_zone, settings.app_name) == ("UTC", "Alliance")
    assert (settings.secure_cookies, settings.sqlite_sync) == (False, "FULL")
    assert (settings.log, settings.log_dir) == ("events", ROOT / "instance" / "logs")
    assert settings.does_daily_work
    assert settings.metrics_port == 0
    assert (settings.contact, settings.terms, settings.privacy) == ("", "", "")
    assert not settings.is_testing


def test_every_setting_is_read(tmp_path: Path) -> None:
    terms = tmp_path / "terms.md"
    terms.write_text("\ufeff# Our terms\n")
    settings = load_settings(
        {
            "QUIZAPP_INSTANCE": str(tmp_path),
            "QUIZAPP_SECRET": SECRET,
            "QUIZAPP_CONTENT": str(tmp_path / "banks"),
            "QUIZAPP_NAME": "Practice",
            "QUIZAPP_ZONE": "Europe/Berlin",
            "QUIZAPP_SECURE_COOKIES": "yes",
            "QUIZAPP_SQLITE_SYNC": "NORMAL",
            "QUIZAPP_ADDRESS": "https://quiz.example.org/",
            "QUIZAPP_MAIL": "smtps://ma%40ya:p%2Fw@mail.example.org",
            "QUIZAPP_MAIL_FROM": "alliance@example.org",
            "QUIZAPP_PROXIES": "1",
            "QUIZAPP_LIMITS": "redis://localhost:6379/0",
            "QUIZAPP_LOG": "requests",
            "QUIZAPP_LOG_TO": "stderr",
            "QUIZAPP_DAILY": "no",
            "QUIZAPP_METRICS_PORT": "9200",
            "QUIZAPP_CONTACT": " help@example.org ",
            "QUIZAPP_TERMS_FILE": str(terms),
            "QUIZAPP_PRIVACY_FILE": str(terms),
            "HOST": "::1",
            "PORT": "65535",
        }
    )
    assert settings.sqlite_path == tmp_path / "quizapp.sqlite"
    assert settings.content_dir == tmp_path / "banks"
    assert (settings.app_name, settings.default_zone) == ("Practice", "Europe/Berlin")
    assert (settings.secure_cookies, settings.sqlite_sync) == (True, "NORMAL")
    assert (settings.log, settings.log_dir) == ("requests", None)
    assert (settings.does_daily_work, settings.contact) == (False, "help@example.org")
    assert settings.metrics_port == 9200
    assert settings.terms == settings.privacy == "# Our terms\n"
    assert (settings.host, settings.port) == ("::1", 65535)
    assert settings.address == "https://quiz.example.org"
    assert settings.hosts == {"quiz.example.org", "localhost", "127.0.0.1", "::1"}
    assert settings.mail == MailServer(
        "smtps", "mail.example.org", 465, "alliance@example.org", "ma@ya", "p/w"
    )
    assert (settings.proxies, settings.limits) == (1, "redis://localhost:6379/0")


def test_all_bad_settings_are_named_together(tmp_path: Path) -> None:
    long = tmp_path / "long.md"
    long.write_text("x" * 100_001)
    env = {
        "QUIZAPP_INSTANCE": str(tmp_path),
        "QUIZAPP_DATABASE": "mysql://localhost/x",
        "QUIZAPP_ZONE": "Mars/Base",
        "QUIZAPP_SECURE_COOKIES": "maybe",
        "QUIZAPP_SQLITE_SYNC": "OFF",
        "QUIZAPP_LOG": "everything",
        "QUIZAPP_LOG_TO": "/dev/log",
        "QUIZAPP_DAILY": "weekly",
        "QUIZAPP_METRICS_PORT": "0.0.0.0:9200",
        "QUIZAPP_CONTACT": "a\nb",
        "QUIZAPP_TERMS_FILE": str(tmp_path / "nowhere.md"),
        "QUIZAPP_PRIVACY_FILE": str(long),
        "PORT": "0",
    }
    faults = faults_of(env)
    assert len(faults) == 13
    named = ("No secret", *(name for name in env if name != "QUIZAPP_INSTANCE"))
    for name, fault in zip(sorted(named), sorted(faults), strict=True):
        assert fault.startswith(name)


@pytest.mark.parametrize(
    ("env", "names"),
    [
        ({"QUIZAPP_MAIL": "smtp://h", "QUIZAPP_MAIL_FROM": "a@b.example"}, "QUIZAPP_ADDRESS"),
        ({"QUIZAPP_MAIL": "smtp://h", "QUIZAPP_ADDRESS": "https://h"}, "QUIZAPP_MAIL_FROM"),
        ({"QUIZAPP_MAIL": "http://h", "QUIZAPP_ADDRESS": "https://h"}, "QUIZAPP_MAIL"),
        ({"QUIZAPP_MAIL": "smtp://h:x", "QUIZAPP_ADDRESS": "https://h"}, "QUIZAPP_MAIL"),
        ({"QUIZAPP_ADDRESS": "quiz.example.org"}, "QUIZAPP_ADDRESS"),
        ({"QUIZAPP_ADDRESS": "https://u:p@h"}, "QUIZAPP_ADDRESS"),
        ({"QUIZAPP_ADDRESS": "https://h/?x"}, "QUIZAPP_ADDRESS"),
        ({"QUIZAPP_ADDRESS": "https://h\r\nX: y"}, "QUIZAPP_ADDRESS"),
        ({"QUIZAPP_PROXIES": "-1"}, "QUIZAPP_PROXIES"),
        ({"QUIZAPP_LIMITS": "memcached://h"}, "QUIZAPP_LIMITS"),
    ],
)
def test_mail_address_and_limits_that_cannot_be(env: dict[str, str], names: str) -> None:
    [fault] = faults_of(GOOD | env)
    assert fault.startswith(f"{names}:")


@pytest.mark.parametrize("port", ["", "0", "-1", "65536", "x", "8.5", " 80", "८०", "²", "1" * 5000])
def test_what_is_no_port(port: str) -> None:
    [fault] = faults_of(GOOD | {"PORT": port})
    assert fault.startswith("PORT")


@pytest.mark.parametrize("zone", ["", "Mars/Base", "../../etc/passwd", "utc "])
def test_what_is_no_zone(zone: str) -> None:
    [fault] = faults_of(GOOD | {"QUIZAPP_ZONE": zone})
    assert fault.startswith("QUIZAPP_ZONE")


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("postgres://u@h/d", "postgresql+psycopg://u@h/d"),
        ("postgresql://u:p@h:5/d?x=y", "postgresql+psycopg://u:p@h:5/d?x=y"),
        ("postgresql+psycopg://u@h/d", "postgresql+psycopg://u@h/d"),
        ("sqlite:////tmp/x.sqlite", "sqlite:////tmp/x.sqlite"),
        ("sqlite:///x.sqlite", f"sqlite:///{ROOT}/x.sqlite"),
    ],
)
def test_database_urls(given: str, used: str) -> None:
    settings = load_settings(GOOD | {"QUIZAPP_DATABASE": given})
    assert settings.database_url == used
    assert settings.is_sqlite == given.startswith("sqlite")
    assert (settings.sqlite_path is not None) == given.startswith("sqlite")


@pytest.mark.parametrize(
    "url", ["mysql://h/d", "x", "sqlite+aiosqlite:///x", "sqlite://", "sqlite:///", "://"]
)
def test_other_databases_are_refused(url: str) -> None:
    [fault] = faults_of(GOOD | {"QUIZAPP_DATABASE": url})
    assert fault.startswith("QUIZAPP_DATABASE")


def test_the_secret_comes_from_the_file_or_the_environment(tmp_path: Path) -> None:
    env = {"QUIZAPP_INSTANCE": str(tmp_path)}
    assert "make run" in faults_of(env)[0]
    (tmp_path / "secret_key").write_text("f" * 64 + "\n")
    assert load_settings(env).secret_key == "f" * 64
    assert load_settings(env | GOOD).secret_key == SECRET
    (tmp_path / "secret_key").write_text("too short")
    assert "32" in faults_of(env)[0]


def test_no_secret_is_ever_shown(tmp_path: Path) -> None:
    env = {"QUIZAPP_INSTANCE": str(tmp_path), "QUIZAPP_SECRET": "hunter2", "PORT": "x"}
    env |= {"QUIZAPP_DATABASE": "mysql://maya:hunter2@localhost/x"}
    assert "hunter2" not in "\n".join(faults_of(env))


def test_every_setting_is_in_the_list_and_read() -> None:
    source = (ROOT / "quizapp" / "config.py").read_text()
    read = source[source.index("def load_settings") :]
    listed = {name for name, _, _ in SETTINGS_DOC}
    assert listed == set(re.findall(r'"(QUIZAPP_\w+|HOST|PORT)"', read))
