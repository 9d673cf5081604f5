"""Two thousand damaged banks: each is read as a whole bank, or refused with problems."""

import json

import pytest

from quizapp.core.bank.decoding import decoded
from quizapp.core.bank.problems import Problem, ProblemLevel
from quizapp.core.bank.reader import ReadBank, read_whole
from tests.core.bank.fuzzed import fuzzed

FILES = 2000
PARTS = 20


def assert_whole_or_refused(read: ReadBank, lines: int) -> None:
    has_errors = any(one.level is ProblemLevel.ERROR for one in read.problems)
    assert (read.bank is None) == has_errors
    assert list(read.problems) == sorted(set(read.problems))
    assert all(1 <= one.line <= lines and one.column >= 1 for one in read.problems)
    assert all(one.message and one.hint for one in read.problems)
    refs = [item.ref for item in read.bank.items] if read.bank else []
    assert list(read.bodies) == refs
    assert len(refs) == len(set(refs))
    json.dumps(read.bodies, allow_nan=False).encode()


@pytest.mark.parametrize("part", range(PARTS))
def test_a_damaged_bank_is_whole_or_refused(part: int) -> None:
    outcomes = {True: 0, False: 0}
    for data in fuzzed(FILES // PARTS, seed=part):
        text = decoded(data)
        if isinstance(text, Problem):
            assert text.code == "B001"
            assert text.hint
            continue
        read = read_whole(text, {})
        lines = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
        assert_whole_or_refused(read, lines)
        outcomes[read.bank is not None] += 1
    assert min(outcomes.values()) > 5, "damage of both sorts, harmless and not"
