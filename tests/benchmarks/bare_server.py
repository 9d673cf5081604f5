"""gunicorn with an app that says hello and nothing of ours: what a start takes at least."""

import os
import sys
from collections.abc import Callable, Iterable

from gunicorn.app.base import BaseApplication


def hello(_environ: object, start_response: Callable[..., object]) -> Iterable[bytes]:
    """Say hello, as WSGI has it."""
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "5")])
    return [b"hello"]


class BareServer(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """As many processes and threads as `make run` has."""

    def load_config(self) -> None:
        options = {
            "bind": f"127.0.0.1:{os.environ['PORT']}",
            "workers": 2,
            "worker_class": "gthread",
            "threads": 4,
            "preload_app": True,
            "loglevel": "warning",
            "control_socket_disable": True,
            "when_ready": lambda _server: (
                sys.stdout.write("Serving on it\n") and sys.stdout.flush()
            ),
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Callable[..., Iterable[bytes]]:
        return hello


if __name__ == "__main__":
    BareServer().run()
