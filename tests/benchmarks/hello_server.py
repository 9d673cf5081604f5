"""A page that says hello, behind the server of `make run`: the same processes and threads.

There is neither a database nor work beside the requests.
"""

import os
import sys

from flask import Flask

from quizapp.config import load_settings
from quizapp.server import Server


class HelloServer(Server):
    """The server of `make run` for an app that keeps nothing."""

    def _after_fork(self, _server: object, _worker: object) -> None:
        """Nothing is shared that a process must let go of."""

    def _begin_work(self, _worker: object) -> None:
        """There is no work beside the requests."""


def main() -> int:
    app = Flask("hello")
    app.add_url_rule("/", view_func=lambda: "hello")
    HelloServer(app, load_settings(os.environ)).run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
