"""How much an edit changes an item for those who have learned it."""

import re
import unicodedata
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any, Final

# Below the first, learners would call it another question; below the second, a changed one.
SAME_ITEM: Final = 0.5
SAME_QUESTION: Final = 0.85

_OPTION_KINDS: Final = {"single", "truefalse", "multi"}
_WORD: Final = re.compile(r"\w+")


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


def classify(old: dict[str, Any], new: dict[str, Any], *, is_new: bool = False) -> ChangeClass:
    """Return the class of the change from body `old` to body `new`; the first match wins.

    `is_new` is the educator's `New: yes`. The option ids of `new` must have been carried
    over from `old`.
    """
    likeness = _likeness(_prompt(old), _prompt(new))
    if is_new or likeness < SAME_ITEM:
        return ChangeClass.IDENTITY
    if _key(old) != _key(new):
        return ChangeClass.KEY
    if likeness < SAME_QUESTION or _option_ids(old) != _option_ids(new):
        return ChangeClass.MATERIAL
    if _shown(old) != _shown(new):
        return ChangeClass.WORDING
    return ChangeClass.COSMETIC


def _words(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _WORD.findall(folded)


def _likeness(old: list[str], new: list[str]) -> float:
    return SequenceMatcher(None, old, new, autojunk=False).ratio()


def _prompt(body: dict[str, Any]) -> list[str]:
    """Return the words a learner is asked with: stem and stimulus, gaps blanked."""
    return _words(body["stem_text"]) + _words(body["stimulus_text"])


def _key(body: dict[str, Any]) -> tuple[str, object]:
    """Return what counts as right, with the family of kinds it belongs to."""
    kind = body["kind"]
    if kind in _OPTION_KINDS:
        return "options", frozenset(one["id"] for one in body["options"] if one["key"])
    if kind == "cloze":
        gaps = [_words(piece["text"]) for piece in body["cloze"] if "gap" in piece]
        return "cloze", gaps
    return "answer", _words(body["answer_text"])


def _option_ids(body: dict[str, Any]) -> frozenset[str]:
    return frozenset(one["id"] for one in body["options"])


def _shown(body: dict[str, Any]) -> tuple[object, ...]:
    """Return what a learner sees of prompt, options and answer.

    White space does not show, and the order of options is shuffled anyway.
    """
    return (
        body["kind"],
        _folded(body["stem_html"]),
        _folded(body["stimulus_html"]),
        {one["id"]: _folded(one["html"]) for one in body["options"]},
        [_folded(piece.get("html") or piece["text"]) for piece in body["cloze"]],
        _folded(body["answer_html"]),
    )


def _folded(html: str) -> str:
    return " ".join(html.split())
