"""What is searched when a learner looks for words: all that a question and its answer say."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any, Final

_TEXTS: Final = ("title", "stimulus_text", "stem_text", "answer_text", "explanation_text")
_SENTENCE: Final = re.compile(r"(?<=[.!?])\s+|\n")
_LISTS: Final = ("options", "gaps", "steps", "lefts", "rights")


def plain_letters(text: str) -> str:
    """Return `text` without what a search overlooks: case, accents, white space of any kind."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(sign for sign in apart if not unicodedata.combining(sign)).split())


def search_text(body: dict[str, Any]) -> str:
    """Return all words of a revision's body, in plain letters."""
    return plain_letters("\n".join(_said(body)))


def _said(body: dict[str, Any]) -> Iterator[str]:
    yield from (str(body.get(name) or "") for name in _TEXTS)
    yield from (str(one) for one in body.get("accepted") or ())
    for name in _LISTS:
        for part in body.get(name) or ():
            yield from (str(part.get("text", "")), str(part.get("rationale_text", "")))


def excerpt(body: dict[str, Any], words: str) -> str:
    """Return the first sentence of a body that has one of `words`, "" when none has.

    Only for who may see the answer: it may come from a reason or the explanation.
    """
    wanted = plain_letters(words).split()
    sentences = (one for text in _said(body) for one in _SENTENCE.split(text))
    found = (one for one in sentences if any(word in plain_letters(one) for word in wanted))
    return " ".join(next(found, "").split())


def has_words(text: str, words: str) -> bool:
    """Tell whether every one of `words` stands in a `search_text`, as a word or a part of one."""
    return all(word in text for word in plain_letters(words).split())
