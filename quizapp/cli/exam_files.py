"""The exam files in a folder of banks: `exams/*.yaml`."""

from collections.abc import Iterable
from pathlib import Path

from quizapp.core.bank.model import Bank
from quizapp.core.bank.problems import Problem
from quizapp.core.exams.outline import parse_outline, unknown_places

FOLDER = "exams"


def exam_files(paths: Iterable[Path]) -> list[Path]:
    """Return the exam files in the folders among `paths`."""
    return [file for path in paths for file in sorted((path / FOLDER).glob("*.yaml"))]


def is_exam_file(path: Path) -> bool:
    """Tell an exam file from a bank by where it lies."""
    return path.parent.name == FOLDER and path.suffix == ".yaml"


def exam_problems(text: str) -> tuple[Problem, ...]:
    """Return what is wrong with the text of an exam file."""
    return parse_outline(text)[1]


def place_problems(bank: Bank, folder: Path) -> tuple[Problem, ...]:
    """Return what of `bank` does not fit the exam files of its folder, if there are any."""
    read = (parse_outline(file.read_text(encoding="utf-8"))[0] for file in exam_files([folder]))
    outlines = {outline.slug: outline for outline in read if outline}
    return unknown_places(bank, outlines) if outlines else ()
