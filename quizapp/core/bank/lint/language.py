"""Plain language, people first."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from quizapp.core.bank.lint.model import Finding, Question, Shelf
from quizapp.core.bank.lint.wording import plain
from quizapp.core.bank.problems import ProblemLevel

HIGHEST_GRADE: Final = 14.0
FEWEST_WORDS_FOR_GRADE: Final = 25
MOST_ABBREVIATIONS: Final = 20
KNOWN_ABBREVIATIONS: Final = frozenset(
    {"CRC", "US", "USA", "UK", "EU", "TV", "PC", "ID", "IQ", "AM", "PM", "OK", "DVD", "PDF", "URL"}
)
_WORD: Final = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?")
_SENTENCE: Final = re.compile(r"[.?!:…]+[”\"’)]*(?=\s|$)")
_VOWELS: Final = re.compile(r"[aeiouyà-öø-ÿ]+")
_ABBREVIATION: Final = re.compile(r"(?<![\w-])([A-Z]{2,6})s?(?![\w-])")
_TITLES: Final = re.compile(r"\b(?:Mr|Ms|Mrs|Mx|Dr|Prof|St|vs|etc|e\.g|i\.e|pp?)\.")
_ROMAN: Final = re.compile(r"[IVXLC]+")
_IMAGE_WITHOUT_ALT: Final = re.compile(r"!\[\s*\]\(")
_LABELS: Final = (
    "schizophrenic|diabetic|epileptic|alcoholic|addict|quadriplegic|paraplegic|amputee|autistic"
)
NOT_PEOPLE_FIRST: Final[dict[str, str]] = {
    r"suffer(?:s|ing|ed)? from": "has",
    r"wheelchair[- ]bound|confined to a wheelchair": "uses a wheelchair",
    r"the disabled\b|a disabled\b|handicapped|crippled": "people with disabilities",
    r"afflicted (?:with|by)|stricken (?:with|by)": "has",
    r"victims? of an? (?:stroke|disability|disease|illness)|(?:stroke|cancer) victims?": "has had",
    r"the mentally ill|mental patients?|retarded": "people with a mental illness",
    rf"(?:{_LABELS})s\b": "people with …",
    rf"an? (?:{_LABELS})\b(?! \w+)": "a person with …",
    r"drug abusers?|substance abusers?": "a person who uses drugs",
    r"normal (?:people|persons|clients|workers)": "people without disabilities",
    r"special needs": "the need itself",
}
_NOT_PEOPLE_FIRST: Final = [
    (re.compile(rf"\b(?:{pattern})", re.IGNORECASE), better)
    for pattern, better in NOT_PEOPLE_FIRST.items()
]


def people_first(one: Question, shelf: Shelf) -> Iterator[Finding]:
    """B127: words put people first."""
    del shelf
    text = _shown(one)
    for pattern, better in _NOT_PEOPLE_FIRST:
        found = pattern.search(text)
        if found:
            message = f"“{found[0]}” does not put the person first"
            yield one.found("B127", message, f"write: {better}")


def reading_grade(one: Question, shelf: Shelf) -> Iterator[Finding]:
    """B127: a question can be read with some college."""
    del shelf
    grade = grade_of(_asked(one))
    if grade > HIGHEST_GRADE:
        message = f"The question reads like year {grade:.0f} of school"
        hint = "part long sentences, and take shorter words"
        yield one.found("B127", message, hint)


def abbreviations(one: Question, shelf: Shelf) -> Iterator[Finding]:
    """B127: an abbreviation is spelled out once where it is used."""
    text = _shown(one)
    known = set(KNOWN_ABBREVIATIONS) | set(_ABBREVIATION.findall(plain(shelf.bank.title)))
    for name in islice(dict.fromkeys(_ABBREVIATION.findall(text)), MOST_ABBREVIATIONS):
        is_explained = re.search(rf"\({name}s?[),;]|\b{name}s? \(", text)
        if name not in known and not is_explained and not _ROMAN.fullmatch(name):
            message = f"{name} is not spelled out"
            hint = f"write it out once in each question: “… ({name})”"
            yield one.found("B127", message, hint, level=ProblemLevel.HINT)


def alternative_text(one: Question, shelf: Shelf) -> Iterator[Finding]:
    """B127: a picture has words for those who cannot see it."""
    del shelf
    item = one.item
    rationales = [option.rationale for option in item.options]
    texts = [item.stem, item.stimulus, item.explanation, item.answer, *rationales]
    if any(_IMAGE_WITHOUT_ALT.search(text) for text in texts):
        hint = "say between the brackets what is to be seen: `![A line that falls](line.png)`"
        yield one.found("B127", "A picture has no description", hint, level=ProblemLevel.ERROR)


def grade_of(text: str) -> float:
    """Return the school year of a text, by Flesch and Kincaid (1975); 0 for a few words.

    .39 words a sentence + 11.8 syllables a word - 15.59; syllables are groups of vowels.
    """
    text = _TITLES.sub(lambda found: found[0][:-1], text)
    words = _WORD.findall(text)
    if len(words) < FEWEST_WORDS_FOR_GRADE:
        return 0.0
    sentences = max(1, len(_SENTENCE.findall(text)))
    syllables = sum(_syllables(word) for word in words)
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


def _syllables(word: str) -> int:
    word = word.casefold()
    groups = len(_VOWELS.findall(word))
    is_silent = word.endswith("e") and not word.endswith(("le", "ee")) and groups > 1
    return max(1, groups - is_silent)


def _asked(one: Question) -> str:
    """Return case, stem and options, each option as a sentence."""
    parts = [plain(one.item.stimulus), one.stem, *(choice.text for choice in one.choices)]
    return " ".join(
        part if part.endswith((".", "?", "!")) else f"{part}." for part in parts if part
    )


def _shown(one: Question) -> str:
    """Return all that a learner reads before and after answering."""
    item = one.item
    parts = [_asked(one), one.explanation, plain(item.answer)]
    parts += [plain(option.rationale) for option in item.options]
    parts += [plain(step.text) for step in item.steps]
    parts += [plain(f"{pair.left} {pair.right}") for pair in item.pairs]
    return " ".join(parts)
