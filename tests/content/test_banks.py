"""The banks that ship with the app keep what they promise."""

import re
from pathlib import Path
from typing import Final

import pytest

from quizapp.core.bank.concepts import parse_concepts, roots_of
from quizapp.core.bank.coverage import coverage
from quizapp.core.bank.cues.gate import EVERYTHING, cue_scores
from quizapp.core.bank.facts import parse_register
from quizapp.core.bank.lint.report import check_items
from quizapp.core.bank.model import Bank, Kind, Status
from quizapp.core.bank.parser import parse_bank
from quizapp.core.bank.problems import ProblemLevel

CONTENT: Final = Path(__file__).resolve().parents[2] / "content"
TEXTS: Final = {file.stem: file.read_text(encoding="utf-8") for file in CONTENT.glob("*.md")}
# Items of the first release, at least (content map of the first release).
COUNTS: Final = {
    "origins": 16, "greenson": 18, "bordin": 26, "goals-tasks-bonds": 22, "mutual-goals": 18,
    "trust-and-rapport": 20, "rogers-and-relationship-models": 26, "wai-horvath-greenberg": 20,
    "measures-and-feedback": 18, "egan": 26, "rehabilitation-team": 26, "ruptures": 20,
    "supervision-and-group": 20, "evidence": 18, "addiction-and-mi": 12,
    "ethics-culture-telehealth": 16, "vignettes": 24,
}  # fmt: skip
CASE_SETS: Final = 10
ITEMS: Final = 346
MOST_WAIVED: Final = 3
FALSE_ALARMS: Final = 0.05


def bank_of(name: str) -> Bank:
    bank = parse_bank(TEXTS[name]).bank
    assert bank is not None
    return bank


BANKS: Final = {name: bank_of(name) for name in sorted(TEXTS)}


def live(bank: Bank) -> int:
    return sum(item.status is Status.LIVE for item in bank.items)


def test_the_first_release_is_there() -> None:
    assert set(BANKS) == set(COUNTS)
    assert {name: live(bank) for name, bank in BANKS.items() if live(bank) < COUNTS[name]} == {}
    assert sum(map(live, BANKS.values())) >= ITEMS
    cases = {item.case_ref for item in BANKS["vignettes"].items if item.case_ref}
    assert len(cases) == CASE_SETS
    assert {item.kind for bank in BANKS.values() for item in bank.items} == set(Kind)


def test_no_bank_has_an_error_or_a_warning_and_few_waivers_are_needed() -> None:
    reports = {name: check_items(bank, TEXTS[name], is_house=True) for name, bank in BANKS.items()}
    grave = [
        problem.render(name)
        for name, report in reports.items()
        for problem in report.problems
        if problem.level is not ProblemLevel.HINT
    ]
    assert grave == []
    assert sum(len(report.waived) for report in reports.values()) <= MOST_WAIVED
    alarms = {
        (name, one.ref) for name, report in reports.items() for one in report.findings if one.ref
    }
    assert len(alarms) < FALSE_ALARMS * sum(map(live, BANKS.values()))


def test_a_blind_guesser_does_no_better_than_chance() -> None:
    roots = roots_of(parse_concepts((CONTENT / "concepts.yaml").read_text(encoding="utf-8"))[0])
    scores = cue_scores(BANKS.values(), roots)
    together = [one for one in scores if one.group == EVERYTHING]
    assert all(one.is_judged for one in together)
    assert [(one.group, one.strategy, one.score) for one in scores if one.is_outside] == []


def test_every_fact_is_asked_as_it_may_be() -> None:
    register = parse_register((CONTENT / "facts.yaml").read_text(encoding="utf-8"))
    concepts, _ = parse_concepts((CONTENT / "concepts.yaml").read_text(encoding="utf-8"))
    found = coverage(list(BANKS.values()), register, concepts)
    assert found.faults == ()
    assert found.missing == ()
    assert [one for one in found.concepts if one.items < one.needed] == []
    assert found.is_complete
    unknown = {one.concept for one in register.facts.values()} - set(concepts)
    assert unknown == set()


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_a_bank_says_whose_it_is(name: str) -> None:
    bank = BANKS[name]
    assert bank.slug == name
    assert bank.license == "CC-BY-4.0"
    assert bank.authors
    assert bank.description
    assert bank.intro
    named = " ".join(item.source for item in bank.items)
    assert [key for key in bank.sources if not re.search(rf"(?<![\w-]){key}(?![\w-])", named)] == []
    assert all(item.level and item.evidence and item.section for item in bank.items)
