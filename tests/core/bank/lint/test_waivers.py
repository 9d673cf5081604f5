"""Waivers: with a reason they count, in their item alone; else they are reported."""

from pathlib import Path
from typing import Final

import pytest

from quizapp.core.bank.lint.report import Report, check_items
from quizapp.core.bank.parser import parse_bank

PLANTED: Final = Path(__file__).parent / "planted"
LONG: Final = (PLANTED / "B107.md").read_text(encoding="utf-8")
LONGEST: Final = (PLANTED / "B109.md").read_text(encoding="utf-8")


def report_of(text: str, *, ignore: tuple[str, ...] = ()) -> Report:
    bank = parse_bank(text).bank
    assert bank is not None
    return check_items(bank, text, ignore=ignore)


def waived(text: str, ref: str, comment: str) -> str:
    heading = next(line for line in text.split("\n") if line.startswith(f"## [{ref}]"))
    return text.replace(heading, f"{heading}\n{comment}")


def codes(report: Report) -> list[str]:
    return [problem.code for problem in report.problems]


def test_a_waiver_with_a_reason_counts_and_is_told() -> None:
    report = report_of(waived(LONG, "d-001", "<!-- waive B107: the term is that long -->"))
    assert codes(report) == []
    assert [(one.ref, one.problem.code) for one in report.waived] == [("d-001", "B107")]


def test_it_holds_for_its_own_item_alone() -> None:
    report = report_of(waived(LONG, "d-002", "<!-- waive B107: the term is that long -->"))
    assert codes(report) == ["B107", "B100"]


@pytest.mark.parametrize(
    ("comment", "words"),
    [
        ("<!-- waive B107 -->", "no reason"),
        ("<!-- waive B107: -->", "no reason"),
        ("<!-- waive B107:   -->", "no reason"),
        ("<!-- waive: it is that long -->", "names no rule"),
        ("<!-- waive B199: it is that long -->", "`B199` is no rule"),
    ],
)
def test_without_a_rule_or_a_reason_it_does_not_count(comment: str, words: str) -> None:
    report = report_of(waived(LONG, "d-001", comment))
    assert sorted(codes(report)) == ["B100", "B107"]
    assert any(words in problem.message for problem in report.problems)


def test_one_waiver_can_name_several_rules() -> None:
    comment = "<!-- waive B107, B119: a name cannot be shortened -->"
    report = report_of(waived(LONG, "d-001", comment))
    assert codes(report) == ["B100"], "B119 was not found, so its waiver is idle"


def test_above_the_first_heading_it_is_for_the_whole_bank() -> None:
    text = LONGEST.replace("Six questions", "<!-- waive B109: two were added today -->\n\nSix")
    report = report_of(text)
    assert codes(report) == []
    assert [one.problem.code for one in report.waived] == ["B109"]


def test_an_idle_waiver_of_a_rule_that_did_not_run_is_no_fault() -> None:
    text = waived(LONG, "d-001", "<!-- waive B107: the term is that long -->")
    assert codes(report_of(text, ignore=("B107",))) == []
