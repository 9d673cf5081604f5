"""Questions that are whole and asked in the positive."""

import re
from collections.abc import Iterator
from typing import Final

from quizapp.core.analysis.progress import wilson
from quizapp.core.bank.lint.lengths import Z95
from quizapp.core.bank.lint.model import Finding, Question, Shelf
from quizapp.core.bank.lint.wording import last_sentence, plain, ratio_text, tokens
from quizapp.core.bank.model import Kind
from quizapp.core.bank.problems import ProblemLevel

SHORTEST_STEM_WORDS: Final = 6
MOST_NEGATIVE_STEMS: Final = 0.05
_UNASKED_KINDS: Final = frozenset({Kind.FLASHCARD, Kind.CLOZE})
_STATED_KINDS: Final = frozenset({Kind.TRUE_FALSE, Kind.ORDER, Kind.MATCH})  # no question mark
_END: Final = re.compile(r"(?:[?:…]|\.\.\.|_{2,})[”\"’)\].]*$")
_BOLD: Final = re.compile(r"\*\*(?:(?!\*\*).)*\*\*|__(?:(?!__).)*__")
_NEGATION: Final = re.compile(
    r"\bexcept\b|(?<!at )\bleast\b|"
    r"^(?:which|what|who|whose|where|when|how|why)\b(?:(?!\b(?:that|who|when|if|because|since|"
    r"although|whose|where|while|whether)\b)[^,;“”])*?\b(?:not|never|n[’']t)\b",
    re.IGNORECASE,
)
_NEGATIVE_OPTION: Final = re.compile(
    r"\b(?:not|never|no|none|nothing|without)\b|n[’']t\b", re.IGNORECASE
)


def stem_shape(one: Question, shelf: Shelf) -> Iterator[Finding]:
    """B102: the stem can be answered with the options covered."""
    del shelf
    if one.item.kind in _UNASKED_KINDS:
        return
    hint = "write a whole question that somebody who knows could answer with the options covered"
    n_words = len(tokens(one.stem))
    if n_words < SHORTEST_STEM_WORDS:
        message = f"The question has {n_words} words"
    elif not _END.search(one.stem) and one.item.kind not in _STATED_KINDS:
        message = "The stem does not end in a question mark, a colon, an ellipsis or a blank"
    else:
        return
    yield one.found("B102", message, hint, level=ProblemLevel.HINT)


def negative_stem(one: Question, shelf: Shelf) -> Iterator[Finding]:
    """B113: a negative stem is bold where it is negative."""
    del shelf
    if _is_negative(one) and _NEGATION.search(_asking(one.item.stem, bold=False)):
        message = "The question is asked in the negative, and the word is not bold"
        hint = "ask in the positive if you can; if not, write `**not**`"
        yield one.found("B113", message, hint)


def negative_share(shelf: Shelf) -> Iterator[Finding]:
    """B113: few stems of a bank are negative."""
    n, negative = len(shelf.questions), sum(_is_negative(one) for one in shelf.questions)
    if negative > 1 and negative / n > MOST_NEGATIVE_STEMS:
        low, high = wilson(negative, n, Z95)
        message = (
            f"{ratio_text(negative, n)} stems are negative, 95 % interval {low:.2f}-{high:.2f}"
        )
        hint = "turn some of them round; readers miss a “not”, and they know it"
        yield shelf.found("B113", message, hint, ProblemLevel.HINT)


def double_negative(one: Question, shelf: Shelf) -> Iterator[Finding]:
    """B114: no negative options under a negative stem."""
    del shelf
    if not _is_negative(one):
        return
    for choice in one.choices:
        if _NEGATIVE_OPTION.search(choice.text):
            message = f"“{choice.text}” is a negative option under a negative question"
            hint = "turn the question or the option round: nobody should have to add up two “not”"
            yield one.found("B114", message, hint, line=choice.line)
            return


def _is_negative(one: Question) -> bool:
    return bool(one.choices) and bool(_NEGATION.search(_asking(one.item.stem, bold=True)))


def _asking(stem: str, *, bold: bool) -> str:
    """Return the sentence that asks, in plain words, with or without what is bold."""
    text = " ".join(stem.split())
    sentence = last_sentence(text if bold else _BOLD.sub("…", text).replace("…", " "))
    return plain(sentence)
