"""A browser for tests without a browser: every page that comes back is checked."""

import gzip
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from quizapp.db.base import db
from quizapp.web.assets import STATIC
from tests.web.html_checks import Document, html_faults, text_of

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}
SECONDS_TO_ANSWER = 20
MOST_BYTES = 12 * 1024  # of HTML, packed (ux.md 2.5)
# All components at once, for developers; up to a hundred questions, for paper.
# And a whole bank as its text.
NO_BUDGET = {"pages.patterns", "history.sheet", "editing.edit"}
# Statements without BEGIN, COMMIT and PRAGMA (platform.md P8).
# Of which two: how new the banks are, and once a process what all items are.
MOST_STATEMENTS = 14
STATEMENTS = {
    "study.show": 4,
    "study.answer": 6,
    # These bring many panels together; their number does not grow with rows either.
    "today.today": 29,
    "progress.progress": 28,
    # The first look at a plan each day works it out.
    "plan.plan": 22,
    "plan.change": 21,
    "plan.welcome": 21,
    "pages.try_one": 17,
    # With a plan, the first page of a day ranks the cards.
    "mock.begin": 18,
    "plan.last_day": 18,
    # All that can be chosen, and what was found; and once a process the words of all items.
    "quiz.new": 18,
    # A whole bank is checked: with what pictures, concepts and exams there are.
    "editing.edit": 20,
    "editing.save": 26,  # what is refused is looked up, and then shown
    "publishing.preview": 18,
    "publishing.publish": 26,
    "quiz.choose": 22,  # what is refused is looked up, and then shown
}
NOT_COUNTED = ("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA", "SAVEPOINT", "RELEASE")
REDIRECTS = {301, 302, 303, 307, 308}
LINKS = {"a": "href", "link": "href", "script": "src", "img": "src", "form": "action"}


@dataclass(frozen=True)
class Fetched:
    """An answer of the app: a page that passed the checks, or a redirect."""

    path: str
    status: int
    location: str
    html: str
    statements: int

    @property
    def document(self) -> Document:
        return Document(self.html)

    @property
    def text(self) -> str:
        """The words of the page's main part."""
        return text_of(self.document.all("main")[0])

    @property
    def title(self) -> str:
        return text_of(self.document.all("title")[0])

    @property
    def heading(self) -> str:
        return text_of(self.document.all("h1")[0])

    def options(self) -> dict[str, str]:
        """Return text -> id of the options to choose from."""
        document = self.document
        return {
            text_of(txt): field.get("value", "")
            for label in document.all("label")
            for field in label.iter("input")
            if field.get("name") == "option"
            for txt in label.iter("span")
            if txt.get("class") == "txt"
        }

    def form(self, action: str = "") -> dict[str, str]:
        """Return what the first posting form (to `action`) would send untouched."""
        for form in self.document.all("form"):
            is_wanted = not action or form.get("action") == action
            if form.get("method") == "post" and is_wanted:
                return dict(_fields(form))
        raise AssertionError(f"no posting form {action} on {self.path}")


class PageClient:
    """Fetches pages as one browser; `cookie` signs it in as somebody who was made otherwise."""

    def __init__(self, app: Flask, cookie: str | None = None) -> None:
        self.app = app
        self.client: FlaskClient = app.test_client()
        if cookie:
            self.client.set_cookie(app.config["SESSION_COOKIE_NAME"], cookie)

    def __call__(self, path: str, status: int = 200) -> Fetched:
        """Fetch a page that answers with `status`."""
        return self._fetch("GET", path, status, None)

    def post(self, path: str, form: Mapping[str, Any], status: int = 303) -> Fetched:
        """Send a form as it is; answers take time."""
        if "token" in form:
            self.app.config["CLOCK"].forward(seconds=SECONDS_TO_ANSWER)
        return self._fetch("POST", path, status, form)

    def send(self, page: Fetched, status: int = 303, **fields: Any) -> Fetched:
        """Fill `fields` into the first posting form of `page` and send it."""
        form = next(one for one in page.document.all("form") if one.get("method") == "post")
        path = form.get("action") or page.path
        return self.post(path, page.form() | fields, status)

    def follow(self, answer: Fetched) -> Fetched:
        """Fetch the page that a redirect leads to."""
        assert answer.location, f"{answer.path} leads nowhere"
        return self(answer.location)

    def _fetch(
        self, method: str, path: str, status: int, form: Mapping[str, Any] | None
    ) -> Fetched:
        with counted_statements(self.app) as statements:
            response = self.client.open(path, method=method, data=form)
        assert response.status_code == status, f"{method} {path}: {response.status}"
        faults = statement_faults(self.app, method, path, statements)
        if response.mimetype == "text/html" and status not in REDIRECTS:
            faults += page_faults(self.app, path, response)
        assert not faults, "\n".join([f"{method} {path}", *faults])
        return Fetched(path, status, response.location or "", response.text, len(statements))


@contextmanager
def counted_statements(app: Flask) -> Iterator[list[str]]:
    """Collect the statements that the app sends, those that only frame them left out."""
    statements: list[str] = []

    def note(*args: Any) -> None:
        statement: str = args[2]
        if not statement.lstrip().upper().startswith(NOT_COUNTED):
            statements.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)


def statement_faults(app: Flask, method: str, path: str, statements: list[str]) -> list[str]:
    most = STATEMENTS.get(endpoint_of(app, method, path) or "", MOST_STATEMENTS)
    if len(statements) <= most:
        return []
    numbered = [f"{n}. {' '.join(one.split())[:90]}" for n, one in enumerate(statements, 1)]
    return [f"{len(statements)} statements, at most {most}:", *numbered]


def page_faults(app: Flask, path: str, response: Response) -> list[str]:
    """Return what is wrong with a page: headers, HTML, links, weight."""
    document = Document(response.get_data(as_text=True))
    faults = [
        f"{name}: {response.headers.get(name)}"
        for name, value in HEADERS.items()
        if response.headers.get(name) != value
    ]
    faults += html_faults(document)
    faults += link_faults(app, path, document)
    size = len(gzip.compress(response.data, 6))
    if size > MOST_BYTES and endpoint_of(app, "GET", path) not in NO_BUDGET:
        faults.append(f"{size} bytes packed, at most {MOST_BYTES}")
    return faults


def link_faults(app: Flask, path: str, document: Document) -> list[str]:
    """Return the links of a page that lead nowhere, or away from this site."""
    faults = []
    for tag, attribute in LINKS.items():
        for element in document.all(tag):
            target = element.get(attribute)
            if target is not None:
                method = element.get("method", "get").upper() if tag == "form" else "GET"
                faults += _link_faults(app, path, method, target, document)
    return faults


def _link_faults(app: Flask, path: str, method: str, target: str, document: Document) -> list[str]:
    parts = urlsplit(target)
    if parts.scheme or parts.netloc:
        return [f"leads away: {target}"]
    if parts.fragment and not parts.path:
        return [] if document.by_id(parts.fragment) is not None else [f"no {target} on the page"]
    if parts.path.startswith("/static/") and not parts.path.endswith("/app.css"):
        file = STATIC / parts.path.split("/", 3)[3]
        return [] if file.is_file() else [f"no file {target}"]
    where = parts.path or path
    return [] if endpoint_of(app, method, where) else [f"nothing answers {method} {where}"]


def endpoint_of(app: Flask, method: str, path: str) -> str | None:
    """Return the endpoint that answers `path`, or None."""
    try:
        found = app.url_map.bind("localhost").match(urlsplit(path).path, method)
    except HTTPException:
        return None
    endpoint: str = found[0]
    return endpoint


def _fields(form: Element) -> Iterator[tuple[str, str]]:
    for field in form.iter():
        name = field.get("name")
        if field.tag == "input" and name and _is_sent(field):
            is_box = field.get("type") in {"checkbox", "radio"}
            yield name, field.get("value", "on" if is_box else "")
        elif field.tag == "select" and name:
            options = list(field.iter("option"))
            chosen = [one for one in options if one.get("selected") is not None] or options[:1]
            yield from ((name, one.get("value", "")) for one in chosen)


def _is_sent(field: Element) -> bool:
    is_choice = field.get("type") in {"radio", "checkbox"}
    return not is_choice or field.get("checked") is not None
