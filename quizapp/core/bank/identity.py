"""Ids of the parts of an item, such as options: made of the text when first seen, then kept."""

import hashlib
from difflib import SequenceMatcher
from typing import Final

# Below this likeness a text counts as another option, not as an edited one.
MIN_LIKENESS: Final = 0.6
# An item has some 10 parts, each of a line; far above that, likeness takes minutes to find.
MAX_PAIRS: Final = 2_500
MAX_COMPARED: Final = 500  # characters


def fold(text: str) -> str:
    """Return `text` without the differences that do not count: case and white space."""
    return " ".join(text.casefold().split())


def carry_ids(prefix: str, texts: list[str], previous: list[tuple[str, str]]) -> list[str]:
    """Return an id for each text: that of the best match in `previous`, or a new one.

    `previous` holds (id, text) of the revision before. Equal texts are matched first, then
    the most alike; positions never count.
    """
    free = dict(previous)
    same: dict[str, list[str]] = {}
    for one, old in reversed(previous):
        same.setdefault(fold(old), []).append(one)
    ids = [""] * len(texts)
    for at, text in enumerate(texts):
        if same.get(fold(text)):
            ids[at] = same[fold(text)].pop()
            del free[ids[at]]
    for at, old_id in _best_pairs(texts, ids, free):
        if not ids[at] and old_id in free:
            ids[at] = old_id
            del free[old_id]
    taken = {one for one, _ in previous} | set(ids)
    for at, text in enumerate(texts):
        if not ids[at]:
            ids[at] = _new_id(prefix, text, taken)
            taken.add(ids[at])
    return ids


def _best_pairs(texts: list[str], ids: list[str], free: dict[str, str]) -> list[tuple[int, str]]:
    """Return (index, old id) of all pairs that are alike, the most alike first."""
    open_places = [at for at, one in enumerate(ids) if not one]
    if len(open_places) * len(free) > MAX_PAIRS:
        return []
    before = {old_id: fold(old)[:MAX_COMPARED] for old_id, old in free.items()}
    pairs: list[tuple[float, int, str]] = []
    for at in open_places:
        matcher = SequenceMatcher(None, "", fold(texts[at])[:MAX_COMPARED], autojunk=False)
        for old_id, old in before.items():
            matcher.set_seq1(old)
            pairs.append((-matcher.ratio(), at, old_id))
    return [(at, old_id) for ratio, at, old_id in sorted(pairs) if -ratio >= MIN_LIKENESS]


def _new_id(prefix: str, text: str, taken: set[str]) -> str:
    """Return the hash of `text`, salted when another text has that id already."""
    salt = 0
    while True:
        seed = fold(text) + (f"#{salt}" if salt else "")
        new_id = f"{prefix}-{hashlib.sha256(seed.encode()).hexdigest()[:8]}"
        if new_id not in taken:
            return new_id
        salt += 1
