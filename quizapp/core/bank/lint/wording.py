"""Words of questions as the rules compare them: plain text, tokens, rough stems."""

import re
from functools import lru_cache
from typing import Final

_TOKEN: Final = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
_SIGNS: Final = re.compile(r"[*_`]+|!?\[([^\]]*)\]\([^)]*\)")
_SENTENCE_END: Final = re.compile(r"(?<=[.?!:…])[”\"’)]*\s+")
_ENDINGS: Final = ("ingly", "edly", "ing", "ies", "ed", "es", "ly", "s")
SHORTEST_STEM: Final = 4
_STOP_TEXT: Final = """
    a about after again against all also although am an and any are as at be because been before
    being between both but by can could did do does doing done down during each few for from get
    had has have having he her here hers herself him himself his how i if in into is it its itself
    just may me might more most much must my no nor not now of off on once one only or other our
    out over own same shall she should so some such than that the their theirs them themselves
    then there these they this those through to too two under until up us very was we were what
    when where which while who whom whose why will with within without would you your yours
    counselor counselors client clients therapist person people says said say question following
    name names kind first next best yet meant mean means another even still well
"""
STOP_WORDS: Final = frozenset(_STOP_TEXT.split())
SHORTEST_WORD: Final = 3


def plain(text: str) -> str:
    """Return Markdown source as the words a reader sees, on one line."""
    return " ".join(_SIGNS.sub(lambda found: found[1] or "", text).split())


@lru_cache(maxsize=4096)
def tokens(text: str) -> tuple[str, ...]:
    """Return the words of `text` in order, in small letters, without punctuation."""
    return tuple(_TOKEN.findall(text.casefold()))


@lru_cache(maxsize=4096)
def content_words(text: str) -> frozenset[str]:
    """Return rough stems of the words that carry meaning: `agreed goals` → `agre`, `goal`."""
    words = (word for word in tokens(text) if word not in STOP_WORDS)
    return frozenset(stem_of(word) for word in words if len(word) >= SHORTEST_WORD)


def stem_of(word: str) -> str:
    """Return a word without its ending, so that `agree`, `agrees` and `agreed` meet."""
    word = re.sub(r"[’']s?$", "", word)
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            return word[: -len(ending)].rstrip("e")
    return word.rstrip("e") if len(word) > SHORTEST_STEM else word


def last_sentence(text: str) -> str:
    """Return the sentence of a stem that asks."""
    return _SENTENCE_END.split(text.strip())[-1]


def jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of words that two sets have in common, 0 to 1."""
    union = len(one | other)
    return len(one & other) / union if union else 0.0


def ratio_text(hits: float, n: int) -> str:
    """Return `7 of 20 (.35)`."""
    share = hits / n if n else 0.0
    return f"{hits:g} of {n} ({share:.2f})"
