"""Many connections at one server, each of which sends its next request once it has its reply.

One thread watches all of them, so that the client takes little of the machine.
"""

import selectors
import socket
import statistics
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tests.db.live_app import HOST

PIECE = 65536
SILENCE_SECONDS = 60.0
HEAD_ENDS = b"\r\n\r\n"


@dataclass
class Outcome:
    """What came back: how long each reply took, and of which status it was."""

    times: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    seconds: float = 0.0
    broken: int = 0  # connections that ended without a reply

    @property
    def rate(self) -> float:
        """Return replies a second."""
        return len(self.times) / self.seconds

    def percentile(self, share: int) -> float:
        return statistics.quantiles(self.times, n=100, method="inclusive")[share - 1]

    @property
    def server_errors(self) -> int:
        return sum(n for status, n in self.statuses.items() if status >= 500)


def request(method: str, path: str, *, cookie: str = "", body: str = "") -> bytes:
    """Return a request as it goes over the line."""
    head = [f"{method} {path} HTTP/1.1", f"Host: {HOST}"]
    if cookie:
        head.append(f"Cookie: {cookie}")
    if method == "POST":
        head.append("Content-Type: application/x-www-form-urlencoded")
        head.append(f"Content-Length: {len(body.encode())}")
    return ("\r\n".join(head) + "\r\n\r\n" + body).encode()


class Connection:
    """One browser; it sends its requests in turn."""

    def __init__(self, port: int, requests: Iterator[bytes], outcome: Outcome) -> None:
        self._port = port
        self._requests = requests
        self._outcome = outcome
        self._received = b""
        self._sent_at = 0.0
        self.socket = socket.create_connection((HOST, port))
        self._sent = b""

    def send_next(self) -> bool:
        """Send the next request; return whether there was one."""
        self._sent = next(self._requests, b"")
        if self._sent:
            self._received, self._sent_at = b"", time.perf_counter()
            self.socket.sendall(self._sent)
        return bool(self._sent)

    def receive(self) -> bool:
        """Take what has come; return whether the reply is whole, or will not be."""
        piece = self.socket.recv(PIECE)
        if not piece:
            self._outcome.broken += 1
            return True
        self._received += piece
        if not has_all(self._received):
            return False
        self._outcome.times.append(time.perf_counter() - self._sent_at)
        self._outcome.statuses[int(self._received[9:12])] += 1
        return True

    def reopen(self) -> bool:
        """Open the connection anew where the server has closed it; return whether it had."""
        head = self._received.partition(HEAD_ENDS)[0].lower()
        if self._received and b"connection: close" not in head:
            return False
        self.socket.close()
        self.socket = socket.create_connection((HOST, self._port))
        return True


def has_all(reply: bytes) -> bool:
    """Return whether a reply has come to its end, as its length says."""
    head, end, body = reply.partition(HEAD_ENDS)
    if not end:
        return False
    _, named, rest = head.lower().partition(b"content-length: ")
    return len(body) >= int(rest.partition(b"\r\n")[0]) if named else True


def closed_loop(
    port: int, scripts: Sequence[Iterator[bytes]], seconds: float, *, is_whole: bool = False
) -> Outcome:
    """Send each script by a connection of its own, for so long or until one is through.

    With `is_whole` until all are.
    """
    outcome, watch = Outcome(), selectors.DefaultSelector()
    began = time.perf_counter()
    for script in scripts:
        connection = Connection(port, script, outcome)
        if connection.send_next():
            watch.register(connection.socket, selectors.EVENT_READ, connection)
    is_over, waiting = False, len(watch.get_map())
    while waiting:
        ready = watch.select(SILENCE_SECONDS)
        assert ready, "the server is silent"
        for key, _ in ready:
            connection = key.data
            if not connection.receive():
                continue
            watch.unregister(connection.socket)
            connection.reopen()
            is_over |= time.perf_counter() - began > seconds
            if not is_over and connection.send_next():
                watch.register(connection.socket, selectors.EVENT_READ, connection)
            else:
                is_over |= not is_whole
                waiting -= 1
                connection.socket.close()
    outcome.seconds = time.perf_counter() - began
    return outcome
