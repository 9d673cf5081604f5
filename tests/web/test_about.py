"""Contact, terms and privacy: the operator's words where there are any, else ours, and true."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from quizapp.app import create_app
from quizapp.core.retention import COOKIE_DAYS, GUEST_DAYS, KEPT, LOGIN_DAYS
from quizapp.services.leaving import DELAY
from quizapp.web.login import LONGEST_DAYS
from tests.conftest import settings_for
from tests.web.html_checks import text_of
from tests.web.page_client import PageClient

LINKS = ("/privacy", "/terms", "/contact")


def page_of(app: Flask, path: str, **settings: Any) -> str:
    """Return the page of an instance with these settings."""
    made = create_app(replace(app.config["SETTINGS"], **settings))
    response = made.test_client().get(path)
    assert response.status_code == 200
    return response.text


@pytest.mark.parametrize("path", ["/", "/login", "/register", "/help"])
def test_they_are_linked_where_somebody_decides(page: PageClient, path: str) -> None:
    links = [link.get("href") for link in page(path).document.all("a")]
    assert set(LINKS) <= set(links)


def test_what_the_page_says_of_keeping_is_what_the_code_does(app: Flask, page: PageClient) -> None:
    shown = page("/privacy")
    terms, times = (map(text_of, shown.document.all(tag)) for tag in ("dt", "dd"))
    assert tuple(zip(terms, times, strict=True)) == KEPT
    assert f"until {GUEST_DAYS} days after" in page("/help").text
    assert LOGIN_DAYS == LONGEST_DAYS
    assert app.permanent_session_lifetime.days == COOKIE_DAYS
    assert f"{DELAY.days} days after you ask" in shown.text


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("help@example.org", 'href="mailto:help@example.org"'),
        ("https://example.org/help", 'href="https://example.org/help"'),
        ("Room 12, <b>Tuesdays</b>", "Room 12, &lt;b&gt;Tuesdays&lt;/b&gt;"),
        ("javascript:alert(1)@example.org", "<p>javascript:alert(1)@example.org</p>"),
        ("", "has not said here how to reach them"),
    ],
)
def test_contact_is_what_the_operator_says(app: Flask, given: str, shown: str) -> None:
    html = page_of(app, "/contact", contact=given)
    assert shown in html
    assert 'href="javascript' not in html


@pytest.mark.parametrize("name", ["terms", "privacy"])
def test_an_operators_text_takes_the_place_of_ours(app: Flask, name: str) -> None:
    text = (
        "# House rules\n\nBe *kind*. See [more](https://example.org/rules).\n\n## Law\n\n"
        "- one\n- two\n\n<script>alert(1)</script>\n\n![](https://example.org/pixel.png)"
        "\n\n[bad](javascript:alert(1))"
    )
    html = page_of(app, f"/{name}", **{name: text})
    assert html.count("<h1>") == 1
    assert "<h1>House rules</h1>" in html
    assert "<title>House rules |" in html
    assert "<h2>Law</h2>" in html
    assert 'href="https://example.org/rules"' in html
    for bad in ("alert(1)</script>", "<img", "pixel.png", 'href="javascript'):
        assert bad not in html
    assert "What we ask" not in html
    assert "How long" not in html


def test_a_text_without_a_heading_has_the_usual_one(app: Flask) -> None:
    html = page_of(app, "/terms", terms="Be kind.\n\n# One\n\n## Two")
    assert "<h1>Terms</h1>" in html
    assert "<h2>One</h2>" in html
    assert "<h3>Two</h3>" in html
    assert "What we ask" in page_of(app, "/terms", terms="  \n")


def test_a_page_needs_no_database_to_say_so(tmp_path: Path) -> None:
    made = create_app(settings_for(f"sqlite:///{tmp_path / 'none.sqlite'}", tmp_path))
    assert made.test_client().get("/terms").status_code == 200
