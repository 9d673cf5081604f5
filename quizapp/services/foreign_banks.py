"""Banks of other programs: taken in as the Markdown of a bank, and given out."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from quizapp.core.bank.foreign import ImportedBank, own_alias
from quizapp.core.bank.merging import Merged, merge
from quizapp.core.bank.model import Bank, Item
from quizapp.services.foreign_formats import Format

Read = Callable[[bytes, str, str], ImportedBank]
NO_FILES: Final[Mapping[str, bytes]] = {}


def merge_import(
    imported: ImportedBank,
    current: Bank | None,
    form: Format,
    files: Mapping[str, bytes] = NO_FILES,
    read: Read | None = None,
) -> Merged:
    """Return the bank with what came in, and what became of each item.

    `current` is the bank as it is served, with its pictures in `files`; `read` reads what we
    write of it, by default in this process, as it is our own.
    """
    echoes = _echoes(current, form, files, read or form.read) if current else {}
    held = form.fields if imported.held is None else imported.held & form.fields
    merged = merge(imported, current, echoes, form.alias, held)
    return replace(merged, files={**files, **merged.files})


def left_out(bank: Bank, form: Format) -> dict[str, tuple[str, ...]]:
    """Return the items that a format cannot hold, by kind."""
    found: dict[str, tuple[str, ...]] = {}
    for item in bank.items:
        if item.kind not in form.kinds:
            found[item.kind.value] = (*found.get(item.kind.value, ()), item.ref)
    return found


def _echoes(bank: Bank, form: Format, files: Mapping[str, bytes], read: Read) -> dict[str, Item]:
    """Return each item, by its ref, as it is after an export and an import."""
    written = tuple(item for item in bank.items if item.kind in form.kinds)
    if not written:
        return {}
    whole = replace(bank, items=written)
    back = read(form.write(whole, files), bank.slug, bank.title).bank.items
    if len(back) == len(written):
        return {item.ref: echo for item, echo in zip(written, back, strict=True)}
    by_key = {own_alias(echo, form.alias): echo for echo in back}
    keys = {item.ref: own_alias(item, form.alias) for item in written}
    return {ref: by_key[key] for ref, key in keys.items() if key in by_key}
