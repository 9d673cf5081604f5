"""Options that fit the stem and one another."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import Final

from quizapp.core.bank.lint.model import Choice, Finding, Question, Shelf, pairs_of
from quizapp.core.bank.lint.wording import jaccard, tokens
from quizapp.core.bank.problems import ProblemLevel

OVERLAP: Final = 0.8
_BLANK_END: Final = re.compile(r"(?:…|\.\.\.|:|_{2,})[.\s]*$")
_ARTICLE: Final = re.compile(r"\b(an?)\s*(?:…|\.\.\.|:|_{2,})?[.\s]*$", re.IGNORECASE)
_GAP: Final = r"(?:…|\.{3}|:|_{2,})"
_MANY: Final = re.compile(rf"\b(?:are|were|these|those)\s*{_GAP}?[.\s]*$", re.IGNORECASE)
_ONE: Final = re.compile(rf"\b(?:is|was)\s+(?:an?|the|one)\b[^.?!]*{_GAP}[.\s]*$", re.IGNORECASE)
_VOWEL_SOUND: Final = re.compile(
    r"(?!uni[^nm]|use|usu|eu|one\b|once\b)[aeiou]|hono|hour|heir|hones", re.IGNORECASE
)
_QUANTITY: Final = re.compile(
    r"(?:[<>≤≥≈~]?\s*)(?P<sign>[+\-−]?)(?P<number>\d[\d,]*(?:\.\d+)?|\.\d+)\s*(?P<unit>.*)"
)
_END_MARK: Final = re.compile(r"[.?!;,][”\"’)]*$")
_NOUNS_IN_ING: Final = frozenset(
    {
        "working",
        "thing",
        "nothing",
        "something",
        "anything",
        "everything",
        "being",
        "meaning",
        "king",
    }
)
_SEVERAL: Final = frozenset({"two", "three", "four", "both", "several", "many"})
FEWEST_FOR_ODD_ONE: Final = 3


def grammar(one: Question, shelf: Shelf) -> Iterator[Finding]:
    """B118: the end of the stem fits all options in article, number and verb form."""
    del shelf
    if not one.choices:
        return
    for what, fits in (
        ("“a” or “an”", _fits_article(one)),
        ("number", _fits_number(one)),
        ("verb form", _fits_form(one)),
    ):
        if len(set(fits)) > 1:
            odd = one.choices[fits.index(False)]
            message = f"“{odd.text}” does not fit the end of the question in {what}"
            hint = "end the question so that each option completes it: “a(n)”, or a full question"
            yield one.found("B118", message, hint, line=odd.line)
            return


def parallel(one: Question, shelf: Shelf) -> Iterator[Finding]:
    """B119: options are of one form: no odd one out in its first word or its end."""
    del shelf
    if len(one.choices) < FEWEST_FOR_ODD_ONE:
        return
    for what, of in (("begins", _form), ("ends", _end)):
        odd = _odd_one(one.choices, [of(choice.text) for choice in one.choices])
        if odd:
            message = f"“{odd.text}” {what} unlike all other options"
            hint = "give all options one form"
            yield one.found("B119", message, hint, line=odd.line, level=ProblemLevel.HINT)
            return


def overlap(one: Question, shelf: Shelf) -> Iterator[Finding]:
    """B120: no two options say the same."""
    del shelf
    for first, second in pairs_of(one.choices):
        if _normal(first.text) == _normal(second.text):
            message = f"“{second.text}” says the same as the option of line {first.line}"
            hint = "two like options are both right or both wrong: make them differ"
            level = ProblemLevel.ERROR
        elif jaccard(frozenset(tokens(first.text)), frozenset(tokens(second.text))) > OVERLAP:
            message = f"“{second.text}” is nearly the option of line {first.line}"
            hint = "if one contains the other, a guesser keeps the wider one"
            level = ProblemLevel.WARNING
        else:
            continue
        yield one.found("B120", message, hint, line=second.line, level=level)


def numbers(one: Question, shelf: Shelf) -> Iterator[Finding]:
    """B122: options that are numbers stand in order, in one unit, with like precision."""
    del shelf
    read = [_QUANTITY.fullmatch(choice.text.rstrip(". ")) for choice in one.choices]
    found = [match for match in read if match]
    if len(found) < max(FEWEST_FOR_ODD_ONE, len(read)):
        return
    values = [_value(match) for match in found]
    if values not in (sorted(values), sorted(values, reverse=True)):
        message, hint = "The numbers are out of order", "put them in order, up or down"
    elif len({match["unit"].casefold().strip() for match in found}) > 1:
        message, hint = "The numbers have different units", "give all one unit"
    elif len({len(match["number"].partition(".")[2]) for match in found}) > 1:
        message, hint = "The numbers have unlike precision", "round all to the same place"
    else:
        return
    line = one.choices[0].line
    yield one.found("B122", message, hint, line=line, level=ProblemLevel.HINT)


def _fits_article(one: Question) -> list[bool]:
    article = _ARTICLE.search(one.stem)
    if not article:
        return []
    wants_vowel = article[1].casefold() == "an"
    return [bool(_VOWEL_SOUND.match(choice.text)) is wants_vowel for choice in one.choices]


def _fits_number(one: Question) -> list[bool]:
    firsts = [(tokens(choice.text) or ("",))[0] for choice in one.choices]
    if _MANY.search(one.stem):
        return [first not in {"a", "an", "one"} for first in firsts]
    return [first not in _SEVERAL for first in firsts] if _ONE.search(one.stem) else []


def _fits_form(one: Question) -> list[bool]:
    """Tell for an open stem which options have the form of the most, where one has not."""
    if not _BLANK_END.search(one.stem):
        return []
    forms = [_form(choice.text) for choice in one.choices]
    usual, n = Counter(forms).most_common(1)[0]
    is_odd_one_out = n == len(forms) - 1 and len(forms) >= FEWEST_FOR_ODD_ONE
    return [form == usual for form in forms] if is_odd_one_out else []


def _form(text: str) -> str:
    """Return what kind of word an option begins with."""
    first = (tokens(text) or ("",))[0]
    if first == "to":
        return "to"
    return "ing" if first.endswith("ing") and first not in _NOUNS_IN_ING else "other"


def _end(text: str) -> str:
    found = _END_MARK.search(text)
    return found[0][0] if found else ""


def _odd_one(choices: tuple[Choice, ...], forms: list[str]) -> Choice | None:
    counts = Counter(forms)
    if sorted(counts.values()) != [1, len(forms) - 1]:
        return None
    return choices[next(place for place, form in enumerate(forms) if counts[form] == 1)]


def _normal(text: str) -> str:
    """Return letters and digits of `text` alone; where it has none, the text."""
    spread = unicodedata.normalize("NFKD", text).casefold()
    return "".join(sign for sign in spread if sign.isalnum()) or text


def _value(match: re.Match[str]) -> float:
    value = float(match["number"].replace(",", "") or 0)
    return -value if match["sign"] in {"-", "−"} else value
