"""`flask bank`: check, format, load and export Markdown banks."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import click
from flask.cli import AppGroup

from quizapp.adapters import clock
from quizapp.cli import concept_files
from quizapp.cli.bank_check import check, paths_argument
from quizapp.cli.bank_files import ZIP, bank_files, is_house, open_bank, reader_for
from quizapp.cli.bank_import import import_
from quizapp.cli.exam_files import exam_files
from quizapp.cli.load_report import load_lines
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
from quizapp.services.banks import load_bank
from quizapp.services.concepts import load_concepts
from quizapp.services.errors import Invalid
from quizapp.services.exams import load_exam
from quizapp.services.foreign_banks import left_out
from quizapp.services.foreign_formats import FORMATS
from quizapp.services.load_result import LoadOptions

group = AppGroup("bank", help="Check, format, load and export question banks.")
group.add_command(check)
group.add_command(import_)
Echo = Callable[[str], None]


@group.command("fmt")
@paths_argument
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
@paths_argument
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
@click.option("--as-written", is_flag=True, help="Make items live whatever the check finds.")
def load(
    paths: tuple[Path, ...],
    classes: tuple[str, ...],
    because: str,
    settle: str | None,
    *,
    is_dry: bool,
    as_written: bool,
) -> None:
    """Load bank files (or folders of them); a file with format errors changes nothing.

    An item in which the check finds an error keeps its last live revision, or is a draft.
    """
    if classes and len(bank_files(paths)) != 1:
        raise click.UsageError("--as needs exactly one bank file, the one the item is in.")
    options = LoadOptions(
        overrule=dict(_class_of(one) for one in classes),
        because=because,
        settle=Side(settle) if settle else None,
        is_dry=is_dry,
        holds_back=not as_written,
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
@click.option(
    "--format", "format_", type=click.Choice([*FORMATS, "markdown", "zip"]), default="json"
)
def export(bank: str, format_: str) -> None:
    """Print the bank that is served under the slug BANK."""
    text = last_text(db_session, bank)
    parsed = parse_bank(text) if text is not None else None
    if parsed is None or parsed.bank is None:
        raise click.ClickException(f"There is no bank {bank}. `flask bank load` loads one.")
    files = image_files(db_session, bank)
    if format_ == "markdown":
        click.echo(write_bank(parsed.bank), nl=False)
    elif format_ == "zip":
        click.echo(bank_zip.write(bank, write_bank(parsed.bank), files), nl=False)
    else:
        form = FORMATS[format_]
        for kind, refs in left_out(parsed.bank, form).items():
            click.echo(f"left out, {form.title} has no {kind}: {', '.join(refs)}", err=True)
        click.echo(form.write(parsed.bank, files), nl=False)


def load_files(paths: Iterable[Path], echo: Echo, options: LoadOptions | None = None) -> int:
    """Load every bank under `paths`, one transaction each; return how many were refused.

    A dry run reads the banks only: concepts and exams stay as they are.
    """
    options = options or LoadOptions(holds_back=True)
    refused = 0
    with write.mode(write.Mode.WRITE):
        if not options.is_dry:
            refused += sum(_load_concepts(path, echo) for path in paths)
            refused += sum(_load_exam(path, echo) for path in exam_files(paths))
        for path in bank_files(paths):
            refused += _load(path, echo, options)
    return refused


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
            options=replace(options, files=opened.files, is_house=is_house(path)),
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
    file = path / concept_files.NAME
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


def _print(path: Path | str, problems: Iterable[Problem], echo: Echo) -> int:
    """Print one line a problem and return how many are errors."""
    errors = 0
    for problem in problems:
        echo(problem.render(str(path)))
        errors += problem.level is ProblemLevel.ERROR
    return errors
