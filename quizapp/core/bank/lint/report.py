"""A bank held against the item-writing rules."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from quizapp.core.bank.characters import normalize
from quizapp.core.bank.lint.model import Finding, shelf_of
from quizapp.core.bank.lint.registry import RULES, findings
from quizapp.core.bank.lint.waivers import CODE, read_waivers, unused
from quizapp.core.bank.model import Bank, Status
from quizapp.core.bank.problems import Problem, ProblemLevel

CODES = {CODE: "A waiver that does not count", **{rule.code: rule.title for rule in RULES}}


@dataclass(frozen=True, slots=True)
class Report:
    """What was found, by line, and what a waiver in the file set aside."""

    findings: tuple[Finding, ...]
    waived: tuple[Finding, ...] = ()

    @property
    def problems(self) -> tuple[Problem, ...]:
        return tuple(one.problem for one in self.findings)

    @property
    def refused(self) -> frozenset[str]:
        """Refs of items that should not be asked as they are: those with an error."""
        errors = (one for one in self.findings if one.problem.level is ProblemLevel.ERROR)
        return frozenset(one.ref for one in errors if one.ref)

    def count(self) -> Counter[ProblemLevel]:
        """Return how many findings there are of each level."""
        return Counter(one.problem.level for one in self.findings)


def check_items(
    bank: Bank,
    text: str,
    *,
    is_house: bool = False,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
) -> Report:
    """Hold the items of a bank against the rules.

    `text` is what the bank was read from; waivers stand there. `select` and `ignore` are codes
    or beginnings of codes; all rules where `select` is empty. `is_house` holds the bank to what
    shipped ones promise.
    """
    rules = [rule for rule in RULES if is_wanted(rule.code, select, ignore)]
    found = sorted(findings(shelf_of(bank, is_house=is_house), rules), key=lambda one: one.problem)
    waivers, problems = read_waivers(bank, normalize(text), CODES)
    waived = {(one.ref, one.code) for one in waivers}
    kept = [one for one in found if (one.ref, one.problem.code) not in waived]
    set_aside = tuple(one for one in found if (one.ref, one.problem.code) in waived)
    if is_wanted(CODE, select, ignore):
        met = {(one.ref, one.problem.code) for one in set_aside}
        ran = {rule.code for rule in rules}
        idle = [one for one in waivers if one.code in ran and (one.ref, one.code) not in met]
        kept += [Finding("", problem) for problem in (*problems, *map(unused, idle))]
    return Report(tuple(sorted(kept, key=lambda one: one.problem)), set_aside)


def is_wanted(code: str, select: Sequence[str], ignore: Sequence[str]) -> bool:
    """Tell whether a code is selected and not ignored, each by its beginning."""
    is_selected = not select or code.startswith(tuple(select))
    return is_selected and not code.startswith(tuple(ignore) or ("-",))


def live_items(bank: Bank) -> int:
    """Return how many items of a bank are live."""
    return sum(item.status is Status.LIVE for item in bank.items)
