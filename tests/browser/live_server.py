"""The app behind a real socket, which can be stopped and started again on the same database."""

import socket
import threading
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from flask import Flask
from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

from quizapp.app import create_app
from quizapp.config import Settings
from quizapp.db.base import db
from tests.compiled import share_compiled
from tests.factories import FakeClock

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

HOST = "127.0.0.1"


class _Quiet(WSGIRequestHandler):
    """Keeps requests out of the test's output; faults are logged all the same."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        del code, size


class _ReadAtOnce:
    """Reads a response before it is sent, and closes it.

    The server does not close a file whose browser hung up, and Python warns of it much later, in
    some other test.
    """

    def __init__(self, app: Flask) -> None:
        self._app = app

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> list[bytes]:
        response = self._app(environ, start_response)
        try:
            return [b"".join(response)]
        finally:
            getattr(response, "close", lambda: None)()


class _Server(ThreadedWSGIServer):
    """Waits for its threads when it stops, and hangs up on browsers that connected in advance."""

    daemon_threads = False

    def __init__(self, port: int, app: Flask) -> None:
        self._open: set[socket.socket] = set()
        super().__init__(HOST, port, _ReadAtOnce(app), handler=_Quiet)

    def get_request(self) -> tuple[socket.socket, tuple[str, int]]:
        connection, address = super().get_request()
        self._open.add(connection)
        return connection, address

    def close_request(self, request: socket.socket) -> None:  # type: ignore[override]
        self._open.discard(request)
        super().close_request(request)

    def hang_up(self) -> None:
        for connection in list(self._open):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:  # closed meanwhile by its own thread
                self._open.discard(connection)


class TickingClock(FakeClock):
    """Moves on whenever it is read: answers have an order, and take as long as people take."""

    def __call__(self) -> datetime:
        self.forward(seconds=3)
        return self.at


@dataclass
class LiveServer:
    """Serves the app at `url`; the port stays the same after `restart`."""

    settings: Settings
    clock: FakeClock
    port: int = 0
    app: Flask = field(init=False)
    _server: _Server = field(init=False)
    _thread: threading.Thread = field(init=False)

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def start(self) -> None:
        """Make the app anew, as a new process would, and serve it."""
        self.app = share_compiled(create_app(self.settings))
        self.app.config["CLOCK"] = self.clock
        self._server = _Server(self.port, self.app)
        self.port = self._server.server_port
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()

    def stop(self) -> None:
        """Stop serving; what was committed stays in the database file and nowhere else."""
        self._server.shutdown()
        self._server.hang_up()
        self._server.server_close()
        self._thread.join()
        with self.app.app_context():
            db.engine.dispose()

    def restart(self) -> None:
        self.stop()
        self.start()
