"""What makes a password easy to guess, however long it is.

There are no rules on which characters to use: length and not being what everybody tries first
are what counts. A list of common passwords comes in as a function.
"""

import re
from collections.abc import Callable, Iterable
from typing import Final

SHORTEST: Final = 15  # a few plain words
LONGEST: Final = 1000
FEWEST_DIFFERENT: Final = 5  # characters
FEWEST_LEFT: Final = 4  # of letters, beside the words that anybody would think of here
MOST_ADDED: Final = 8  # signs and digits around one word that add next to nothing
RUNS: Final = (
    "abcdefghijklmnopqrstuvwxyz" * 2,
    "0123456789" * 4,
    "qwertyuiopasdfghjklzxcvbnm" * 2,
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
)
_AROUND: Final = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_REPEATED: Final = re.compile(r"(.+?)\1+", re.DOTALL)


def fault_of(password: str, words: Iterable[str], is_common: Callable[[str], bool]) -> str:
    """Return what is wrong with a password, as a sentence for its owner; empty if it will do.

    `words` are those that a stranger would try here first: the site's name, the address.
    """
    if len(password) < SHORTEST:
        return f"That has {len(password)} characters. Make it {SHORTEST} or more."
    if len(password) > LONGEST:
        return f"Make it {LONGEST} characters or fewer."
    plain = "".join(password.lower().split())
    if _is_run(plain) or len(set(plain)) < FEWEST_DIFFERENT:
        return "That repeats itself, or runs along the keyboard. Take a few words instead."
    return _guess_of(plain, words, is_common)


def _guess_of(plain: str, words: Iterable[str], is_common: Callable[[str], bool]) -> str:
    if any(is_common(one) for one in _cores(plain)):
        return "That is among the first ones that are tried. Take a few words of your own."
    if _is_of(plain, words, is_common):
        return (
            "That is made of your address or of the name of this site, which is the first guess. "
            "Take a few other words."
        )
    return ""


def _cores(plain: str) -> set[str]:
    """Return what a password comes down to: repeats once, without what is put around a word."""
    bare = _AROUND.sub("", plain)
    around = plain.replace(bare, "", 1) if bare else ""
    cores = {plain, _once(plain)}
    if len(around) <= MOST_ADDED or _is_run(around):
        cores |= {bare, _once(bare)}
    return cores - {""}


def _once(text: str) -> str:
    """Return what `text` repeats, or `text` itself.

    _once("wordwordword") == "word"; _once("words") == "words"
    """
    found = _REPEATED.fullmatch(text)
    return found.group(1) if found else text


def _is_run(text: str) -> bool:
    return any(text in run or text in run[::-1] for run in RUNS)


def _is_of(plain: str, words: Iterable[str], is_common: Callable[[str], bool]) -> bool:
    """Return whether little is left of a password without the words anybody would think of."""
    rest = plain
    for word in sorted({one.lower() for one in words if len(one) >= FEWEST_LEFT}, key=len)[::-1]:
        rest = rest.replace(word, "")
    if rest == plain:
        return False
    letters = re.sub(r"[\W\d_]", "", rest)
    return len(letters) < FEWEST_LEFT or is_common(letters)
