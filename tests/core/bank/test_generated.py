"""The made-up banks are fit to test with: no problem in them, every kind among them."""

import pytest

from quizapp.core.bank.model import Kind
from tests.core.bank.generated import generated_bank
from tests.core.bank.samples import bank_of


@pytest.mark.parametrize("seed", range(3))
def test_a_generated_bank_has_no_problem(seed: int) -> None:
    assert len(bank_of(generated_bank(90, seed)).items) == 90


def test_a_generated_bank_has_every_kind_and_is_always_the_same() -> None:
    text = generated_bank(20, 1)
    assert generated_bank(20, 1) == text
    assert generated_bank(20, 2) != text
    assert {item.kind for item in bank_of(text).items} == set(Kind)
