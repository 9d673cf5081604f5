"""Single keys: changing one, refusing one that is taken, and where the choice is kept."""

import json
from html import unescape

import pytest
from flask import Flask

from quizapp.services.errors import Invalid
from quizapp.web.key_map import ACTIONS, actions_by_key, changed_keys, written_keys
from tests.factories import Person, make_person
from tests.web.visitor import Visitor

DATA = 'data-key-map="'


def keys_on(page: str) -> dict[str, str]:
    """Return key -> action as a page tells its script."""
    start = page.index(DATA) + len(DATA)
    found: dict[str, str] = json.loads(unescape(page[start : page.index('"', start)]))
    return found


def change(visitor: Visitor, action: str, key: str, status: int = 303) -> str:
    visitor.get("/help/keys")
    response = visitor.send("/help/keys", action=action, key=key)
    assert response.status_code == status, response.text
    return response.text


@pytest.fixture
def alice(app: Flask) -> Person:
    return make_person(app, "Alice")


def test_every_action_has_a_key_of_its_own() -> None:
    assert len(actions_by_key({})) == len(ACTIONS) + 5, "and five letters for the options"


@pytest.mark.parametrize(
    ("typed", "key"),
    [("Z", "z"), (" z ", "z"), ("9", "9"), ("é", "é"), ("ß", "ß"), (";", ";"), ("<", "<")],
)
def test_one_sign_is_a_key(typed: str, key: str) -> None:
    assert changed_keys({}, "undo", typed) == {"undo": key}


def test_keys_with_a_name() -> None:
    moved = {"key_map": changed_keys({}, "next", "n")}
    assert changed_keys(moved, "undo", "space") == {"next": "n", "undo": " "}
    assert written_keys({"key_map": {"undo": " ", "leave": "q"}})["undo"] == "Space"
    assert written_keys({})["leave"] == "Esc"


def test_its_own_key_is_no_change() -> None:
    assert changed_keys({"key_map": {"undo": "z"}}, "undo", "U") == {}
    assert changed_keys({}, "leave", "esc") == {}


@pytest.mark.parametrize(
    "typed", ["", "  ", "zz", "ctrl", "F1", "\t", "\u200b", "\ud800", "x" * 99]
)
def test_what_is_no_key(typed: str) -> None:
    with pytest.raises(Invalid, match="Type one letter") as fault:
        changed_keys({}, "undo", typed)
    assert fault.value.field == "key"


@pytest.mark.parametrize(
    ("typed", "holder"),
    [("g", "I guessed"), ("B", "Option 2"), ("1", "Option 1"), ("space", "Show the answer")],
)
def test_a_key_that_is_taken_is_refused_with_the_action_that_has_it(
    typed: str, holder: str
) -> None:
    with pytest.raises(Invalid, match=f"is already the key for “{holder}"):
        changed_keys({}, "undo", typed)


def test_a_key_is_free_once_its_action_has_another() -> None:
    moved = {"key_map": changed_keys({}, "guess", "q")}
    assert changed_keys(moved, "undo", "g") == {"guess": "q", "undo": "g"}
    with pytest.raises(Invalid, match="Q is already the key for “I guessed”"):
        changed_keys(moved, "flag", "q")


def test_a_visitor_keeps_it_in_this_browser(visitor: Visitor) -> None:
    change(visitor, "undo", "z")
    page = visitor.get("/help/keys?saved=1")
    assert keys_on(page)["z"] == "undo"
    assert "u" not in keys_on(page)
    assert "<kbd>Z</kbd>" in page
    assert keys_on(visitor.get("/login"))["z"] == "undo"


def test_an_account_keeps_it_on_every_device(app: Flask, alice: Person) -> None:
    desk, phone = Visitor(app), Visitor(app)
    desk.sign_in(alice)
    phone.sign_in(alice)
    change(desk, "undo", "z")
    change(desk, "flag", "<")
    assert keys_on(phone.get("/today"))["z"] == "undo"
    assert keys_on(phone.page)["<"] == "flag"
    phone.get("/settings")
    settings = {"theme": "dark", "keys_on": "on", "tz": "UTC", "day_start_hour": "4"}
    saved = phone.send("/settings", minutes_a_day="20", new_per_day="10", **settings)
    assert saved.status_code == 303
    assert keys_on(desk.get("/today"))["z"] == "undo", "saving the settings leaves the keys alone"
    assert 'data-theme="dark"' in desk.page
    desk.get("/help/keys")
    assert desk.send("/help/keys", reset="1").status_code == 303
    assert keys_on(phone.get("/today"))["u"] == "undo"
    assert 'data-theme="dark"' in phone.page, "nor do the keys touch the settings"


def test_the_hints_say_the_learners_keys(app: Flask, alice: Person) -> None:
    desk = Visitor(app)
    desk.sign_in(alice)
    change(desk, "check", "k")
    sid = desk.start()
    while "Check answer" not in desk.get(f"/study/{sid}"):
        desk.answer_next(sid)
    assert 'Check answer <kbd aria-hidden="true">K</kbd>' in desk.page


def test_the_page_of_keys_turns_them_off_and_on(visitor: Visitor) -> None:
    change(visitor, "undo", "z")
    for press, shown in (("off", "on"), ("on", "off")):
        assert visitor.send("/help/keys", single=press).status_code == 303
        page = visitor.get("/help/keys")
        assert f'data-keys="{press}"' in page
        assert f'name="single" value="{shown}"' in page
        assert keys_on(page)["z"] == "undo", "which key does what stays"


def test_a_refusal_says_why_and_changes_nothing(visitor: Visitor) -> None:
    page = change(visitor, "undo", "g", status=422)
    assert "G is already the key for “I guessed”." in page
    assert '<option value="undo" selected>' in page
    change(visitor, "fly", "z", status=422)
    assert keys_on(visitor.get("/help/keys")) == actions_by_key({})
    assert visitor.send("/help/keys").status_code == 422, "an empty form"
