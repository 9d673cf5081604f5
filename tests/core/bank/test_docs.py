"""The educators' page about the format says what the parser does."""

import re
from pathlib import Path
from typing import Final

import pytest

from quizapp.core.bank.codes import CODES
from quizapp.core.bank.concepts import parse_concepts
from quizapp.core.bank.model import Kind
from quizapp.core.bank.parser import parse_bank
from quizapp.core.bank.reading.fields import ITEM_KEYS
from quizapp.core.bank.reading.front_matter import DEFAULT_KEYS, KEYS
from quizapp.core.bank.reading.values import CHOICES
from tests.core.bank.samples import HEADER

PAGE: Final = (Path(__file__).parents[3] / "docs" / "bank-format.md").read_text(encoding="utf-8")
EXAMPLES: Final = re.findall(r"^```markdown\n(.*?)^```", PAGE, flags=re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("example", EXAMPLES)
def test_examples_have_no_problem(example: str) -> None:
    whole = example if example.startswith("---\n") else HEADER + example
    parsed = parse_bank(whole)
    assert parsed.problems == ()
    assert parsed.bank is not None
    assert parsed.bank.items


def test_examples_show_every_served_kind() -> None:
    kinds: set[Kind] = set()
    for example in EXAMPLES:
        bank = parse_bank(example if example.startswith("---\n") else HEADER + example).bank
        kinds |= {item.kind for item in bank.items} if bank else set()
    assert kinds == set(Kind)


def test_the_concept_example_is_clean() -> None:
    examples = re.findall(r"^```yaml\n(concepts:.*?)^```", PAGE, flags=re.MULTILINE | re.DOTALL)
    assert examples
    for example in examples:
        concepts, problems = parse_concepts(example)
        assert problems == ()
        assert concepts


def test_every_code_has_its_heading_and_a_text() -> None:
    found = re.findall(r"^#### (B\d{3}) (.+)\n(?!#|\n)", PAGE, flags=re.MULTILINE)
    assert found == sorted(CODES.items())


def test_every_key_and_choice_is_in_a_table() -> None:
    rows = "\n".join(line for line in PAGE.split("\n") if line.startswith("| "))
    words = [*KEYS, *ITEM_KEYS]
    words += [one for key in ("Type", "Level", "Status", "Evidence", "New") for one in CHOICES[key]]
    assert [word for word in words if f"`{word}`" not in rows] == []
    assert [key for key in DEFAULT_KEYS if f"`{key}`" not in PAGE] == []


def test_inner_links_have_a_heading() -> None:
    headings = {
        re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-")
        for title in re.findall(r"^#+ (.+)$", PAGE, flags=re.MULTILINE)
    }
    links = re.findall(r"\]\(#([^)]+)\)", PAGE)
    assert links
    assert [link for link in links if link not in headings] == []
