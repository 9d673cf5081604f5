"""Which passwords are easy to guess."""

import pytest

from quizapp.adapters.frequent_passwords import is_common
from quizapp.core.email_address import words_of
from quizapp.core.password import fault_of

WORDS = (*words_of("maya.lind@example.org"), "Alliance")


@pytest.mark.parametrize(
    "password",
    [
        "plain words make it long",
        "correct horse battery staple",
        "sunshine 749288341123",
        "Mein Hut, der hat drei Ecken",
        "пароль из простых слов",
        "日本語の合言葉はとても長いです",
        "my alliance with the client grew",
        "k7#qL9!vTz2$mW4x",
        "x y z " * 40 + "and a last word",
        "               four words in space",
    ],
)
def test_length_is_enough(password: str) -> None:
    assert fault_of(password, WORDS, is_common) == ""


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("", "0 characters"),
        ("fourteen chars", "14 characters"),
        ("x" * 1001, "1000 characters or fewer"),
        ("aaaaaaaaaaaaaaaaaaaa", "repeats itself"),
        ("abababababababababab", "repeats itself"),
        ("abcdefghijklmnopqrst", "runs along"),
        ("QWERTYUIOPASDFGH", "runs along"),
        ("98765432109876543210", "runs along"),
        ("123456789987654321", "among the first"),
        ("passwordstandard", "among the first"),
        ("PasswordPassword", "among the first"),
        ("password password password", "among the first"),
        ("Password1234567!", "among the first"),
        ("!2026sunshine!!", "among the first"),
        ("letmein123456789", "among the first"),
        ("maya.lind@example.org", "your address"),
        ("AllianceAlliance", "your address"),
        ("alliance-2026-!?", "your address"),
        ("Alliancepassword1", "your address"),
        ("maya.lind.2026.11", "your address"),
    ],
)
def test_what_everybody_would_try(password: str, says: str) -> None:
    assert says in fault_of(password, WORDS, is_common)


def test_the_list_is_what_it_says() -> None:
    common = ["password", "123456", "qwerty", "iloveyou", "q1w2e3r4t5y6u7i8"]
    assert all(is_common(one) for one in common)
    rare = ["plain words make it long", "", "k7#qL9!vTz2$mW4x", "\ud800"]
    assert not any(is_common(one) for one in rare)
