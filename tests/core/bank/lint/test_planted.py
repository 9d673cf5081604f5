"""One file per rule with one flaw in it: found, with its level, and nothing else is."""

from pathlib import Path
from typing import Final

import pytest

from quizapp.core.bank.lint.report import CODES, Report, check_items
from quizapp.core.bank.parser import parse_bank
from quizapp.core.bank.problems import ProblemLevel

PLANTED: Final = Path(__file__).parent / "planted"
ERRORS: Final = {"B101", "B104", "B105", "B106", "B112", "B120"}
HINTS: Final = {
    *("B102", "B108", "B110", "B119", "B121", "B122", "B123", "B126", "B128"),
}
WHOLE_BANK: Final = {"B109", "B110", "B121", "B128"}


def report_of(name: str, *, is_house: bool = True) -> Report:
    text = (PLANTED / f"{name}.md").read_text(encoding="utf-8")
    bank = parse_bank(text).bank
    assert bank is not None
    return check_items(bank, text, is_house=is_house)


def test_there_is_one_file_for_each_rule() -> None:
    assert {path.stem for path in PLANTED.glob("B*.md")} == set(CODES)


def test_the_file_without_a_flaw_is_clean() -> None:
    assert report_of("clean").findings == ()


@pytest.mark.parametrize("code", CODES)
def test_the_flaw_is_found_and_nothing_else(code: str) -> None:
    problems = report_of(code).problems
    assert [problem.code for problem in problems] == [code]
    wanted = (
        ProblemLevel.ERROR
        if code in ERRORS
        else ProblemLevel.HINT
        if code in HINTS
        else ProblemLevel.WARNING
    )
    assert problems[0].level is wanted
    assert problems[0].hint


@pytest.mark.parametrize("code", sorted(WHOLE_BANK))
def test_a_finding_about_a_bank_says_how_many_items_it_rests_on(code: str) -> None:
    (finding,) = report_of(code).findings
    assert (finding.ref, finding.problem.line) == ("", 1)
    says_n = " of " in finding.problem.message or "n = " in finding.problem.message
    assert says_n
    assert "95 % interval" in finding.problem.message or "p = " in finding.problem.message


def test_a_rationale_is_an_error_only_where_the_bank_promises_it() -> None:
    (own,) = report_of("B105", is_house=False).problems
    assert own.level is ProblemLevel.WARNING


@pytest.mark.parametrize("code", ["B104", "B106"])
def test_a_draft_may_be_unfinished(code: str) -> None:
    text = (PLANTED / f"{code}.md").read_text(encoding="utf-8")
    text = text.replace("* Concept: egan", "* Status: draft\n* Concept: egan")
    bank = parse_bank(text).bank
    assert bank is not None
    (problem,) = check_items(bank, text).problems
    assert (problem.code, problem.level) == (code, ProblemLevel.WARNING)


def test_retired_items_are_left_alone() -> None:
    text = (PLANTED / "B107.md").read_text(encoding="utf-8")
    text = text.replace("* Concept: tasks", "* Status: retired\n* Concept: tasks", 1)
    bank = parse_bank(text).bank
    assert bank is not None
    assert check_items(bank, text).findings == ()
