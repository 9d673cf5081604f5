"""`flask bank import`: a file of another program, as the Markdown of a bank."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click
from flask.cli import with_appcontext

from quizapp.adapters import clock
from quizapp.adapters.child import read_apart
from quizapp.cli.load_report import load_lines
from quizapp.core.bank.foreign import MAX_BYTES, Refused
from quizapp.core.bank.ids import ID
from quizapp.core.bank.merging import Merged, Outcome
from quizapp.core.bank.model import Bank
from quizapp.core.bank.parser import parse_bank
from quizapp.core.bank.picture import read_pictures
from quizapp.core.bank.writer import write_bank
from quizapp.db import write
from quizapp.db.base import db, db_session
from quizapp.db.queries.banks import last_text
from quizapp.db.queries.images import image_files
from quizapp.formats import bank_zip
from quizapp.services.banks import load_bank
from quizapp.services.errors import Invalid
from quizapp.services.foreign_banks import merge_import
from quizapp.services.foreign_child import read_foreign
from quizapp.services.foreign_formats import FORMATS, guessed
from quizapp.services.load_result import LoadOptions

FILE: Final = click.Path(exists=True, dir_okay=False, path_type=Path)
OUT: Final = click.Path(dir_okay=False, path_type=Path)


@click.command("import")
@with_appcontext
@click.argument("file", type=FILE)
@click.option("--as", "slug", required=True, metavar="SLUG", help="The bank it becomes, or is in.")
@click.option("--format", "format_", type=click.Choice([*FORMATS]), help="Guessed without it.")
@click.option("--title", default="", help="What a new bank is called; else as SLUG.")
@click.option("--out", type=OUT, help="Write the bank there; a .zip takes its pictures along.")
@click.option("--load", "is_load", is_flag=True, help="Load the bank at once.")
@click.option("--dry-run", "is_dry", is_flag=True, help="Only say what would come in.")
def import_(
    file: Path,
    slug: str,
    format_: str | None,
    title: str,
    out: Path | None,
    *,
    is_load: bool,
    is_dry: bool,
) -> None:
    """Turn FILE of another program into the bank SLUG, or bring it up to date.

    Items keep their ids and what the other program cannot hold; those that are not in FILE stay.
    """
    if not ID.match(slug):
        raise click.UsageError("--as takes small letters, digits and hyphens.")
    merged = _merged(file, slug, format_, title)
    for line in report_lines(merged):
        click.echo(line, err=not (is_load or is_dry or out))
    if not merged.bank.items:
        raise SystemExit(1)
    if is_load:
        _load(merged, file, is_dry=is_dry)
    elif not is_dry:
        _write(merged, out)


def report_lines(merged: Merged) -> Iterator[str]:
    """Yield the sum, and a line for each item that is new or changed and for each note."""
    counts = ", ".join(f"{len(merged.refs(one))} {one}" for one in Outcome)
    refused = sum(note.level == "refused" for note in merged.notes)
    yield f"{counts}, {refused} refused"
    for one in merged.items:
        if one.outcome is not Outcome.SAME:
            more = f" ({', '.join(one.fields)})" if one.fields else ""
            yield f"  {one.ref}: {one.outcome}{more}"
    for note in merged.notes:
        yield f"  {note.place}: {note.level}: {note.message}"


def _merged(file: Path, slug: str, format_: str | None, title: str) -> Merged:
    with file.open("rb") as opened:
        data = opened.read(MAX_BYTES + 1)
    form = FORMATS[format_] if format_ else guessed(file.name, data)
    if form is None:
        raise click.UsageError(f"{file} could be several formats; name one with --format.")
    current, files = _current(slug)
    db.session.remove()
    try:
        imported = read_foreign(form.name, data, slug, title or slug)
    except Refused as reason:
        raise click.ClickException(f"{file}: {reason}. Nothing was taken in.") from reason
    return merge_import(imported, current, form, files)


def _current(slug: str) -> tuple[Bank | None, dict[str, bytes]]:
    text = last_text(db_session, slug)
    return (parse_bank(text).bank, image_files(db_session, slug)) if text else (None, {})


def _load(merged: Merged, file: Path, *, is_dry: bool) -> None:
    pictures = read_pictures(merged.files)
    try:
        with write.mode(write.Mode.WRITE):
            result = load_bank(
                db_session,
                write_bank(merged.bank),
                origin=str(file),
                by=None,
                now=clock.now(),
                options=LoadOptions(is_dry=is_dry, files=merged.files, holds_back=True),
                read=lambda text: read_apart(text, pictures),
            )
    except Invalid as fault:
        raise click.ClickException(f"{file}: {fault} Nothing was loaded.") from fault
    finally:
        db.session.remove()
    for problem in result.problems:
        click.echo(problem.render(merged.bank.slug))
    for line in load_lines(result, is_dry=is_dry):
        click.echo(line)
    if result.is_refused:
        raise SystemExit(1)


def _write(merged: Merged, out: Path | None) -> None:
    text = write_bank(merged.bank)
    if out is None:
        click.echo(text, nl=False)
    elif out.suffix.lower() == ".zip":
        out.write_bytes(bank_zip.write(merged.bank.slug, text, merged.files))
    elif merged.files:
        raise click.UsageError("This bank has pictures: give --out a name that ends in .zip.")
    else:
        out.write_text(text, encoding="utf-8", newline="")
