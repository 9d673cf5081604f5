"""Reading in a process of its own: the same as here, or one problem; its limits end it."""

import io
import pickle
import sys
from typing import Final

import pytest

from quizapp.adapters.child import Limits, answer_in, limits_for, read_apart
from quizapp.core.bank.picture import Picture, read_picture
from quizapp.core.bank.reader import ReadBank, read_whole
from tests.core.bank.picture_files import png
from tests.core.bank.samples import CHOICE, EXAMPLE, HEADER

PICTURES: Final = {"a.png": read_picture(png())}


def bank_of(items: int) -> str:
    return HEADER + "".join(CHOICE.replace("d-1", f"d-{number}") for number in range(items))


def refusal(read: ReadBank) -> str:
    """Return the message of a bank that was refused for what it takes."""
    assert (read.bank, read.bodies) == (None, {})
    [problem] = read.problems
    assert (problem.line, problem.code) == (1, "B007")
    assert problem.hint
    return problem.message


@pytest.mark.parametrize(
    ("text", "pictures"),
    [
        (EXAMPLE, None),
        (EXAMPLE, {}),
        (HEADER + CHOICE + "\n![x](a.png)\n", PICTURES),
        (HEADER + CHOICE + "\n![x](b.png)\n<b>\n", PICTURES),
        ("", {}),
        ("\0\ud800", {}),
    ],
    ids=["example", "no pictures", "picture", "problems", "empty", "surrogate"],
)
def test_a_child_reads_what_we_would_read(text: str, pictures: dict[str, Picture]) -> None:
    assert read_apart(text, pictures) == read_whole(text, pictures)


@pytest.mark.parametrize(
    ("items", "limits"),
    [
        (20_000, Limits(cpu_seconds=1, wall_seconds=600)),
        (20, Limits(cpu_seconds=600, wall_seconds=0.001)),
        (200, Limits(cpu_seconds=600, wall_seconds=600, output=10_000)),
        # Only Linux knows a limit of memory.
        *([(200, Limits(600, 600, memory=20_000_000))] if sys.platform == "linux" else []),
    ],
)
def test_each_limit_ends_the_child_and_nothing_else(items: int, limits: Limits) -> None:
    assert "too long to read" in refusal(read_apart(bank_of(items), limits=limits))


def test_limits_grow_with_the_text() -> None:
    assert limits_for("x" * 40_000).cpu_seconds == 2
    assert limits_for("x" * 1_000_000).cpu_seconds == 22
    assert limits_for("x" * 1_000_000).wall_seconds > 22


class Opener:
    """Would run a command where it is unpickled."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return print, ("opened",)


@pytest.mark.parametrize(
    "answer", [b"", b"text", pickle.dumps(Opener()), pickle.dumps(7), pickle.dumps(ReadBank)[:-9]]
)
def test_an_answer_that_is_no_bank_is_refused(
    answer: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    assert refusal(answer_in(io.BytesIO(answer)))
    assert capsys.readouterr().out == ""


BLOW_UPS: Final = {
    "brackets": "[" * 1600,
    "more brackets": "[" * 6400,
    "pairs of brackets": "[]" * 5000,
    "images": "![" * 6400,
    "quotes": "> " * 9000 + "x",
    "stars": "*" * 20_000,
    "stars and words": "*a **b " * 2800,
    "underscores": "_a_" * 3300,
    "backticks": "".join("`" * number + " " for number in range(120)),
    "lists": "\n".join("  " * depth + "- x" for depth in range(600)),
    "table": "| a | b |\n|---|---|\n" + "| c | d |\n" * 1900,
    "ampersands": "&" * 9900,
}


@pytest.mark.slow
@pytest.mark.parametrize("flood", BLOW_UPS.values(), ids=BLOW_UPS)
def test_a_flood_comes_back_as_a_bank_or_a_problem(flood: str) -> None:
    read = read_apart(f"{HEADER}{CHOICE}\n{flood}\n")
    assert (read.bank is None) == bool(read.problems)
