"""docs/bank-check.md: a heading for each code, and examples that do what they say."""

import pytest

from quizapp.core.bank.lint.report import CODES, check_items
from quizapp.core.bank.parser import parse_bank
from tests.core.bank.lint.examples import examples, titles

EXAMPLES = examples()


def codes_in(text: str, code: str) -> set[str]:
    bank = parse_bank(text).bank
    assert bank is not None
    report = check_items(bank, text, select=[code])
    return {problem.code for problem in report.problems}


def test_every_code_has_its_heading_and_no_other_has_one() -> None:
    assert titles() == CODES


@pytest.mark.parametrize("code", CODES)
def test_the_flagged_example_is_flagged_and_the_other_is_not(code: str) -> None:
    assert set(EXAMPLES[code]) == {"Flagged", "Fine"}
    # A waiver is looked at beside the rule that it is for.
    select = "B1" if code == "B100" else code
    assert code in codes_in(EXAMPLES[code]["Flagged"], select)
    assert code not in codes_in(EXAMPLES[code]["Fine"], select)
