"""Banks held against the facts they rest on: what is asked, what is not, what should not be."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from quizapp.core.bank.cloze import gap_parts
from quizapp.core.bank.concepts import Concept
from quizapp.core.bank.facts import Fact, Register, Use
from quizapp.core.bank.lint.wording import jaccard, plain, tokens
from quizapp.core.bank.model import Bank, Item, Status

FEWEST_OF_CONCEPT: Final = 4
LEAST_APPLIED: Final = 0.4
MOST_NUMBERS: Final = 0.1
LIKE_STEMS: Final = 0.6
APPLIED: Final = frozenset({"application", "analysis"})
WEAKEST_FIRST: Final = ("memory", "secondary", "verified")
_NUMBER: Final = re.compile(r"(?<![\w-])\d+(?:[.,]\d+)?(?![\w-])|(?<!\w)\.\d+")


@dataclass(frozen=True, slots=True)
class Asked:
    """One live item and where it stands."""

    bank: str
    item: Item

    @property
    def where(self) -> str:
        return f"{self.bank}/{self.item.ref}"


@dataclass(frozen=True, slots=True)
class ConceptCount:
    """How many items a concept has as their first, and how many it needs."""

    slug: str
    facts: int
    items: int
    needed: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """What `flask bank coverage` prints. Empty `missing` and `faults` are what is wanted."""

    items: int
    applied: int
    with_number: int
    used: tuple[str, ...]  # ids of facts and misconceptions
    missing: tuple[str, ...]  # ids that some item has to use, and none does
    unasked: tuple[Fact, ...]  # facts that no item uses, with the reason
    concepts: tuple[ConceptCount, ...]
    faults: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        has_concepts = all(one.items >= one.needed for one in self.concepts)
        shares = (
            self.applied >= LEAST_APPLIED * self.items,
            self.with_number <= (MOST_NUMBERS * self.items),
        )
        return not (self.missing or self.faults) and has_concepts and all(shares)


def coverage(
    banks: Sequence[Bank], register: Register, concepts: Mapping[str, Concept]
) -> Coverage:
    """Compare the live items of `banks` with the register of facts."""
    asked = [
        Asked(bank.slug, item)
        for bank in banks
        for item in bank.items
        if item.status is Status.LIVE
    ]
    used = {one for row in asked for one in ids_of(row.item)}
    needed = {one.id for one in register.facts.values() if _is_needed(one)}
    needed |= set(register.misconceptions)
    unasked = (one for one in register.facts.values() if one.is_usable and one.id not in used)
    return Coverage(
        items=len(asked),
        applied=sum(row.item.level in APPLIED for row in asked),
        with_number=sum(keys_number(row.item) for row in asked),
        used=tuple(sorted(used)),
        missing=tuple(sorted(needed - used)),
        unasked=tuple(one for one in unasked if not _is_needed(one)),
        concepts=tuple(_concept_counts(asked, register, concepts)),
        faults=(*_faults(asked, register), *_like_stems(asked)),
    )


def ids_of(item: Item) -> set[str]:
    """Return the facts and misconceptions that an item names, its options included."""
    return set(item.facts).union(*(option.facts for option in item.options))


def keys_number(item: Item) -> bool:
    """Tell whether somebody has to know a number for the right answer: one that is not given."""
    right = [option.text for option in item.options if option.is_key]
    right += [*item.accepted, item.answer.partition("\n\n")[0]]
    right += [part["text"] for part in gap_parts(item.cloze)]
    known = set(_NUMBER.findall(plain(f"{item.stimulus} {item.stem}")))
    return item.number is not None or bool(set(_NUMBER.findall(plain(" ".join(right)))) - known)


def weakest(facts: Sequence[Fact]) -> str:
    """Return the weakest evidence among facts."""
    found = {one.evidence for one in facts}
    return next((level for level in WEAKEST_FIRST if level in found), "")


def _is_needed(fact: Fact) -> bool:
    """Tell whether an item has to use a fact: all that candidates are told, if it can be asked."""
    return fact.is_usable and fact.id.startswith("F") and not fact.unasked


def _concept_counts(
    asked: Sequence[Asked], register: Register, concepts: Mapping[str, Concept]
) -> Iterator[ConceptCount]:
    facts = Counter(one.concept for one in register.facts.values() if one.is_usable)
    items = Counter(row.item.concepts[0] for row in asked if row.item.concepts)
    for slug in concepts:
        if facts[slug]:
            needed = min(FEWEST_OF_CONCEPT, 2 * facts[slug])
            yield ConceptCount(slug, facts[slug], items[slug], needed)


def _faults(asked: Sequence[Asked], register: Register) -> Iterator[str]:
    known = set(register.facts) | set(register.misconceptions)
    for row in asked:
        unknown = sorted(ids_of(row.item) - known)
        if unknown:
            yield f"{row.where}: no such fact: {', '.join(unknown)}"
        facts = [register.facts[one] for one in row.item.facts if one in register.facts]
        if not facts:
            yield f"{row.where}: names no fact that decides"
            continue
        yield from (f"{row.where}: {fault}" for fault in _of_item(row.item, facts))


def _of_item(item: Item, facts: Sequence[Fact]) -> Iterator[str]:
    asked = _asked(item)
    for fact in facts:
        if fact.use is Use.NEVER:
            yield f"{fact.id} may not be keyed"
        elif fact.named and not any(name.casefold() in asked.casefold() for name in fact.named):
            yield f"{fact.id} has to be attributed: name {' or '.join(fact.named)}"
    if item.evidence != weakest(facts):
        yield f"`Evidence: {item.evidence}`, but its weakest fact is {weakest(facts)}"
    if keys_number(item) and not any(fact.is_safe for fact in facts):
        yield "asks for a number that is not on the safe list"


def _asked(item: Item) -> str:
    """Return what stands on the page of a question: the case, the stem and all that is offered."""
    offered = [option.text for option in item.options] + [step.text for step in item.steps]
    offered += [f"{pair.left} {pair.right}" for pair in item.pairs]
    return plain(" ".join([item.stimulus, item.stem, item.cloze, *item.columns, *offered]))


def _like_stems(asked: Sequence[Asked]) -> Iterator[str]:
    words = [frozenset(tokens(plain(f"{row.item.stem} {row.item.cloze}"))) for row in asked]
    for index, row in enumerate(asked):
        for other in range(index):
            is_one_case = row.item.case_ref and row.item.case_ref == asked[other].item.case_ref
            if not is_one_case and jaccard(words[index], words[other]) > LIKE_STEMS:
                yield f"{row.where}: asks in the words of {asked[other].where}"
