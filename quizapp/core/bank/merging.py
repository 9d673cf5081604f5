"""A bank of ours and what came in for it from another program, put together item by item.

An item of ours is matched by its id there. Field by field, what the other program gave back as it
got it stays as we have it; what it cannot hold stays too; what was changed there is taken over.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from typing import Any, Final

from quizapp.core.bank.foreign import ImportedBank, Note, bare, own_alias, ref_of
from quizapp.core.bank.from_html import from_html
from quizapp.core.bank.html import render_block
from quizapp.core.bank.model import Bank, Item, Option, Step


class Outcome(StrEnum):
    """What becomes of an item that came in."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class ItemOutcome:
    """One item that came in; `fields` are those that were changed."""

    ref: str
    outcome: Outcome
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Merged:
    """The bank after an import, what became of each item, and what was not taken in as it is."""

    bank: Bank
    items: tuple[ItemOutcome, ...] = ()
    notes: tuple[Note, ...] = ()
    files: dict[str, bytes] = field(default_factory=dict)

    def refs(self, outcome: Outcome) -> tuple[str, ...]:
        """Return the items with an outcome."""
        return tuple(one.ref for one in self.items if one.outcome is outcome)


_NEVER: Final = frozenset({"ref", "alias", "line"})


def merge(
    imported: ImportedBank,
    current: Bank | None,
    echoes: Mapping[str, Item],
    format_name: str,
    held: frozenset[str],
) -> Merged:
    """Return `current` with the items of `imported` in it.

    `echoes` are items of ours, by ref, as they come back when they are exported and imported at
    once; `held` are the fields that the format can hold. Items that did not come in stay.
    """
    if current is None:
        new = tuple(ItemOutcome(one.ref, Outcome.NEW) for one in imported.bank.items)
        return Merged(imported.bank, new, imported.notes, imported.files)
    matcher = _Matcher(current, echoes, format_name)
    merged = {item.ref: item for item in current.items}
    outcomes: list[ItemOutcome] = []
    for item in imported.bank.items:
        ours = matcher.take(item)
        if ours is None:
            taken = {*merged, *(ref for one in current.items for ref in one.was)}
            ref = ref_of(item.ref, item.ref, taken)
            merged[ref] = replace(item, ref=ref)
            outcomes.append(ItemOutcome(ref, Outcome.NEW))
            continue
        made = _overlaid(ours, item, echoes.get(ours.ref), held)
        changed = tuple(
            one.name
            for one in fields(Item)
            if getattr(bare(made), one.name) != getattr(bare(ours), one.name)
        )
        merged[ours.ref] = made
        told = tuple(name for name in changed if name != "alias")
        outcome = Outcome.CHANGED if told else Outcome.SAME
        outcomes.append(ItemOutcome(ours.ref, outcome, told))
    bank = replace(
        current,
        items=tuple(merged.values()),
        sources=imported.bank.sources | current.sources,
    )
    return Merged(bank, tuple(outcomes), imported.notes, imported.files)


class _Matcher:
    """Finds the item of ours that an item is, each at most once."""

    def __init__(self, current: Bank, echoes: Mapping[str, Item], format_name: str) -> None:
        self.format_name = format_name
        self.items = {item.ref: item for item in current.items}
        self.by_key = {own_alias(item, format_name): item.ref for item in current.items}
        self.by_echo = {own_alias(one, format_name): ref for ref, one in echoes.items()}

    def take(self, item: Item) -> Item | None:
        """Return our item, which is not found again, or None."""
        key = own_alias(item, self.format_name)
        for ref in (self.by_key.get(key), self.by_echo.get(key), self._by_ref(item)):
            if ref is not None and ref in self.items:
                return self.items.pop(ref)
        return None

    def _by_ref(self, item: Item) -> str | None:
        ours = self.items.get(item.ref)
        if ours is None or any(one.startswith(f"{self.format_name}:") for one in ours.alias):
            return None
        return item.ref


def _overlaid(ours: Item, theirs: Item, echo: Item | None, held: frozenset[str]) -> Item:
    """Return our item with what was changed in `theirs`."""
    values: dict[str, Any] = {}
    for name in held - _NEVER:
        new = getattr(theirs, name)
        if echo is None or new != getattr(echo, name):
            values[name] = new
    if "stem" in values and "stimulus" not in held:
        values["stem"] = _without_case(ours, theirs.stem)
    for name, joined in (("options", _options), ("steps", _steps), ("pairs", _rows)):
        if name in values and echo is not None:
            before = getattr(ours, name), getattr(echo, name)
            values[name] = joined(*before, values[name], held)
    more = tuple(one for one in theirs.alias if one not in ours.alias)
    return replace(ours, **values, alias=ours.alias + more)


def _without_case(ours: Item, stem: str) -> str:
    """Return a question without the text of its case, which was put before it."""
    case = from_html(render_block(ours.stimulus)).text
    return stem.removeprefix(f"{case}\n\n") if case else stem


def _options(
    ours: tuple[Option, ...],
    echo: tuple[Option, ...],
    theirs: tuple[Option, ...],
    held: frozenset[str],
) -> tuple[Option, ...]:
    """Return their options; one that is still there keeps what the format cannot hold."""
    if "concepts" in held:
        return theirs
    # In a true-or-false item, the echo has them in another order.
    texts = {one.text.casefold(): one for one in ours}
    known = {
        back.text: texts.get(back.text.casefold(), one)
        for one, back in zip(ours, echo, strict=False)
    }
    rationales = {back.text: back.rationale for back in echo}
    is_in_place = len(theirs) == len(ours) == len(echo)
    made: list[Option] = []
    for at, one in enumerate(theirs):
        before = known.get(one.text)
        if before is None and is_in_place and all(echo[at].text != other.text for other in theirs):
            # Where its text was changed, it is still the same option.
            made.append(_option(one, replace(ours[at], text=one.text), echo[at].rationale))
        else:
            made.append(_option(one, before, rationales.get(one.text)))
    return tuple(made)


def _option(theirs: Option, ours: Option | None, echoed: str | None) -> Option:
    if ours is None:
        return theirs
    rationale = ours.rationale if theirs.rationale == echoed else theirs.rationale
    return replace(ours, is_key=theirs.is_key, rationale=rationale)


def _steps(
    ours: tuple[Step, ...], echo: tuple[Step, ...], theirs: tuple[Step, ...], held: frozenset[str]
) -> tuple[Step, ...]:
    if "concepts" in held:
        return theirs
    known = {back.text: one for one, back in zip(ours, echo, strict=False)}
    return tuple(known.get(one.text, one) for one in theirs)


def _rows(ours: Any, echo: Any, theirs: Any, _held: frozenset[str]) -> Any:
    known = {(back.left, back.right): one for one, back in zip(ours, echo, strict=False)}
    return tuple(known.get((one.left, one.right), one) for one in theirs)
