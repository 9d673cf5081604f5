"""The exam files in a folder of banks: `exams/*.yaml`."""

from collections.abc import Iterable
from pathlib import Path

from quizapp.core.bank.decoding import decoded
from quizapp.core.bank.model import Bank
from quizapp.core.bank.problems import Problem
from quizapp.core.exams.outline import parse_outline, unknown_places

FOLDER = "exams"


def exam_files(paths: Iterable[Path]) -> list[Path]:
    """Return the exam files in the folders among `paths`."""
    found = (file for path in paths for file in sorted((path / FOLDER).glob("*.yaml")))
    return [file for file in found if file.is_file()]


def is_exam_file(path: Path) -> bool:
    """Tell an exam file from a bank by where it lies."""
    return path.parent.name == FOLDER and path.suffix == ".yaml"


def exam_problems(text: str) -> tuple[Problem, ...]:
    """Return what is wrong with the text of an exam file."""
    return parse_outline(text)[1]


def place_problems(bank: Bank, folder: Path) -> tuple[Problem, ...]:
    """Return what of `bank` does not fit the exam files of its folder, if there are any.

    A file that cannot be read is reported where it is checked itself, and not looked at here.
    """
    texts = (decoded(file.read_bytes()) for file in exam_files([folder]))
    read = (parse_outline(text)[0] for text in texts if isinstance(text, str))
    outlines = {outline.slug: outline for outline in read if outline}
    return unknown_places(bank, outlines) if outlines else ()
