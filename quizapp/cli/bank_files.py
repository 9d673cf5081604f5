"""A bank as it lies on the disk: a Markdown file with its pictures beside it, or a zip of both."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

from flask import current_app

from quizapp.adapters.child import read_apart
from quizapp.core.bank.decoding import decoded
from quizapp.core.bank.foreign import MAX_BYTES
from quizapp.core.bank.parser import MAX_FILE_BYTES
from quizapp.core.bank.picture import (
    MAX_BANK_BYTES,
    MAX_PICTURE_BYTES,
    mentioned_paths,
    read_pictures,
)
from quizapp.core.bank.problems import Problem
from quizapp.core.bank.reader import ReadBank, read_whole
from quizapp.formats import bank_zip

Reader = Callable[[str], ReadBank]
ZIP: Final = ".zip"


@dataclass(frozen=True, slots=True)
class BankFile:
    """A bank file opened: its text, None when it has none, and the pictures it may show.

    `path` is what problems are reported for; in a zip it goes on with the file inside.
    """

    path: str
    text: str | None = None
    files: dict[str, bytes] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def banks_in(folder: Path) -> list[Path]:
    """Return the banks directly in a folder, by name."""
    return sorted([*folder.glob("*.md"), *folder.glob(f"*{ZIP}")])


def bank_files(paths: Iterable[Path]) -> list[Path]:
    """Return the bank files among `paths` and directly in the folders among them."""
    files: list[Path] = []
    for path in paths:
        files += banks_in(path) if path.is_dir() else [path]
    return files


def open_bank(path: Path) -> BankFile:
    """Return what is in the bank file at `path`; never more than its limits allow."""
    is_zip = path.suffix.lower() == ZIP
    most = MAX_BYTES if is_zip else MAX_FILE_BYTES
    data = _bytes(path, most)
    if len(data) > most:
        hint = "split it into several banks"
        problem = Problem(1, 1, "B001", f"The file is over {most // 1_000_000} MB", hint)
        return BankFile(str(path), problems=(problem,))
    if is_zip:
        zipped = bank_zip.read(data)
        inside = f"{path}/{zipped.name}" if zipped.name else str(path)
        wanted = mentioned_paths(zipped.text or "")
        files = {name: zipped.files[name] for name in wanted if name in zipped.files}
        return BankFile(inside, zipped.text, files, zipped.problems)
    text = decoded(data)
    if isinstance(text, Problem):
        return BankFile(str(path), problems=(text,))
    return BankFile(str(path), text, _pictures(path.parent, text))


def reader_for(path: Path, files: Mapping[str, bytes]) -> Reader:
    """Return what reads the text of the bank at `path`, whose pictures are `files`.

    It is a process of its own, unless the file lies in the folder that the operator set.
    """
    read = read_whole if is_house(path) else read_apart
    return partial(read, pictures=read_pictures(files))


def is_house(path: Path) -> bool:
    """Tell whether a file lies in the folder of banks that the operator set."""
    content: Path = current_app.config["SETTINGS"].content_dir
    return path.resolve().is_relative_to(content.resolve())


def _pictures(folder: Path, text: str) -> dict[str, bytes]:
    """Return the files that `text` may show, as far as the limits of a bank go."""
    files: dict[str, bytes] = {}
    total = 0
    for name in mentioned_paths(text):
        file = (folder / name).resolve()
        if not file.is_relative_to(folder.resolve()) or not file.is_file():
            continue  # a link that leads out is as good as no file
        files[name] = _bytes(file, MAX_PICTURE_BYTES)
        total += len(files[name])
        if total > MAX_BANK_BYTES:
            break
    return files


def _bytes(path: Path, most: int) -> bytes:
    """Return the bytes of a file, and one more than `most` where it has more."""
    with path.open("rb") as file:
        return file.read(most + 1)
