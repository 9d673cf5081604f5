"""An update under load: eight browsers study on, and no request of theirs fails."""

import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.conftest import SECRET
from tests.db.busy_study import ANSWERS_EACH, CLIENTS, Tally, many_questions, study
from tests.db.live_app import HOST, LiveApp

TIMES = 2


def study_through(port: int, interrupt: Callable[[], None]) -> Tally:
    """Study with all browsers, interrupted a few times meanwhile."""
    tally = Tally()
    with ThreadPoolExecutor(CLIENTS) as pool:
        studying = [pool.submit(study, port, tally) for _ in range(CLIENTS)]
        for time in range(1, TIMES + 1):
            assert tally.wait_for(time * CLIENTS * ANSWERS_EACH // (TIMES + 1))
            interrupt()
        for one in studying:
            one.result()
    assert len(tally.tokens) == CLIENTS * ANSWERS_EACH
    return tally


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    folder = tmp_path / "instance"
    folder.mkdir()
    return folder


@pytest.mark.slow
def test_no_request_fails_when_the_processes_are_replaced(tmp_path: Path, instance: Path) -> None:
    server = LiveApp(instance, many_questions(tmp_path / "content"), SECRET)
    try:
        server.wait_until_it_serves()
        assert study_through(server.port, server.replace_workers).resent == 0
    finally:
        server.stop()


@pytest.mark.slow
def test_no_request_fails_when_the_app_is_stopped_and_started(
    tmp_path: Path, instance: Path
) -> None:
    """As systemd does it with a socket unit: requests wait until the new one serves."""
    content = many_questions(tmp_path / "content")
    with socket.create_server((HOST, 0), backlog=128) as listening:
        servers = [LiveApp(instance, content, SECRET, listening=listening)]

        def restart() -> None:
            servers[-1].stop()
            servers.append(LiveApp(instance, content, SECRET, listening=listening))
            servers[-1].wait_until_it_serves()

        try:
            servers[0].wait_until_it_serves()
            assert study_through(servers[0].port, restart).resent == 0
        finally:
            servers[-1].stop()
    assert len(servers) == TIMES + 1
