"""`flask bank check`: format, item writing, and what a blind guesser makes of the options."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext

from quizapp.cli.bank_files import bank_files, is_house, open_bank, reader_for
from quizapp.cli.concept_files import concepts_beside
from quizapp.cli.exam_files import exam_files, exam_problems, is_exam_file, place_problems
from quizapp.core.bank.concepts import roots_of, unknown_concepts
from quizapp.core.bank.cues.gate import Score, cue_scores
from quizapp.core.bank.decoding import decoded
from quizapp.core.bank.lint.model import Finding
from quizapp.core.bank.lint.report import check_items, is_wanted, live_items
from quizapp.core.bank.model import Bank
from quizapp.core.bank.problems import Problem, ProblemLevel

paths_argument = click.argument(
    "paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path)
)


@dataclass(frozen=True, slots=True)
class Checked:
    """One file: the bank, None where the format refuses it, what was found, what was waived.

    `path` is what findings are reported for: in a zip it goes on with the file inside.
    """

    file: str
    path: str
    findings: tuple[Finding, ...]
    bank: Bank | None = None
    waived: tuple[Finding, ...] = ()


def _codes(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> Any:
    """Return `B107,B11` as codes or beginnings of codes."""
    del context, parameter
    return tuple(code.strip().upper() for value in values for code in value.split(",") if code)


@click.command("check")
@paths_argument
@click.option("--json", "is_json", is_flag=True, help="Print one JSON object.")
@click.option("--select", multiple=True, callback=_codes, help="Only these codes: B107,B11.")
@click.option("--ignore", multiple=True, callback=_codes, help="Not these codes.")
@click.option("--cues", "with_cues", is_flag=True, help="Also: how a blind guesser would score.")
@with_appcontext
def check(
    paths: tuple[Path, ...],
    select: Sequence[str],
    ignore: Sequence[str],
    *,
    is_json: bool,
    with_cues: bool,
) -> None:
    """Check bank files (or folders of them) line by line; store nothing.

    Ends with 1 where there is an error, or where a way of guessing does better than chance.
    """
    files = [_checked(path, select, ignore) for path in [*exam_files(paths), *bank_files(paths)]]
    scores = _scores(paths, files) if with_cues else []
    if is_json:
        click.echo(json.dumps(_as_json(files, scores), ensure_ascii=False, indent=2))
    else:
        for line in (*_lines(files), *map(_score_line, scores)):
            click.echo(line)
    has_errors = any(one.problem.level is ProblemLevel.ERROR for one in _all(files))
    if has_errors or any(one.is_outside for one in scores):
        raise SystemExit(1)


def _checked(path: Path, select: Sequence[str], ignore: Sequence[str]) -> Checked:
    """Check one file; item writing only where the format holds."""
    shown, problems, bank, text = _format(path)
    found = [Finding("", one) for one in problems if is_wanted(one.code, select, ignore)]
    if bank is None:
        return Checked(str(path), shown, tuple(found))
    report = check_items(bank, text, is_house=is_house(path), select=select, ignore=ignore)
    findings = sorted([*found, *report.findings], key=lambda one: one.problem)
    return Checked(str(path), shown, tuple(findings), bank, report.waived)


def _format(path: Path) -> tuple[str, tuple[Problem, ...], Bank | None, str]:
    """Return the name to report a file under, its format problems, its bank and its text."""
    if is_exam_file(path):
        text = decoded(path.read_bytes())
        problems = (text,) if isinstance(text, Problem) else exam_problems(text)
        return str(path), problems, None, ""
    opened = open_bank(path)
    if opened.text is None:
        return opened.path, opened.problems, None, ""
    book = reader_for(path, opened.files)(opened.text)
    problems = opened.problems + book.problems
    if book.bank is None:
        return opened.path, problems, None, ""
    problems += place_problems(book.bank, path.parent)
    concepts = concepts_beside(path)
    problems += unknown_concepts(book.bank, concepts) if concepts else ()
    return opened.path, problems, book.bank, opened.text


def _scores(paths: Iterable[Path], files: Iterable[Checked]) -> list[Score]:
    roots: dict[str, str] = {}
    for path in paths:
        roots |= roots_of(concepts_beside(path))
    return cue_scores([one.bank for one in files if one.bank], roots)


def _all(files: Iterable[Checked]) -> Iterator[Finding]:
    return (finding for one in files for finding in one.findings)


def _lines(files: Sequence[Checked]) -> Iterator[str]:
    for one in files:
        yield from (finding.problem.render(one.path) for finding in one.findings)
        if not one.findings:
            yield f"{one.file}: no problems"
    if len(files) > 1:
        totals = _totals(files)
        yield (
            f"{totals['banks']} banks, {totals['live']} live items: {totals['errors']} errors, "
            f"{totals['warnings']} warnings, {totals['hints']} hints, {totals['waived']} waived"
        )


def _score_line(one: Score) -> str:
    verdict = "outside the gate" if one.is_outside else "inside"
    return (
        f"{one.group:<15} {one.strategy:<25} n {one.n:>4}  score {one.score:.3f}  chance "
        f"{one.chance:.3f}  95 % {one.low:.3f}-{one.high:.3f}  z {one.z:>5.2f}  "
        f"{verdict if one.is_judged else 'too few to judge'}"
    )


def _as_json(files: Sequence[Checked], scores: Sequence[Score]) -> dict[str, Any]:
    return {
        "files": [
            {
                "file": one.path,
                "bank": one.bank.slug if one.bank else None,
                "items": len(one.bank.items) if one.bank else 0,
                "live": live_items(one.bank) if one.bank else 0,
                "problems": [_finding(finding) for finding in one.findings],
                "waived": [_finding(finding) for finding in one.waived],
            }
            for one in files
        ],
        "totals": _totals(files),
        **({"cues": [asdict(one) for one in scores]} if scores else {}),
    }


def _finding(one: Finding) -> dict[str, Any]:
    return {"item": one.ref or None, **asdict(one.problem)}


def _totals(files: Sequence[Checked]) -> dict[str, int]:
    banks = [one.bank for one in files if one.bank]
    levels = [finding.problem.level for finding in _all(files)]
    return {
        "banks": len(banks),
        "items": sum(len(bank.items) for bank in banks),
        "live": sum(live_items(bank) for bank in banks),
        "errors": levels.count(ProblemLevel.ERROR),
        "warnings": levels.count(ProblemLevel.WARNING),
        "hints": levels.count(ProblemLevel.HINT),
        "waived": sum(len(one.waived) for one in files),
    }
