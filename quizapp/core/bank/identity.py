"""Ids of options and gaps: made of the text when first seen, kept through edits."""

import hashlib
from difflib import SequenceMatcher
from typing import Final

# Below this likeness a text counts as another option, not as an edited one.
MIN_LIKENESS: Final = 0.6


def fold(text: str) -> str:
    """Return `text` without the differences that do not count: case and white space."""
    return " ".join(text.casefold().split())


def carry_ids(prefix: str, texts: list[str], previous: list[tuple[str, str]]) -> list[str]:
    """Return an id for each text: that of the best match in `previous`, or a new one.

    `previous` holds (id, text) of the revision before. Equal texts are matched first, then
    the most alike; positions never count.
    """
    free = dict(previous)
    ids = [""] * len(texts)
    for at, text in enumerate(texts):
        same = next((one for one, old in free.items() if fold(old) == fold(text)), "")
        if same:
            ids[at] = same
            del free[same]
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
    pairs = [
        (SequenceMatcher(None, fold(old), fold(text), autojunk=False).ratio(), at, old_id)
        for at, text in enumerate(texts)
        if not ids[at]
        for old_id, old in free.items()
    ]
    pairs.sort(key=lambda pair: (-pair[0], pair[1], pair[2]))
    return [(at, old_id) for ratio, at, old_id in pairs if ratio >= MIN_LIKENESS]


def _new_id(prefix: str, text: str, taken: set[str]) -> str:
    """Return the hash of `text`, salted when another text has that id already."""
    salt = 0
    while True:
        seed = fold(text) + (f"#{salt}" if salt else "")
        new_id = f"{prefix}-{hashlib.sha256(seed.encode()).hexdigest()[:8]}"
        if new_id not in taken:
            return new_id
        salt += 1
