"""`flask bank`: check, format, load and export Markdown banks."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

import click
from flask.cli import AppGroup

from quizapp.adapters import clock
from quizapp.cli.exam_files import exam_files, exam_problems, is_exam_file, place_problems
from quizapp.core.bank.concepts import parse_concepts, unknown_concepts
from quizapp.core.bank.parser import parse_bank
from quizapp.core.bank.problems import Problem, ProblemLevel
from quizapp.core.bank.writer import with_missing_ids, write_bank
from quizapp.db import write
from quizapp.db.base import db, db_session
from quizapp.db.queries.banks import last_text
from quizapp.formats import json as json_format
from quizapp.services.banks import LoadResult, load_bank
from quizapp.services.concepts import load_concepts
from quizapp.services.exams import load_exam

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
        problems = _problems(path)
        faults += _print(path, problems, click.echo)
        if not problems:
            click.echo(f"{path}: no problems")
    if faults:
        raise SystemExit(1)


@group.command("fmt")
@paths
def fmt(paths: tuple[Path, ...]) -> None:
    """Write an id into every item heading that has none; change nothing else."""
    for path in bank_files(paths):
        text = _read(path)
        if isinstance(text, Problem):
            _print(path, (text,), click.echo)
            raise SystemExit(1)
        formatted = with_missing_ids(text)
        if formatted != text:
            path.write_text(formatted, encoding="utf-8", newline="")
        click.echo(f"{path}: {'ids written' if formatted != text else 'nothing to do'}")


@group.command("load")
@paths
def load(paths: tuple[Path, ...]) -> None:
    """Load bank files (or folders of them); a file with errors changes nothing."""
    if load_files(paths, click.echo):
        raise SystemExit(1)


@group.command("export")
@click.argument("bank")
@click.option("--format", "format_", type=click.Choice(list(FORMATS)), default="json")
def export(bank: str, format_: str) -> None:
    """Print the bank that is served under the slug BANK."""
    text = last_text(db_session, bank)
    parsed = parse_bank(text) if text is not None else None
    if parsed is None or parsed.bank is None:
        raise click.ClickException(f"There is no bank {bank}. `flask bank load` loads one.")
    click.echo(FORMATS[format_](parsed.bank), nl=False)


def load_files(paths: Iterable[Path], echo: Echo) -> int:
    """Load every bank under `paths`, one transaction each; return how many were refused."""
    refused = 0
    with write.mode(write.Mode.WRITE):
        for path in paths:
            refused += _load_concepts(path, echo)
        for path in exam_files(paths):
            refused += _load_exam(path, echo)
        for path in bank_files(paths):
            refused += _load(path, echo)
    return refused


def bank_files(paths: Iterable[Path]) -> list[Path]:
    """Return the Markdown files among `paths` and directly in the folders among them."""
    files: list[Path] = []
    for path in paths:
        files += sorted(path.glob("*.md")) if path.is_dir() else [path]
    return files


def _load(path: Path, echo: Echo) -> bool:
    text = _read(path)
    if isinstance(text, Problem):
        return bool(_print(path, (text,), echo))
    result = load_bank(db_session, text, origin=str(path), by=None, now=clock.now())
    db.session.remove()
    _print(path, result.problems, echo)
    echo(f"{path}: {_sum_up(result)}")
    return result.is_refused


def _load_concepts(path: Path, echo: Echo) -> bool:
    file = path / CONCEPTS
    if not path.is_dir() or not file.exists():
        return False
    problems = load_concepts(db_session, file.read_text(encoding="utf-8"))
    db.session.remove()
    return bool(_print(file, problems, echo))


def _load_exam(path: Path, echo: Echo) -> bool:
    text = _read(path)
    if isinstance(text, Problem):
        return bool(_print(path, (text,), echo))
    result = load_exam(db_session, text, now=clock.now())
    db.session.remove()
    return bool(_print(path, result.problems, echo))


def _sum_up(result: LoadResult) -> str:
    if result.is_refused:
        return "not loaded; what was loaded before goes on being served"
    if result.is_untouched:
        return "unchanged"
    return (
        f"{len(result.new)} new, {len(result.changed)} changed, "
        f"{len(result.same)} same, {len(result.retired)} retired"
    )


def _read(path: Path) -> str | Problem:
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        return Problem(line, 1, "B001", "this is not UTF-8 text", "save the file as UTF-8")


def _problems(path: Path) -> tuple[Problem, ...]:
    text = _read(path)
    if isinstance(text, Problem):
        return (text,)
    if is_exam_file(path):
        return exam_problems(text)
    parsed = parse_bank(text)
    if parsed.bank is None:
        return parsed.problems
    problems = parsed.problems + place_problems(parsed.bank, path.parent)
    file = path.parent / CONCEPTS
    if not file.exists():
        return problems
    concepts, _ = parse_concepts(file.read_text(encoding="utf-8"))
    return problems + unknown_concepts(parsed.bank, concepts)


def _print(path: Path, problems: Iterable[Problem], echo: Echo) -> int:
    """Print one line a problem and return how many are errors."""
    errors = 0
    for problem in problems:
        echo(problem.render(str(path)))
        errors += problem.level is ProblemLevel.ERROR
    return errors
