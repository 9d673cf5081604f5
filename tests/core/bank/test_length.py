"""How many words of a question have to be read."""

from quizapp.core.bank.length import words_to_read


def test_stem_case_and_rows_count_each_word_once() -> None:
    body = {
        "stem_text": "Which *two* need\nagreement?",
        "stimulus_text": "Ms. R., 41.",
        "options": [{"text": "goals and tasks"}, {"text": "weather"}],
        "explanation_text": "Nobody has read this yet.",
    }
    assert words_to_read(body) == 4 + 3 + 4


def test_rows_to_order_and_to_match_count() -> None:
    body = {
        "stem_text": "Match.",
        "stimulus_text": "",
        "options": [],
        "steps": [{"text": "first step"}],
        "lefts": [{"text": "left"}],
        "rights": [{"text": "the right one"}],
    }
    assert words_to_read(body) == 1 + 2 + 1 + 3
