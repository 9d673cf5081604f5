"""Metrics of the real server: of all its processes, for this machine alone, off by default."""

import http.client
import re
import socket
from contextlib import suppress
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest

from quizapp.adapters.metrics import LOOPBACK
from tests.conftest import SECRET
from tests.db.live_app import LiveApp

REQUESTS = 12


def read(port: int, path: str = "/metrics") -> tuple[int, str]:
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=20)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read().decode()
    finally:
        connection.close()


def counted(text: str, route: str) -> float:
    found = re.search(rf'_seconds_count{{method="GET",route="{route}",status="200"}} (\S+)', text)
    return float(found[1]) if found else 0


def free_port() -> int:
    with socket.create_server((LOOPBACK, 0)) as server:
        port: int = server.getsockname()[1]
        return port


@pytest.mark.slow
def test_figures_of_all_processes_outlive_one_of_them(tmp_path: Path) -> None:
    port = free_port()
    instance = tmp_path / "instance"
    instance.mkdir()
    server = LiveApp(
        instance,
        tmp_path / "content",
        SECRET,
        QUIZAPP_METRICS_PORT=str(port),
        QUIZAPP_DAILY="yes",
    )

    def is_counted(number: int) -> bool:
        with suppress(OSError):
            return counted(read(port)[1], "/health") >= number
        return False

    try:
        server.wait_until_it_serves()
        for _ in range(REQUESTS):
            assert read(server.port, "/health")[0] == 200
        server.wait_until(lambda: is_counted(REQUESTS))
        server.wait_until(lambda: "alliance_newest_backup_timestamp" in read(port)[1])
        assert read(server.port, "/metrics")[0] == 404, "never where everybody can ask"
        listening = [
            one.laddr.ip
            for pid in server.workers()
            for one in psutil.Process(pid).net_connections()
            if one.status == "LISTEN" and one.laddr.port == port
        ]
        assert listening == [LOOPBACK]
        for place in (0, 0):  # whichever of the two serves them, another takes over
            server.kill_worker(place)
            server.wait_until(lambda: is_counted(REQUESTS))
        text = read(port)[1]
        assert "alliance_database_bytes" in text
        assert "alliance_disk_free_bytes" in text
    finally:
        server.stop()


@pytest.mark.slow
def test_without_the_setting_there_are_none(tmp_path: Path) -> None:
    instance = tmp_path / "instance"
    instance.mkdir()
    server = LiveApp(instance, tmp_path / "content", SECRET)
    try:
        server.wait_until_it_serves()
        ports = {
            one.laddr.port
            for pid in server.workers()
            for one in psutil.Process(pid).net_connections()
            if one.status == "LISTEN"
        }
        assert ports <= {server.port}
        assert not (instance / "metrics").exists()
    finally:
        server.stop()
