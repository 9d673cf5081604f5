"""How much an edit changes an item for those who have learned it."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any, Final

from quizapp.core.bank.folding import fold_answer
from quizapp.core.bank.model import Kind

# Below the first, learners would call it another question; below the second, a changed one.
SAME_ITEM: Final = 0.5
SAME_QUESTION: Final = 0.85
# A text of 20 KB comes to some 100,000; one made of few words over and over to many millions.
MOST_COMPARISONS: Final = 2_000_000

_OPTION_KINDS: Final = {Kind.SINGLE, Kind.TRUE_FALSE, Kind.MULTI}
_WORD: Final = re.compile(r"\w+")
# In an answer, signs of arithmetic and the minus or point before a number count as well.
_WORD_OR_SIGN: Final = re.compile(r"(?<![\w.])-?\.?\d+|\w+|[^\w\s]")
_MINUS: Final = "\u2212"


class ChangeClass(StrEnum):
    """What an edit means for schedule and statistics, from the gravest to the least."""

    IDENTITY = "identity"
    KEY = "key"
    MATERIAL = "material"
    WORDING = "wording"
    COSMETIC = "cosmetic"


def is_same(old: dict[str, Any], new: dict[str, Any]) -> bool:
    """Tell whether two bodies are equal, so that no new revision is needed."""
    return old == new


def classify(old: dict[str, Any], new: dict[str, Any]) -> ChangeClass:
    """Return the class of the change from body `old` to body `new`; the first match wins.

    The ids of options, gaps, steps and rows in `new` must have been `carried` over from `old`.
    """
    prompts = _prompt(old), _prompt(new)
    likeness = 1.0 if prompts[0] == prompts[1] else _likeness(*prompts)
    # Bodies made before there was `is_new` lack it.
    if (new["is_new"] and not old.get("is_new")) or likeness < SAME_ITEM:
        return ChangeClass.IDENTITY
    if _key(old) != _key(new):
        return ChangeClass.KEY
    if likeness < SAME_QUESTION or _choices(old) != _choices(new):
        return ChangeClass.MATERIAL
    if _shown(old) != _shown(new):
        return ChangeClass.WORDING
    return ChangeClass.COSMETIC


def _words(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _WORD.findall(folded)


def _answer_words(text: str) -> list[str]:
    """Return what counts in an answer: `r = -.31` → r, =, -.31; punctuation does not."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace(_MINUS, "-")
    found: list[str] = _WORD_OR_SIGN.findall(folded)
    return [one for one in found if unicodedata.category(one[-1])[0] != "P"]


def _likeness(old: list[str], new: list[str]) -> float:
    """Return how much of two texts is the same words in the same order, from 0 to 1."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    # Looking for what is in order takes as many steps as there are pairs of equal words.
    count = Counter(old)
    if sum(count[word] for word in new) > MOST_COMPARISONS:
        return matcher.quick_ratio()
    return matcher.ratio()


def _prompt(body: dict[str, Any]) -> list[str]:
    """Return the words a learner is asked with: stem, stimulus and left column, gaps blanked."""
    # Sorted by id, rows that change places change nothing.
    lefts = sorted((part["id"], part["text"]) for part in body.get("lefts", ()))
    texts = (body["stem_text"], body["stimulus_text"], *(text for _, text in lefts))
    return [word for text in texts for word in _words(text)]


def _key(body: dict[str, Any]) -> tuple[str, object]:
    """Return what counts as right, with the family of kinds it belongs to."""
    kind = body["kind"]
    family = "options" if kind in _OPTION_KINDS else kind
    read = _KEYS.get(family)
    return family, read(body) if read else _answer_words(body["answer_text"])


def _number_key(body: dict[str, Any]) -> tuple[Decimal, Decimal]:
    return Decimal(body["number"]["value"]), Decimal(body["number"]["tolerance"])


_KEYS: Final[dict[str, Callable[[dict[str, Any]], object]]] = {
    "options": lambda body: frozenset(one["id"] for one in body["options"] if one["key"]),
    Kind.CLOZE: lambda body: [_answer_words(one["text"]) for one in body["cloze"] if "gap" in one],
    Kind.TYPED: lambda body: frozenset(fold_answer(one) for one in body["accepted"]),
    Kind.NUMERIC: _number_key,
    Kind.ORDER: lambda body: [one["id"] for one in body["steps"]],
    Kind.MATCH: lambda body: body["pairs"],
}


def _choices(body: dict[str, Any]) -> frozenset[str]:
    """Return the ids of all that a learner can choose from."""
    lists = (body.get(key, ()) for key in ("options", "rights", "steps"))
    return frozenset(one["id"] for parts in lists for one in parts)


def _shown(body: dict[str, Any]) -> tuple[object, ...]:
    """Return what a learner sees of prompt, options and answer.

    White space does not show, and the order of options and rows is shuffled anyway.
    """
    lists = (body.get(key, ()) for key in ("options", "steps", "lefts", "rights"))
    return (
        body["kind"],
        _folded(body["stem_html"]),
        _folded(body["stimulus_html"]),
        {one["id"]: _folded(one["html"]) for parts in lists for one in parts},
        body.get("columns", []),
        [_folded(piece.get("html") or piece["text"]) for piece in body["cloze"]],
        _folded(body["answer_html"]),
    )


def _folded(html: str) -> str:
    return " ".join(html.split())
