"""A flashcard's answer is its first paragraph; what follows explains it."""

import pytest

from quizapp.core.bank.body import answer_and_more


@pytest.mark.parametrize(
    ("written", "answer", "more"),
    [
        ("Zetzel (1956)", "Zetzel (1956)", ""),
        ("Zetzel\n\nHer term.\n\nTwo more.", "Zetzel", "Her term.\n\nTwo more."),
        ("- goals\n\n- tasks", "- goals\n\n- tasks", ""),
        ("1. one\n\n2. two", "1. one\n\n2. two", ""),
        ("| a |\n|---|\n\nafter", "| a |\n|---|\n\nafter", ""),
        ("-5 degrees\n\nColder.", "-5 degrees", "Colder."),
    ],
)
def test_the_answer_is_the_first_paragraph(written: str, answer: str, more: str) -> None:
    assert answer_and_more(written) == (answer, more)
