"""A corrected cloze: which of its gaps are learned anew."""

from typing import Any

import pytest

from quizapp.core.bank.body import carried, revision_body
from quizapp.core.bank.retaught import change_of_part
from quizapp.core.bank.revision import ChangeClass
from tests.core.bank.samples import HEADER, bank_of

CLOZE = "## [d-1] One\nC: It joins agreement on [goals], on [the tasks] and a [bond].\n"


def body(text: str, before: dict[str, Any] | None = None) -> dict[str, Any]:
    bank = bank_of(HEADER + text)
    fresh = revision_body(bank, bank.items[0])
    return carried(fresh, before) if before else fresh


@pytest.mark.parametrize(
    ("edited", "expected"),
    [
        # Another word is another gap; that of the old one is not asked any more.
        (CLOZE.replace("[bond]", "[tie]"), ["material", "material", "key"]),
        # A gap that keeps its id with another text.
        (CLOZE.replace("[the tasks]", "[the task]"), ["material", "key", "material"]),
        (CLOZE.replace("[bond]", "bond"), ["material", "material", "key"]),
        # Raised to a corrected key, though every gap reads as before.
        (CLOZE.replace("It joins", "It does not join"), ["key", "key", "key"]),
        # No gap is left.
        ("## [d-1] One\nQ: It joins agreement on what?\n\nA: Goals\n", ["key", "key", "key"]),
    ],
)
def test_the_gaps_of_a_corrected_sentence(edited: str, expected: list[str]) -> None:
    old = body(CLOZE)
    new = body(edited, old)
    found = [change_of_part(ChangeClass.KEY, old, new, gap["id"]) for gap in old["gaps"]]
    assert found == expected


@pytest.mark.parametrize("change", [ChangeClass.MATERIAL, ChangeClass.WORDING])
def test_other_classes_are_the_same_for_all_gaps(change: ChangeClass) -> None:
    old = body(CLOZE)
    new = body(CLOZE.replace("[bond]", "[tie]"), old)
    assert {change_of_part(change, old, new, gap["id"]) for gap in old["gaps"]} == {change}


def test_an_item_without_gaps_has_one_part() -> None:
    card = body("## [d-1] One\nQ: Who?\n\nA: Zetzel\n")
    assert change_of_part(ChangeClass.KEY, card, card, "") is ChangeClass.KEY
