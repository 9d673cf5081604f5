"""The surface of an option in numbers: what can be seen without knowing what it means."""

import math
import re
from typing import Final

from quizapp.core.bank.lint.model import Choice, Question
from quizapp.core.bank.lint.wording import content_words, plain, tokens
from quizapp.core.bank.lint.wordings import ABSOLUTES, HEDGES

NAMES: Final = (
    "log length", "is longest", "is shortest", "words", "letters a word", "echo of the stem",
    "echo of the case", "shared with others", "is most shared", "absolutes", "hedges", "negations",
    "digits", "capitals", "commas", "and", "or", "quotes", "a or an", "the", "ing", "to", "both",
    "pronouns", "questions",
)  # fmt: skip
_NEGATION: Final = frozenset({"not", "no", "never", "without", "nor", "nothing"})
_PRONOUNS: Final = frozenset(
    {"he", "she", "they", "him", "her", "them", "his", "their", "it", "its", "we", "you", "i"}
)
_CAPITAL: Final = re.compile(r"(?<=\s)[A-Z]\w+")


def features(one: Question) -> list[list[float]]:
    """Return a row of numbers an option, in the order of NAMES."""
    lengths = [choice.length for choice in one.choices]
    shared = [
        sum(len(choice.words & other.words) for other in one.choices if other is not choice)
        for choice in one.choices
    ]
    case = content_words(plain(one.item.stimulus))
    return [
        [
            math.log(1 + length),
            float(length == max(lengths)),
            float(length == min(lengths)),
            *_of_words(choice),
            float(len(choice.words & one.stem_words)),
            float(len(choice.words & case)),
            common / max(1, len(choice.words)),
            float(common == max(shared)),
            *_signs(choice),
        ]
        for choice, length, common in zip(one.choices, lengths, shared, strict=True)
    ]


def _of_words(choice: Choice) -> tuple[float, float]:
    words = tokens(choice.text)
    return float(len(words)), sum(map(len, words)) / max(1, len(words))


def _signs(choice: Choice) -> list[float]:
    words, text = tokens(choice.text), choice.text
    first = words[0] if words else ""
    counts = (
        sum(word in ABSOLUTES for word in words),
        sum(word in HEDGES for word in words),
        sum(word in _NEGATION for word in words),
        any(sign.isdigit() for sign in text),
        len(_CAPITAL.findall(text)),
        text.count(","),
        words.count("and"),
        words.count("or"),
        any(sign in text for sign in '“”"'),
        first in {"a", "an"},
        first == "the",
        first.endswith("ing"),
        first == "to",
        "both" in words or "together" in words,
        sum(word in _PRONOUNS for word in words),
        "?" in text,
    )
    return [float(count) for count in counts]
