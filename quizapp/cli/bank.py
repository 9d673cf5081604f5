"""`flask bank`: check, format, load and export Markdown banks."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Final

import click
from flask.cli import AppGroup

from quizapp.adapters import clock
from quizapp.cli.bank_files import ZIP, banks_in, open_bank, reader_for
from quizapp.cli.exam_files import exam_files, exam_problems, is_exam_file, place_problems
from quizapp.cli.load_report import load_lines
from quizapp.core.bank.concepts import parse_concepts, unknown_concepts
from quizapp.core.bank.decoding import decoded
from quizapp.core.bank.ownership import Side
from quizapp.core.bank.parser import parse_bank
from quizapp.core.bank.problems import Problem, ProblemLevel
from quizapp.core.bank.revision import ChangeClass
from quizapp.core.bank.writer import with_missing_ids, write_bank
from quizapp.db import write
from quizapp.db.base import db, db_session
from quizapp.db.queries.banks import last_text
from quizapp.db.queries.images import image_files
from quizapp.formats import bank_zip
from quizapp.formats import json as json_format
from quizapp.services.banks import load_bank
from quizapp.services.concepts import load_concepts
from quizapp.services.errors import Invalid
from quizapp.services.exams import load_exam
from quizapp.services.load_result import LoadOptions

group = AppGroup("bank", help="Check, format, load and export question banks.")
CONCEPTS = "concepts.yaml"
FORMATS: Final = {"json": json_format.write, "markdown": write_bank}
Echo = Callable[[str], None]
paths = click.argument(
    "paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path)
)


@group.command("check")
@paths
def check(paths: tuple[Path, ...]) -> None:
    """Check bank files (or folders of them) line by line; store nothing."""
    faults = 0
    for path in [*exam_files(paths), *bank_files(paths)]:
        shown, problems = _problems(path)
        faults += _print(shown, problems, click.echo)
        if not problems:
            click.echo(f"{path}: no problems")
    if faults:
        raise SystemExit(1)


@group.command("fmt")
@paths
def fmt(paths: tuple[Path, ...]) -> None:
    """Write an id into every item heading that has none; change nothing else."""
    for path in bank_files(paths):
        if path.suffix.lower() == ZIP:
            raise click.ClickException(f"{path}: unpack it first; ids are written into .md files")
        opened = open_bank(path)
        if opened.text is None:
            _print(path, opened.problems, click.echo)
            raise SystemExit(1)
        formatted = with_missing_ids(opened.text)
        if formatted != opened.text:
            path.write_text(formatted, encoding="utf-8", newline="")
        click.echo(f"{path}: {'ids written' if formatted != opened.text else 'nothing to do'}")


@group.command("load")
@paths
@click.option("--dry-run", "is_dry", is_flag=True, help="Say what would change; store nothing.")
@click.option(
    "--as",
    "classes",
    multiple=True,
    metavar="REF=CLASS",
    help="Give the change of an item another class; a lower one needs --because.",
)
@click.option("--because", default="", help="Why: kept, and told to learners of a new key.")
@click.option("--ours", "settle", flag_value="ours", help="In a conflict, load the file.")
@click.option("--theirs", "settle", flag_value="theirs", help="In a conflict, keep the browser's.")
def load(
    paths: tuple[Path, ...],
    classes: tuple[str, ...],
    because: str,
    settle: str | None,
    *,
    is_dry: bool,
) -> None:
    """Load bank files (or folders of them); a file with errors changes nothing."""
    if classes and len(bank_files(paths)) != 1:
        raise click.UsageError("--as needs exactly one bank file, the one the item is in.")
    options = LoadOptions(
        overrule=dict(_class_of(one) for one in classes),
        because=because,
        settle=Side(settle) if settle else None,
        is_dry=is_dry,
    )
    if load_files(paths, click.echo, options):
        raise SystemExit(1)


def _class_of(given: str) -> tuple[str, ChangeClass]:
    """Return the two sides of `wa-007=wording`."""
    ref, _, name = given.partition("=")
    try:
        return ref.strip(), ChangeClass(name.strip())
    except ValueError as error:
        names = ", ".join(ChangeClass)
        raise click.UsageError(f"--as {given}: write REF=CLASS, with one of {names}.") from error


@group.command("export")
@click.argument("bank")
@click.option("--format", "format_", type=click.Choice([*FORMATS, "zip"]), default="json")
def export(bank: str, format_: str) -> None:
    """Print the bank that is served under the slug BANK."""
    text = last_text(db_session, bank)
    parsed = parse_bank(text) if text is not None else None
    if parsed is None or parsed.bank is None:
        raise click.ClickException(f"There is no bank {bank}. `flask bank load` loads one.")
    if format_ == "zip":
        files = image_files(db_session, bank)
        click.echo(bank_zip.write(bank, write_bank(parsed.bank), files), nl=False)
    else:
        click.echo(FORMATS[format_](parsed.bank), nl=False)


def load_files(paths: Iterable[Path], echo: Echo, options: LoadOptions | None = None) -> int:
    """Load every bank under `paths`, one transaction each; return how many were refused.

    A dry run reads the banks only: concepts and exams stay as they are.
    """
    options = options or LoadOptions()
    refused = 0
    with write.mode(write.Mode.WRITE):
        if not options.is_dry:
            refused += sum(_load_concepts(path, echo) for path in paths)
            refused += sum(_load_exam(path, echo) for path in exam_files(paths))
        for path in bank_files(paths):
            refused += _load(path, echo, options)
    return refused


def bank_files(paths: Iterable[Path]) -> list[Path]:
    """Return the bank files among `paths` and directly in the folders among them."""
    files: list[Path] = []
    for path in paths:
        files += banks_in(path) if path.is_dir() else [path]
    return files


def _load(path: Path, echo: Echo, options: LoadOptions) -> bool:
    opened = open_bank(path)
    refused = _print(opened.path, opened.problems, echo)
    if opened.text is None or refused:
        return True
    try:
        result = load_bank(
            db_session,
            opened.text,
            origin=str(path),
            by=None,
            now=clock.now(),
            options=replace(options, files=opened.files),
            read=reader_for(path, opened.files),
        )
    except Invalid as fault:
        raise click.ClickException(f"{path}: {fault} Nothing was loaded.") from fault
    finally:
        db.session.remove()
    _print(opened.path, result.problems, echo)
    first, *more = load_lines(result, is_dry=options.is_dry)
    echo(f"{path}: {first}")
    for line in more:
        echo(line)
    return result.is_refused


def _load_concepts(path: Path, echo: Echo) -> bool:
    file = path / CONCEPTS
    if not path.is_dir() or not file.exists():
        return False
    problems = load_concepts(db_session, file.read_text(encoding="utf-8"))
    db.session.remove()
    return bool(_print(file, problems, echo))


def _load_exam(path: Path, echo: Echo) -> bool:
    text = decoded(path.read_bytes())
    if isinstance(text, Problem):
        return bool(_print(path, (text,), echo))
    result = load_exam(db_session, text, now=clock.now())
    db.session.remove()
    return bool(_print(path, result.problems, echo))


def _problems(path: Path) -> tuple[Path | str, tuple[Problem, ...]]:
    """Return the problems of a file, and the name to report them under."""
    if is_exam_file(path):
        text = decoded(path.read_bytes())
        return path, (text,) if isinstance(text, Problem) else exam_problems(text)
    opened = open_bank(path)
    if opened.text is None:
        return opened.path, opened.problems
    book = reader_for(path, opened.files)(opened.text)
    problems = opened.problems + book.problems
    if book.bank is None:
        return opened.path, problems
    problems += place_problems(book.bank, path.parent)
    file = path.parent / CONCEPTS
    if file.exists():
        concepts, _ = parse_concepts(file.read_text(encoding="utf-8"))
        problems += unknown_concepts(book.bank, concepts)
    return opened.path, problems


def _print(path: Path | str, problems: Iterable[Problem], echo: Echo) -> int:
    """Print one line a problem and return how many are errors."""
    errors = 0
    for problem in problems:
        echo(problem.render(str(path)))
        errors += problem.level is ProblemLevel.ERROR
    return errors
