"""The real server, started as `make run` starts it, and a browser that survives its faults."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from email.message import Message
from pathlib import Path
from urllib.parse import urlencode

import psutil  # type: ignore[import-untyped]

from quizapp.config import ROOT
from tests.factories import csrf_of

HOST = "127.0.0.1"
PATIENCE_SECONDS = 60


# Hands a socket that listens already to the server, as systemd does: as file 3.
HAND_OVER = """
import os, sys

os.dup2(int(sys.argv[1]), 3)
os.environ.update(LISTEN_FDS="1", LISTEN_PID=str(os.getpid()))
os.execv(sys.executable, [sys.executable, "-m", "quizapp"])
"""


class LiveApp:
    """`python -m quizapp` with an instance folder of its own.

    With `listening` it serves from that socket, which outlives it. `module` is another module
    that serves, `root` the folder of another version of the code.
    """

    def __init__(
        self,
        instance: Path,
        content: Path,
        secret: str,
        *,
        listening: socket.socket | None = None,
        module: str = "quizapp",
        root: Path = ROOT,
        **settings: str,
    ) -> None:
        with listening.dup() if listening else socket.create_server((HOST, 0)) as port:
            self.port: int = port.getsockname()[1]
        command, handed = [sys.executable, "-m", module], []
        if listening:
            command = [sys.executable, "-c", HAND_OVER, str(listening.fileno())]
            handed = [listening.fileno()]
        env = {
            "PATH": os.environ["PATH"],
            "QUIZAPP_INSTANCE": str(instance),
            "QUIZAPP_CONTENT": str(content),
            "QUIZAPP_SECRET": secret,
            "QUIZAPP_DAILY": "no",
            "PORT": str(self.port),
            **settings,
        }
        self.log_path = instance.parent / f"server-{self.port}.log"
        self._log = self.log_path.open("a")
        self._process = subprocess.Popen(
            command,
            pass_fds=handed,
            cwd=root,
            env=env,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
        )

    def wait_until_it_serves(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if "Serving on" in line:
                return
        raise AssertionError("the server ended before it served")

    def wait_until(self, is_so: Callable[[], bool]) -> None:
        """Look again and again until it is so, for as long as the server runs."""
        pause = threading.Event()
        for _ in range(PATIENCE_SECONDS * 20):
            if is_so():
                return
            assert self._process.poll() is None, "the server ended"
            pause.wait(0.05)
        raise AssertionError("it did not come about")

    def workers(self) -> list[int]:
        return [child.pid for child in psutil.Process(self._process.pid).children()]

    def kill_worker(self, place: int) -> None:
        """End a worker as a power cut or the kernel would; it cannot clean up."""
        pids = self.workers()
        if pids:
            with suppress(psutil.NoSuchProcess):
                psutil.Process(pids[place % len(pids)]).kill()

    @property
    def pid(self) -> int:
        return self._process.pid

    def log(self) -> str:
        """Return what the server wrote to its log so far."""
        return self.log_path.read_text()

    def replace_workers(self) -> None:
        """Have the server replace its processes, and wait until all are new."""
        old = set(self.workers())
        self._process.send_signal(signal.SIGHUP)
        self.wait_until(lambda: len(old) == len(set(self.workers()) - old) == len(self.workers()))

    def stop(self) -> None:
        self._process.terminate()
        assert self._process.stdout is not None
        self._process.wait(PATIENCE_SECONDS)
        self._process.stdout.close()
        self._log.close()


class LiveBrowser:
    """Keeps its cookie, sends forms, and sends again what got no reply.

    `headers` go with every request, as from a proxy.
    """

    def __init__(self, port: int, **headers: str) -> None:
        self._port = port
        self._headers = headers
        self._cookie = ""
        self.csrf = ""
        self.page = ""
        self.body = ""  # of the last reply, whatever its status
        self.headers = Message()
        self.resent = 0

    def another_tab(self) -> "LiveBrowser":
        """Return a tab of the same browser: its cookie and its page."""
        tab = LiveBrowser(self._port)
        tab._cookie, tab.csrf, tab.page = self._cookie, self.csrf, self.page
        return tab

    def stranger(self) -> "LiveBrowser":
        """Return another browser of the same site."""
        return LiveBrowser(self._port)

    def move_to(self, port: int) -> None:
        """Ask another server of the same site from now on."""
        self._port = port

    def get(self, path: str) -> tuple[int, str]:
        return self._insist("GET", path, "")

    def post(self, path: str, **fields: str | list[str]) -> tuple[int, str]:
        return self._insist(
            "POST", path, urlencode({"csrf_token": self.csrf, **fields}, doseq=True)
        )

    def _insist(self, method: str, path: str, body: str) -> tuple[int, str]:
        """Return status and Location. A connection that breaks is no reply: ask again."""
        for _ in range(1000):
            try:
                return self._ask(method, path, body)
            except (OSError, http.client.HTTPException):
                self.resent += 1
        raise AssertionError(f"no reply to {method} {path}")

    def _ask(self, method: str, path: str, body: str) -> tuple[int, str]:
        connection = http.client.HTTPConnection(HOST, self._port, timeout=PATIENCE_SECONDS)
        headers = {"Cookie": self._cookie, "Content-Type": "application/x-www-form-urlencoded"}
        headers |= self._headers
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            text = response.read().decode()
        finally:
            connection.close()
        for cookie in response.headers.get_all("Set-Cookie") or []:
            self._cookie = cookie.partition(";")[0]
        self.body, self.headers = text, response.headers
        if response.status == http.HTTPStatus.OK:
            self.page = text
            found = re.search('name="csrf_token"', text)
            self.csrf = csrf_of(text) if found else self.csrf
        return response.status, response.headers.get("Location", "")
