"""The page client sees the faults it is there for."""

import pytest
from flask import Flask
from werkzeug.wrappers import Response

from tests.web.page_client import (
    HEADERS,
    MOST_BYTES,
    MOST_STATEMENTS,
    PageClient,
    page_faults,
    statement_faults,
)

SOUND = """<!doctype html><html lang="en"><head><title>Sound</title></head><body><main>
<h1>Sound</h1>
<form method="post" action="/study"><input type="hidden" name="csrf_token" value="x">
<label for="n">Name</label><input id="n" name="n"><button type="submit">Send</button></form>
<p><a href="/help">Help</a></p></main></body></html>"""
# What is put in the place of what, and what the client must say.
FAULTS = {
    "badly nested": (">Help<", "><b><i>Help</b></i><", "line"),
    "title": ("<title>Sound</title>", "<title></title>", "titles"),
    "two h1": ("<p>", "<h1>More</h1><p>", "h1"),
    "lang": (' lang="en"', "", "no lang"),
    "label": ('<label for="n">Name</label>', "", "no label: input n"),
    "label without words": (">Name<", "><", "no label: input n"),
    "twice the id": ("<p>", '<p id="n">', "id n 2 times"),
    "label of nothing": ('for="n"', 'for="m"', "for names m"),
    "csrf": ('name="csrf_token"', 'name="other"', "no csrf_token"),
    "empty csrf": ('value="x"', 'value=""', "no csrf_token"),
    "style attribute": ("<p>", '<p style="color: red">', "inline style on p"),
    "handler": ("<p>", '<p onclick="go()">', "inline onclick on p"),
    "script": ("<p>", "<script>go()</script><p>", "inline <script>"),
    "style": ("</head>", "<style>p {}</style></head>", "inline <style>"),
    "nameless button": (">Send<", "><", "nameless button"),
    "dead link": ("/help", "/nowhere", "nothing answers GET /nowhere"),
    "dead form": ("/study", "/today", "nothing answers POST /today"),
    "dead fragment": ("/help", "#nowhere", "no #nowhere on the page"),
    "dead file": ("</head>", '<link rel="icon" href="/static/1/no.svg"></head>', "no file"),
    "foreign link": ("/help", "https://example.org/", "leads away"),
}


def response_of(html: str, headers: dict[str, str] = HEADERS) -> Response:
    return Response(html, mimetype="text/html", headers=headers)


def test_sound_page_has_no_faults(app: Flask) -> None:
    assert not page_faults(app, "/", response_of(SOUND))


@pytest.mark.parametrize(("old", "new", "fault"), FAULTS.values(), ids=list(FAULTS))
def test_fault_is_seen(app: Flask, old: str, new: str, fault: str) -> None:
    assert old in SOUND
    faults = page_faults(app, "/", response_of(SOUND.replace(old, new, 1)))
    assert any(fault in one for one in faults), faults


@pytest.mark.parametrize("name", HEADERS)
def test_missing_header_is_seen(app: Flask, name: str) -> None:
    rest = {key: value for key, value in HEADERS.items() if key != name}
    assert page_faults(app, "/", response_of(SOUND, rest)) == [f"{name}: None"]


def test_heavy_page_is_seen(app: Flask) -> None:
    numbers = " ".join(str(number * 7919 % 100_003) for number in range(MOST_BYTES))
    faults = page_faults(app, "/", response_of(SOUND.replace("Help", numbers)))
    assert any("packed" in fault for fault in faults)


def test_chatty_page_is_seen(app: Flask) -> None:
    assert not statement_faults(app, "GET", "/missed", ["SELECT"] * MOST_STATEMENTS)
    assert statement_faults(app, "GET", "/missed", ["SELECT"] * (MOST_STATEMENTS + 1))
    assert statement_faults(app, "GET", "/study/1", ["SELECT"] * 5)
    assert statement_faults(app, "POST", "/study/1", ["SELECT"] * 7)


def test_statements_are_counted(page: PageClient) -> None:
    assert page("/banks").statements == 2  # banks, and the exams they prepare for
