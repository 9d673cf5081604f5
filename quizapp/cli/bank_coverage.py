"""`flask bank coverage`: which facts and concepts the banks ask, and which not."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click
from flask.cli import with_appcontext

from quizapp.cli.bank_files import banks_in, open_bank
from quizapp.cli.concept_files import concepts_beside
from quizapp.core.bank.coverage import LEAST_APPLIED, MOST_NUMBERS, Coverage, coverage
from quizapp.core.bank.facts import Register, parse_register
from quizapp.core.bank.parser import parse_bank

REGISTER: Final = "facts.yaml"


@click.command("coverage")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@with_appcontext
def show_coverage(folder: Path) -> None:
    """Compare the banks in FOLDER with the facts of its `facts.yaml`.

    Ends with 1 where something that has to be asked is not, or is asked as it should not be.
    """
    file = folder / REGISTER
    if not file.exists():
        raise click.ClickException(f"{file} is not there: write the facts down first.")
    try:
        register = parse_register(file.read_text(encoding="utf-8"))
    except ValueError as fault:
        raise click.ClickException(str(fault)) from fault
    parsed = [parse_bank(open_bank(path).text or "").bank for path in banks_in(folder)]
    found = coverage([bank for bank in parsed if bank], register, concepts_beside(folder))
    for line in _lines(found, register):
        click.echo(line)
    if not found.is_complete:
        raise SystemExit(1)


def _lines(found: Coverage, register: Register) -> Iterator[str]:
    yield from _shares(found)
    used = set(found.used)
    for letter, what in (("F", "facts for candidates"), ("K", "facts of the literature")):
        usable = [
            one.id for one in register.facts.values() if one.is_usable and one.id.startswith(letter)
        ]
        yield f"{what}: {len(used.intersection(usable))} of {len(usable)} asked"
    beliefs = used.intersection(register.misconceptions)
    yield f"misconceptions: {len(beliefs)} of {len(register.misconceptions)} used"
    for concept in found.concepts:
        lack = (
            "" if concept.items >= concept.needed else f"  LACKS {concept.needed - concept.items}"
        )
        yield (
            f"concept {concept.slug:<22} {concept.items:>3} items, {concept.needed} needed, "
            f"{concept.facts} facts{lack}"
        )
    for fact in found.unasked:
        yield f"not asked: {fact.id} ({fact.unasked or 'no item has to'}): {fact.text}"
    yield from (f"MISSING: {one}" for one in found.missing)
    yield from (f"FAULT: {one}" for one in found.faults)


def _shares(found: Coverage) -> Iterator[str]:
    n = max(1, found.items)
    applied, numbers = found.applied / n, found.with_number / n
    yield f"live items: {found.items}"
    yield f"application or analysis: {found.applied} ({applied:.2f}, at least {LEAST_APPLIED})"
    yield f"asking for a number: {found.with_number} ({numbers:.2f}, at most {MOST_NUMBERS})"
