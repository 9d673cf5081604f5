"""A bank that is written and read again is the same bank."""

from pathlib import Path
from random import Random
from typing import Final

import pytest
from hypothesis import Phase, given, settings

from quizapp.core.bank.model import Bank, Kind
from quizapp.core.bank.parser import parse_bank
from quizapp.core.bank.writer import write_bank
from tests.core.bank.damage import damaged
from tests.core.bank.generated import generated_bank
from tests.core.bank.generated_banks import banks, without_lines
from tests.core.bank.samples import CHOICE, FOLDER, bank_of, item_of

CONTENT: Final = sorted((Path(__file__).parents[3] / "content").glob("*.md"))
EXAMPLES: Final = [*CONTENT, FOLDER / "example.md", FOLDER / "every_kind.md"]


def assert_comes_back(bank: Bank) -> None:
    """Write, read and write again; warnings may stay, as they are about the texts."""
    written = write_bank(bank)
    parsed = parse_bank(written)
    assert parsed.bank is not None, (parsed.problems, written)
    assert without_lines(parsed.bank) == without_lines(bank)
    assert write_bank(parsed.bank) == written


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_a_bank_of_ours_comes_back(path: Path) -> None:
    bank = parse_bank(path.read_text(encoding="utf-8")).bank
    assert bank is not None
    assert_comes_back(bank)


def test_a_large_bank_comes_back() -> None:
    assert_comes_back(bank_of(generated_bank(60, 1)))


# Without shrinking: it takes minutes for banks, and the assertion shows the text.
@pytest.mark.parametrize("kind", Kind)
def test_a_bank_of_one_kind_comes_back(kind: Kind) -> None:
    @settings(max_examples=8, derandomize=True, phases=[Phase.generate])
    @given(banks((kind,)))
    def comes_back(bank: Bank) -> None:
        assert_comes_back(bank)

    comes_back()


@pytest.mark.parametrize("seed", range(10))
def test_a_damaged_bank_comes_back_as_long_as_it_is_read(seed: int) -> None:
    random = Random(seed)  # noqa: S311 - a fixed seed, the same damage each time
    text = (FOLDER / "every_kind.md").read_text(encoding="utf-8")
    while (bank := parse_bank(text).bank) is not None:
        assert_comes_back(bank)
        text = damaged(text, random)


def test_an_explanation_that_begins_with_spaces_is_read_from_the_margin() -> None:
    item = item_of(f"{CHOICE.replace('- [', '-    [')}\n   Spaces\nbefore it.\n")
    assert item.explanation == "Spaces\nbefore it."
    item = item_of(f"{CHOICE}\n * a list\n   * inside\n")
    assert item.explanation == "* a list\n  * inside"


def test_lines_that_are_empty_to_the_eye_are_left_out() -> None:
    text = CHOICE.replace("this", "this\n  \u00a0\n  one\n  >\n\n  > Because")
    (first, _) = item_of(text).options
    assert (first.text, first.rationale) == ("this\none", "Because")
