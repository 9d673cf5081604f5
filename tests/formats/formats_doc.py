"""The table of docs/formats.md, made of the registry."""

from quizapp.core.bank.model import Kind
from quizapp.services.foreign_formats import FORMATS, Format

NAMES = {
    "answer": "answer of a card",
    "part_title": "part",
    "accepted": "accepted answers",
}
SHAPE = {"kind", "stem", "options", "pairs", "steps", "cloze", "number", "answer", "accepted"}


def table() -> str:
    """Return a row for each format: its kinds, the fields beside the question, its losses."""
    rows = [
        "| `--format` | format | kinds | beside the question | what is lost |",
        "|---|---|---|---|---|",
    ]
    return "\n".join([*rows, *map(_row, FORMATS.values())])


def _row(form: Format) -> str:
    kinds = [one.value for one in Kind if one in form.kinds]
    words = "all" if len(kinds) == len(Kind) else ", ".join(kinds)
    fields = sorted(NAMES.get(one, one) for one in form.fields - SHAPE)
    more = "all" if len(fields) > 15 else ", ".join(fields) or "nothing"
    return f"| `{form.name}` | {form.title} | {words} | {more} | {'; '.join(form.losses)} |"
