"""What is searched when a learner looks for words: all that a question and its answer say."""

import unicodedata
from typing import Any, Final

_TEXTS: Final = ("title", "stimulus_text", "stem_text", "answer_text", "explanation_text")
_LISTS: Final = ("options", "gaps", "steps", "lefts", "rights")


def plain_letters(text: str) -> str:
    """Return `text` without what a search overlooks: case, accents, white space of any kind."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(sign for sign in apart if not unicodedata.combining(sign)).split())


def search_text(body: dict[str, Any]) -> str:
    """Return all words of a revision's body, in plain letters."""
    texts = [str(body.get(name) or "") for name in _TEXTS]
    texts += [str(one) for one in body.get("accepted") or ()]
    for name in _LISTS:
        for part in body.get(name) or ():
            texts += [str(part.get("text", "")), str(part.get("rationale_text", ""))]
    return plain_letters("\n".join(texts))


def has_words(text: str, words: str) -> bool:
    """Tell whether every one of `words` stands in a `search_text`, as a word or a part of one."""
    return all(word in text for word in plain_letters(words).split())
