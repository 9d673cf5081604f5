"""The check of one question while it is written."""

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizapp.db import write
from quizapp.db.base import db_session
from quizapp.services.item_check import CheckedItem, check_item
from tests.factories import BANK
from tests.services.study_room import acting

WORDS = st.sampled_from(
    ["---", "bank: b", "title: T", "## [a] A", "## no id", "# Case [k] K", "- [x] yes", "- [ ] no",
     "  > why", "* Source: x", "* Sorce: x", "Q: Who?", "A: He", "C: a [gap]", "", "<b>", "\u202e["]
)  # fmt: skip


def checked(app: Flask, text: str, line: int) -> CheckedItem:
    with acting(app, write.Mode.READ):
        return check_item(db_session, text, line)


def test_only_the_question_at_the_cursor_is_looked_at(app: Flask) -> None:
    text = BANK.replace("* Level: application", "* Levl: application")
    at = BANK.splitlines().index("## [s-6] First move") + 1
    found = checked(app, text, at)
    assert found.key == "s-6"
    fault = next(one for one in found.problems if "Levl" in one.message)
    assert text.splitlines()[fault.line - 1].startswith("* Levl")
    other = checked(app, text, 20)
    assert other.key == "s-1"
    assert other.body
    assert not any("Levl" in one.message for one in other.problems)


def test_a_question_of_a_case_is_shown_with_it(app: Flask) -> None:
    at = BANK.splitlines().index("## [s-6] First move") + 1
    body = checked(app, BANK, at).body
    assert body
    assert "Ms. R." in body["stimulus_html"]


@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(WORDS, max_size=14), st.integers(-3, 30))
def test_no_text_stops_it_and_every_problem_has_a_line(
    app: Flask, lines: list[str], line: int
) -> None:
    text = "\n".join(lines)
    for one in checked(app, text, line).problems:
        assert 1 <= one.line <= max(1, text.count("\n") + 1)
