"""Which questions a mock exam has: a seeded draw from the banks, half for each section.

A mock samples the bank, not the exam (ADR 17): within a section every concept gets an equal share
as far as its questions reach, and of a concept the questions that were answered longest ago.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Final

SECTIONS: Final = ("R", "C")  # in the order in which they are sat
LENGTHS: Final = (25, 50)


@dataclass(frozen=True, slots=True)
class PoolItem:
    """A question that could be asked.

    `sections` are those it may fill, `siblings` ids of questions that would give it away or be
    given away, `case` names the case it shares with others (or is empty), and `seen_at` is when
    the learner met it last.
    """

    item_id: int
    sections: frozenset[str]
    concept: str
    siblings: frozenset[int]
    case: str = ""
    seen_at: datetime | None = None


def lengths(pool: Sequence[PoolItem]) -> list[int]:
    """Return the lengths that `pool` can fill: the standard ones, and the longest there is."""
    most = _most(_apart(pool, Random(0)))  # noqa: S311 - no secret
    return sorted({*(one for one in LENGTHS if one <= most), *([most] if most else [])})


def assemble(pool: Sequence[PoolItem], length: int, rng: Random) -> dict[str, list[int]]:
    """Draw `length` item ids, by section in the order to ask them; the odd one goes to the first.

    The same pool, length and state of `rng` give the same exam. A length that the pool cannot
    fill is a ValueError. No item comes twice, and of siblings at most one. The items of a case
    that were drawn for one section come together.
    """
    if length < 1:
        raise ValueError("an exam has questions")
    wanted = {"R": length - length // 2, "C": length // 2}
    shuffled = sorted(pool, key=lambda one: one.item_id)
    rng.shuffle(shuffled)
    # Which of some siblings stays hangs on chance, and so can whether there are enough. Then the
    # way that `lengths` counts by is taken.
    alone = _apart(shuffled, rng)
    if not _fills(alone, wanted):
        alone = _apart(pool, Random(0))  # noqa: S311 - no secret
        if not _fills(alone, wanted):
            raise ValueError(f"the pool cannot fill {length} questions")
    by_id = {one.item_id: one for one in alone}
    spare = sum(_is_both(one) for one in alone) - max(0, wanted["C"] - _only(alone, "C"))
    first = _draw([one for one in alone if "R" in one.sections], wanted["R"], spare, rng)
    rest = [one for one in alone if "C" in one.sections and one not in first]
    drawn = {"R": first, "C": _draw(rest, wanted["C"], len(rest), rng)}
    return {name: _in_order(items, by_id, rng) for name, items in drawn.items()}


def _apart(pool: Iterable[PoolItem], rng: Random) -> list[PoolItem]:
    """Return one item of each family of siblings: the one not seen for longest.

    A family is all that are siblings of siblings, so that no two that stay can be siblings.
    Among equals an item that fits both sections stays, then chance decides.
    """
    items = sorted((one for one in pool if one.sections & {*SECTIONS}), key=lambda one: one.item_id)
    family = _families(items)
    chance = {one.item_id: rng.random() for one in items}
    stays: dict[int, PoolItem] = {}
    for one in sorted(items, key=lambda one: (_seen(one), not _is_both(one), chance[one.item_id])):
        stays.setdefault(family[one.item_id], one)
    return list(stays.values())


def _families(items: Sequence[PoolItem]) -> dict[int, int]:
    """Return item id -> the smallest id among those that siblings connect it with."""
    parent = {one.item_id: one.item_id for one in items}

    def root(item_id: int) -> int:
        while parent[item_id] != item_id:
            item_id = parent[item_id]
        return item_id

    for one in items:
        for other in one.siblings & parent.keys():
            low, high = sorted((root(one.item_id), root(other)))
            parent[high] = low
    return {item_id: root(item_id) for item_id in parent}


def _draw(pool: Sequence[PoolItem], number: int, spare: int, rng: Random) -> list[PoolItem]:
    """Draw `number` items, concept by concept in turn; at most `spare` that fit both sections."""
    waiting: dict[str, list[PoolItem]] = defaultdict(list)
    chance = {one.item_id: rng.random() for one in sorted(pool, key=lambda one: one.item_id)}
    for one in sorted(pool, key=lambda one: (_seen(one), chance[one.item_id]), reverse=True):
        waiting[one.concept].append(one)  # the next one is last
    names = sorted(waiting)
    rng.shuffle(names)
    drawn: list[PoolItem] = []
    taken: Counter[str] = Counter()
    while len(drawn) < number:
        open_names = [name for name in names if _next(waiting[name], spare) is not None]
        name = min(open_names, key=lambda one: taken[one])
        place = _next(waiting[name], spare)
        one = waiting[name].pop(place if place is not None else -1)
        spare -= _is_both(one)
        taken[name] += 1
        drawn.append(one)
    return drawn


def _next(waiting: Sequence[PoolItem], spare: int) -> int | None:
    """Return the place of the item to take next, from the end; None when there is none."""
    places = reversed(range(len(waiting)))
    return next((at for at in places if spare > 0 or not _is_both(waiting[at])), None)


def _in_order(items: Sequence[PoolItem], by_id: dict[int, PoolItem], rng: Random) -> list[int]:
    """Return the ids in the order to ask them: by chance, those of a case one after the other."""
    groups: dict[str, list[int]] = defaultdict(list)
    for one in items:
        groups[by_id[one.item_id].case or f"item {one.item_id}"].append(one.item_id)
    order = sorted(groups)
    rng.shuffle(order)
    return [item_id for group in order for item_id in sorted(groups[group])]


def _most(alone: Sequence[PoolItem]) -> int:
    """Return the largest even number whose halves both sections can fill."""
    only_r, only_c = _only(alone, "R"), _only(alone, "C")
    both = len(alone) - only_r - only_c
    return 2 * min(only_r + both, only_c + both, len(alone) // 2)


def _fills(alone: Sequence[PoolItem], wanted: dict[str, int]) -> bool:
    lacking = sum(max(0, number - _only(alone, name)) for name, number in wanted.items())
    return lacking <= sum(map(_is_both, alone))


def _only(alone: Sequence[PoolItem], name: str) -> int:
    return sum(name in one.sections and not _is_both(one) for one in alone)


def _is_both(one: PoolItem) -> bool:
    return one.sections >= {*SECTIONS}


def _seen(one: PoolItem) -> float:
    """Return when an item was seen as a number to sort by; never comes first."""
    return one.seen_at.timestamp() if one.seen_at else 0.0
