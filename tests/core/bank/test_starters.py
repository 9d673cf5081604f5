"""What an educator begins with is right as it stands."""

import pytest

from quizapp.core.bank.lint.report import check_items
from quizapp.core.bank.model import Kind, Status
from quizapp.core.bank.parser import parse_bank
from quizapp.core.bank.problems import ProblemLevel
from quizapp.core.bank.starters import CASE, NAMES, QUESTIONS, new_bank, slug_of, with_question


@pytest.mark.parametrize("kind", QUESTIONS)
def test_a_question_of_each_kind_has_no_error(kind: str) -> None:
    text, line = with_question(new_bank("b", 'A "new" one: \\ \''), kind, 10_000)
    parsed = parse_bank(text)
    assert parsed.problems == ()
    assert parsed.bank
    assert parsed.bank.title == 'A "new" one: \\ \''
    item = parsed.bank.items[-1]
    assert item.kind == (Kind.SINGLE if kind == CASE else kind)
    assert item.status is Status.DRAFT
    assert text.splitlines()[line - 1].startswith("#")
    found = check_items(parsed.bank, text)
    faults = [one for one in found.problems if one.level is not ProblemLevel.HINT]
    # Two of one kind ask the same until one of them is written over.
    assert {one.code for one in faults} <= ({"B125"} if kind == Kind.SINGLE else set())


def test_a_new_bank_has_nothing_to_mend_and_nothing_to_take_out() -> None:
    text = new_bank("b", "B")
    parsed = parse_bank(text)
    assert parsed.bank
    assert check_items(parsed.bank, text).problems == ()
    assert parsed.bank.description == "", "a sample sentence would go to learners"


def test_every_kind_can_be_inserted() -> None:
    assert set(QUESTIONS) == set(NAMES) == {*Kind, CASE}


def test_a_question_comes_behind_the_one_at_the_cursor() -> None:
    text = "---\nbank: b\n---\n## [wa-009] A\nx\n\n## [wa-010] B\ny\n"
    joined, line = with_question(text, Kind.FLASHCARD, 5)
    assert joined.splitlines()[line - 1] == "## [wa-011] A card"
    assert joined.index("[wa-009]") < joined.index("[wa-011]") < joined.index("[wa-010]")
    at_the_end, _ = with_question(text, Kind.CLOZE, 2)
    assert at_the_end.index("[wa-010]") < at_the_end.index("[wa-011]")
    with pytest.raises(KeyError):
        with_question(text, "essay", 5)


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Ruptures & repair", "ruptures-repair"),
        ("Über Ärger", "uber-arger"),
        ("日本", ""),
        ("x" * 99, "x" * 60),
    ],
)
def test_slugs(title: str, slug: str) -> None:
    assert slug_of(title) == slug
