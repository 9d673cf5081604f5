"""A page that is kept shows what is true: after an answer, an edit, a setting, an hour."""

from collections.abc import Callable
from random import Random

from flask import Flask

from quizapp.web.page_cache import PageCache
from tests.factories import BANK, FakeClock, csrf_of, load_text
from tests.services.study_room import acting
from tests.web.visitor import Visitor

SignIn = Callable[[str], Visitor]


def test_a_page_is_the_same_until_an_answer(signed_in: SignIn) -> None:
    alice, bob = signed_in("Alice"), signed_in("Bob")
    first = alice.get("/today")
    assert without_token(alice.get("/today")) == without_token(first)
    before = bob.get("/today")
    alice.answer_next(alice.start())
    assert without_token(alice.get("/today")) != without_token(first)
    assert "1 day studied." in alice.get("/today")
    assert without_token(bob.get("/today")) == without_token(before)


def without_token(page: str) -> str:
    return page.replace(csrf_of(page), "")


def test_forms_of_a_kept_page_work(signed_in: SignIn, clock: FakeClock) -> None:
    alice = signed_in("Alice")
    first = csrf_of(alice.get("/today"))
    again = csrf_of(alice.get("/today"))
    assert first
    assert again
    assert alice.start() > 0, "the form of the kept page is taken"
    clock.forward(hours=2)
    assert "Good afternoon" in alice.get("/today")
    clock.forward(hours=6)
    assert "Good evening" in alice.get("/today")


def test_a_changed_bank_and_setting_show_at_once(app: Flask, signed_in: SignIn) -> None:
    alice = signed_in("Alice")
    story = alice.get("/items/small/s-1")
    assert "Which set names" not in alice.get("/marked")
    with acting(app):
        load_text(BANK.replace("Which set names the three parts", "Which names are the parts"))
    assert alice.get("/items/small/s-1") != story
    assert "Which names are the parts" in alice.get("/items/small/s-1")


def test_what_is_kept_stays_within_its_bytes() -> None:
    def page(length: int) -> bytes:
        return Random(1).randbytes(length)  # noqa: S311 - what cannot be packed

    cache = PageCache(most_bytes=1_000)
    for n in range(9):
        cache.put(str(n), page(300), b"token")
    assert [n for n in range(9) if cache.get(str(n), b"token")] == [6, 7, 8]
    cache.put("8", page(500), b"token")
    assert [n for n in range(9) if cache.get(str(n), b"token")] == [7, 8]
    cache.put("whole", page(1_001), b"token")
    assert cache.get("whole", b"token") is None
    cache.put("packed", b"<a token b>" * 100, b"token")
    assert cache.get("packed", b"new") == b"<a new b>" * 100
