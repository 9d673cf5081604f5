"""Words that give a right option away, or a wrong one."""

import re
from collections.abc import Iterator
from typing import Final

from quizapp.core.bank.lint.model import PICKED_KINDS, Choice, Finding, Question, Shelf
from quizapp.core.bank.lint.wording import plain, stem_of, tokens
from quizapp.core.bank.problems import ProblemLevel

ABSOLUTES: Final = frozenset({"always", "never", "only", "all", "must"})
HEDGES: Final = frozenset(
    {
        *("may", "might", "often", "usually", "can", "could"),
        *("sometimes", "generally", "typically", "tend", "tends"),
    }
)
VAGUE: Final = frozenset(
    {
        *("often", "frequently", "rarely", "sometimes", "usually"),
        *("occasionally", "seldom", "generally", "commonly"),
    }
)
RARE_SHARE: Final = 0.05
_ALL_OF_ABOVE: Final = re.compile(
    r"\b(?:all|none|any|some|most|both|neither|two) of (?:the|these) "
    r"(?:above|options|answers|choices|others)\b|"
    r"\b(?:all|none) (?:of these|are (?:right|correct))\b|^both [A-F] (?:and|&) [A-F]\b|"
    r"^[A-F](?: and |, | & )[A-F]\b|\bboth (?:of the above|are (?:right|correct))\b",
    re.IGNORECASE,
)
_LETTER: Final = re.compile(
    r"\b(?:[Oo]ption|[Aa]nswer|[Cc]hoice|[Dd]istractor|[Aa]lternative)s?\s+\(?[A-F]\b\)?(?!\w)"
    r"|\b[Bb]oth [A-F] and [A-F]\b|\([A-F]\)(?=\s+(?:and|or|is)\b)|"
    r"\b(?:first|second|third|fourth|fifth|last) (?:option|distractor)s?\b|"
    r"\b(?:above|previous|preceding) (?:option|choice|answer|distractor|alternative)s?\b"
)
_NAME_OR_YEAR: Final = re.compile(r"\b(?:1[6-9]|20)\d\d\b|(?<=[^\s.?!:“\"(])\s+([A-Z][\w’'-]*)")
_YEAR: Final = re.compile(r"\b(?:1[6-9]|20)\d\d\b")
_SELF: Final = re.compile(r"I(?:[’'](?:m|ll|ve|d))?")


def all_of_above(one: Question, shelf: Shelf) -> Iterator[Finding]:
    """B111: no option is about the other options."""
    del shelf
    for choice in one.choices:
        if speaks_of_others(choice.text):
            message = f"“{choice.text}” speaks of the other options"
            hint = "options are shuffled; if several are right, mark several"
            yield one.found("B111", message, hint, line=choice.line)


def speaks_of_others(text: str) -> bool:
    """Tell whether an option is of the kind `all of the above`."""
    return bool(_ALL_OF_ABOVE.search(text))


def letters(one: Question, shelf: Shelf) -> Iterator[Finding]:
    """B112: nothing refers to an option by its letter or place."""
    del shelf
    if one.item.kind not in PICKED_KINDS:
        return
    texts = [(one.line, one.stem), (one.line, one.explanation)]
    texts += [(choice.line, choice.text) for choice in one.choices]
    texts += [(choice.line, plain(choice.option.rationale)) for choice in one.choices]
    for line, text in texts:
        found = _LETTER.search(text)
        if found:
            message = f"“{found[0].strip()}” points at an option by its letter or place"
            hint = "options are shuffled: repeat the words of the option instead"
            yield one.found("B112", message, hint, line=line, level=ProblemLevel.ERROR)


def absolutes(one: Question, shelf: Shelf) -> Iterator[Finding]:
    """B115: absolute words do not stand in distractors alone."""
    del shelf
    if any(_of(key, ABSOLUTES) for key in one.keys):
        return
    for choice in one.distractors:
        for word in _of(choice, ABSOLUTES):
            message = f"“{word}” stands in a wrong option and in no right one"
            hint = "guessers strike such options first: soften it, or find another mistake"
            yield one.found("B115", message, hint, line=choice.line)


def hedges(one: Question, shelf: Shelf) -> Iterator[Finding]:
    """B116: hedging words do not stand in the key alone."""
    del shelf
    if any(_of(choice, HEDGES) for choice in one.distractors):
        return
    for choice in one.keys:
        for word in _of(choice, HEDGES):
            message = f"“{word}” stands in the right option alone"
            hint = "guessers take the careful option: hedge a wrong one too, or none"
            yield one.found("B116", message, hint, line=choice.line)


def clang(one: Question, shelf: Shelf) -> Iterator[Finding]:
    """B117: the key does not echo a rare word of the stem while no other option echoes one."""
    if not one.is_single:
        return
    words = {word for word in one.stem_words if _is_rare(word, shelf)}
    key = one.keys[0]
    echoed = words & key.words
    if echoed and not any(words & choice.words for choice in one.distractors):
        word = next((word for word in tokens(key.text) if stem_of(word) in echoed), min(echoed))
        message = f"The right option alone repeats a word of the question: “{word}”"
        hint = "say it in another way, or let a wrong option echo the question too"
        yield one.found("B117", message, hint, line=key.line)


def vague_frequency(one: Question, shelf: Shelf) -> Iterator[Finding]:
    """B123: options do not say how often in vague words."""
    del shelf
    for choice in one.choices:
        for word in _of(choice, VAGUE):
            message = f"“{word}” means something else to every reader"
            hint = "say how often, or when"
            yield one.found("B123", message, hint, line=choice.line, level=ProblemLevel.HINT)


def names_in_key(one: Question, shelf: Shelf) -> Iterator[Finding]:
    """B124: names, dates and eponyms do not stand in the key alone."""
    del shelf
    if not one.is_single:
        return
    known = f"{one.stem} {plain(one.item.stimulus)}"
    key = one.keys[0]
    names = [name for name in _names(key.text) if name not in known]
    if names and not any(_names(choice.text) for choice in one.distractors):
        message = f"“{names[0]}” makes the right option the only one with a name or a year"
        hint = "give another option one too, or leave it out"
        yield one.found("B124", message, hint, line=key.line)


def _of(choice: Choice, words: frozenset[str]) -> list[str]:
    return sorted(set(tokens(choice.text)) & words)


def _is_rare(word: str, shelf: Shelf) -> bool:
    n = shelf.word_counts[word]
    return n <= 1 or n < RARE_SHARE * len(shelf.questions)


def _names(text: str) -> list[str]:
    """Return years, and words with a capital that do not begin a sentence."""
    found = [name.strip() for name in _YEAR.findall(text)]
    capitals = (match[1] for match in _NAME_OR_YEAR.finditer(text) if match[1])
    return found + [name for name in capitals if not _SELF.fullmatch(name)]
