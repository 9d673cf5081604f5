"""A long question in one line: the sentence that asks, or how it begins."""

import pytest

from quizapp.web.words import asking

CASE = "A client has missed two sessions since her plan was changed without her. " * 2


@pytest.mark.parametrize(
    ("text", "most", "line"),
    [
        ("What is a bond?", 40, "What is a bond?"),
        (f"{CASE}Which part of the alliance does Ms. Yazzie ask about?", 60,
         "Which part of the alliance does Ms. Yazzie ask about?"),
        (f"{CASE}What follows?", 60, "A client has missed two sessions since her plan was…"),
        (f"{CASE}“Right,” she says. “Next on the list is your whole schooling.”", 60,
         "“Next on the list is your whole schooling.”"),
        ("word " * 40, 20, "word word word…"),
    ],
)  # fmt: skip
def test_a_line_says_something_alone(text: str, most: int, line: str) -> None:
    assert asking(text, most) == line
