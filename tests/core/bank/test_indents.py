"""However a list is marked and indented: the same item, or a problem that says what to do."""

from collections.abc import Callable
from itertools import product
from typing import Final

import pytest

from quizapp.core.bank.model import Bank
from quizapp.core.bank.parser import parse_bank
from quizapp.core.bank.writer import write_bank
from tests.core.bank.samples import HEADER, bank_of

MARKERS: Final = ("-", "*", "+", "1.", "1)")
LEADS: Final = range(4)
CHANGES: Final[dict[str, Callable[[str], str]]] = {
    "plain": str,
    "crlf": lambda text: text.replace("\n", "\r\n"),
    "mark": lambda text: "\ufeff" + text,
    "trailing spaces": lambda text: text.replace("\n", "  \n").replace("---  \n", "---\n"),
    "many blank lines": lambda text: text.replace("\n\n", "\n \n\n   \n"),
}


def choice(marker: str, lead: int, extra: int, gap: str = "") -> str:
    """Return a bank whose reasons and fields stand `extra` right of their option's text."""
    begin = " " * lead + marker + " "
    below = " " * (len(begin) + extra)
    return (
        f"{HEADER}## [d-1] One\nWhich?\n\n"
        f"{begin}[x] this\n{gap}{below}> Because\n{below}>\n{below}> - it is\n{gap}"
        f"{begin}[ ] that\n{gap}{below}> No\n{gap}{below}* Concept: rogers · Facts: M1\n{gap}"
        f"{begin}[ ] all\n{gap}{below}+ Pin: last\n\n"
        f"The reason.\n\n{' ' * lead}{'-' if marker == '*' else '*'} Level: recall\n"
    )


def order(delimiter: str, lead: int, extra: int, gap: str = "") -> str:
    steps = "".join(
        f"{' ' * lead}{number}{delimiter} step {number}\n{gap}"
        f"{' ' * (lead + 3 + extra)}> Because {number}\n{gap}"
        for number in (1, 2, 3)
    )
    return f"{HEADER}## [d-1] One\nSort.\n\n* Type: order\n\n{steps}\nThe reason.\n"


def same(bank: Bank) -> str:
    """Return what must not differ: the bank as it is written, but for spaces at line ends."""
    return "\n".join(line.rstrip() for line in write_bank(bank).split("\n"))


def read(text: str) -> str:
    return same(bank_of(text))


CHOICE: Final = read(choice("-", 0, 0))
ORDER: Final = read(order(".", 0, 0))


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("marker", MARKERS)
def test_options_are_the_same_for_every_marker_and_indent(marker: str, change: str) -> None:
    indents = LEADS if change == "plain" else (0, 3)
    for lead, extra, gap in product(indents, indents, ("", "\n")):
        text = CHANGES[change](choice(marker, lead, extra, gap))
        assert read(text) == CHOICE, text


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("delimiter", [".", ")"])
def test_steps_are_the_same_for_every_number_and_indent(delimiter: str, change: str) -> None:
    for lead, extra, gap in product((0, 1), LEADS, ("", "\n")):
        text = CHANGES[change](order(delimiter, lead, extra, gap))
        assert read(text) == ORDER, text


@pytest.mark.parametrize("lead", [2, 3])
def test_steps_inside_the_list_of_their_type_are_a_problem(lead: int) -> None:
    hints = [problem.hint for problem in parse_bank(order(".", lead, 0)).problems]
    assert any("at the margin" in hint for hint in hints), hints


@pytest.mark.parametrize("marker", MARKERS)
def test_tabs_are_as_good_as_spaces(marker: str) -> None:
    text = choice(marker, 0, 0).replace(f"{marker} [", f"{marker}\t[")
    indent = " " * (len(marker) + 1)
    assert read(text.replace(f"\n{indent}", "\n\t")) == CHOICE


@pytest.mark.parametrize("marker", MARKERS)
@pytest.mark.parametrize("gap", ["", "\n"])
def test_a_wrong_indent_is_the_same_item_or_a_problem_with_a_hint(marker: str, gap: str) -> None:
    for lead, extra in product(LEADS, (-5, -4, -3, -2, -1, 4, 5, 6, 8)):
        text = choice(marker, lead, extra, gap)
        parsed = parse_bank(text)
        if parsed.bank is not None:
            assert same(parsed.bank) == CHOICE, text
        else:
            assert all(problem.hint for problem in parsed.problems)


@pytest.mark.parametrize("extra", [-1, -2, -3])
def test_a_reason_short_of_its_option_is_a_problem(extra: int) -> None:
    problems = parse_bank(order(".", 0, extra)).problems
    assert any(one.code == "B033" and "indent it to the text" in one.hint for one in problems)
