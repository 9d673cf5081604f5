"""Hand-checked cases: what a file of another program becomes, in files of this folder.

A case is `=== name`, the file, `--->`, and the items in Markdown as a bank has them; lines that
begin with `! ` are what was not taken in as it is.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from quizapp.core.bank.foreign import ImportedBank
from quizapp.core.bank.writing.items import write_item

FOLDER: Final = Path(__file__).parent / "cases"


@dataclass(frozen=True, slots=True)
class Case:
    format_name: str
    name: str
    source: str
    expected: str


def cases() -> list[Case]:
    """Return the cases of all files, by format."""
    found: list[Case] = []
    for path in sorted(FOLDER.glob("*.txt")):
        for block in path.read_text(encoding="utf-8").split("=== ")[1:]:
            name, _, rest = block.partition("\n")
            source, _, expected = rest.partition("\n--->\n")
            found.append(Case(path.stem, name, source, expected.strip("\n")))
    return found


def told(imported: ImportedBank) -> str:
    """Return what came in as the files of cases write it."""
    items = [write_item(item) for item in imported.bank.items]
    parts = [f"# {item.part_title}" for item in imported.bank.items[:1] if item.part_title]
    notes = [f"! {one.place}: {one.level}: {one.message}" for one in imported.notes]
    files = [f"+ {path}" for path in imported.files]
    return "\n\n".join([*parts, *items, "\n".join([*notes, *files])]).strip("\n")
