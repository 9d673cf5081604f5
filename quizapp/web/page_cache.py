"""Pages that are made once and served until something that they show has changed (ADR 0019).

A page of a learner shows their answers, marks and plan, the banks, their settings and the hour.
The database counts the changes of the first three (`learner_changes`, `content_state`), so
the counts, the settings and the hour are the page's version, and nothing has to be thrown away.
Of who teaches, the version also says what they teach, and when it was counted (`TaughtRow`).
"""

import secrets
import threading
import zlib
from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast
from zoneinfo import ZoneInfo

from flask import Flask, current_app, request, session
from flask_wtf.csrf import generate_csrf

from quizapp.db.queries.accounts import ViewerRow
from quizapp.web import clock
from quizapp.web.login import reading_choices, viewer

MOST_BYTES = 2 * 1024 * 1024  # of a process
QUICKLY = 1  # of zlib's levels: a page is made as often as it changes (docs/performance.md)
View = TypeVar("View", bound=Callable[..., object])


class PageCache:
    """The pages served last, by version, packed, in at most `most_bytes`; for threads."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._pages: OrderedDict[str, bytes] = OrderedDict()
        self._bytes = 0
        self._most = most_bytes
        self._lock = threading.Lock()
        # Stands for the form token, which differs from response to response.
        self._place = secrets.token_hex(16).encode()

    def get(self, key: str, token: bytes) -> bytes | None:
        """Return the page of version `key` with `token` in its forms, or None."""
        with self._lock:
            page = self._pages.get(key)
            if page is None:
                return None
            self._pages.move_to_end(key)
        return zlib.decompress(page).replace(self._place, token)

    def put(self, key: str, page: bytes, token: bytes) -> None:
        """Keep `page`, which was made with `token` in its forms; the oldest ones make room."""
        page = zlib.compress(page.replace(token, self._place), QUICKLY)
        with self._lock:
            self._bytes += len(page) - len(self._pages.pop(key, b""))
            self._pages[key] = page
            while self._bytes > self._most:
                _, dropped = self._pages.popitem(last=False)
                self._bytes -= len(dropped)


def init_page_cache(app: Flask) -> None:
    app.extensions["page_cache"] = PageCache()


def cached_page(view: View) -> View:
    """Serve the page of `view` as it was made for the same version, to somebody signed in.

    Only a page without a message is kept. `view` reads nothing but what the version counts.
    """

    @wraps(view)
    def cached(**arguments: object) -> Any:
        row = viewer()
        if row is None or session.get("_flashes"):
            return view(**arguments)
        pages: PageCache = current_app.extensions["page_cache"]
        key = _version(row)
        token = generate_csrf().encode()
        page = pages.get(key, token)
        if page is None:
            made = view(**arguments)
            if not isinstance(made, str):
                return made
            page = made.encode()
            pages.put(key, page, token)
        return page

    return cast("View", cached)


def _version(row: ViewerRow) -> str:
    now = clock.now().astimezone(ZoneInfo(row.zone))
    return repr(
        (
            request.full_path,
            request.headers.get("X-Fragment", ""),
            row,
            reading_choices(),
            now.date(),
            now.hour,
        )
    )
