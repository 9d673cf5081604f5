"""What a question's page and the lists tell of answers: newest first, in rows, void or not."""

from dataclasses import dataclass

import pytest
from flask import Flask

from quizapp.core.learner import Learner
from tests.factories import BANK, KINDS_BANK, FakeClock, load_text, make_person, sign_in
from tests.services.study_room import RIGHT, WRONG, StudyRoom
from tests.web.page_client import PageClient

HERE = "/items/small/s-1"


@dataclass(frozen=True)
class Alice:
    """Alice at her browser, and what she did before."""

    page: PageClient
    room: StudyRoom
    who: Learner

    def answer(self, ref: str, *texts: str) -> str:
        """Answer a question in a session of its own; return the answer's id."""
        return self.room.answer(self.who, self.room.sit(self.who, ref), 1, *texts).answer_id


@pytest.fixture
def alice(app: Flask, page: PageClient, clock: FakeClock) -> Alice:
    person = make_person(app, "Alice")
    sign_in(page.client, person)
    return Alice(page, StudyRoom(app, clock), Learner(person.user_id, "UTC", 4))


def test_answers_before_a_correction_count_neither_way(app: Flask, alice: Alice) -> None:
    alice.answer("s-1", *RIGHT["s-1"])
    alice.room.tomorrow()
    with app.app_context():
        text = BANK.replace("- [x] goals, tasks, bond", "- [ ] goals, tasks, bond")
        text = text.replace("- [ ] exploring", "- [x] exploring")
        load_text(text, at=alice.room.clock())
    shown = alice.page(HERE).text
    assert "unknown, it was corrected" in shown
    assert "not yet since the correction" in shown
    assert "You chose this" not in shown, "it was right when it was chosen"
    assert "before the correction: it no longer counts" in shown
    alice.room.tomorrow()
    alice.answer("s-1", "exploring")
    shown = alice.page(HERE).text
    assert "once, never missed" in shown
    assert shown.count("it no longer counts") == 1


def test_a_long_story_is_folded_and_what_is_shown_is_marked(alice: Alice) -> None:
    first = alice.answer("s-1", *WRONG["s-1"])
    for _ in range(6):
        alice.room.tomorrow()
        alice.answer("s-1", *WRONG["s-1"])
    shown = alice.page(HERE)
    assert "Earlier, 2 more" in shown.text
    assert "You chose this seven times" in shown.text
    assert '<details class="earlier">' in shown.html
    seen = alice.page(f"{HERE}?seen={first}")
    assert '<details class="earlier" open>' in seen.html
    assert seen.html.count('aria-current="true"') == 1
    assert "shown here" in seen.text


def test_an_order_and_a_match_stand_in_rows(app: Flask, alice: Alice) -> None:
    with app.app_context():
        load_text(KINDS_BANK, origin="kinds.md")
    nearly = ("Notice", "Bring", "Renegotiate", "Explore")
    alice.answer("k-3", *nearly)
    alice.answer("k-4", *WRONG["k-4"])
    alice.room.tomorrow()
    alice.answer("k-3", *nearly)
    listed = alice.page("/missed")
    assert listed.html.count('<ol class="rows">') == 2, "said and right, of the order"
    assert listed.html.count('<ul class="rows">') == 2, "said and right, of the match"
    assert "<li>Zetzel: therapeutic alliance</li>" in listed.html
    assert "Attempts, oldest first: partly right, partly right" in listed.html
    assert "; then" not in listed.text
    assert "Partly right: 2 of 4 in place" in alice.page("/items/kinds/k-3").text
    assert "0 of 4 matched" in alice.page("/items/kinds/k-4").text
    lately = alice.page("/today").text
    assert "Answer four steps" in lately
    assert "Answer four pairs" in lately
