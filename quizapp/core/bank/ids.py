"""The ids of items and cases: what they look like, and which to propose for a new one."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import count
from typing import Final

ID: Final = re.compile(r"[a-z0-9][a-z0-9-]*\Z")
MAX_SLUG: Final = 40

_NUMBERED: Final = re.compile(r"(?P<prefix>.*?[a-z-])(?P<number>\d{1,9})\Z")
_NO_WORD: Final = re.compile(r"[^a-z0-9]+")


def slug_of(title: str) -> str:
    """Return `title` in the letters of an id: `Bordin's Model` → `bordin-s-model`."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    return _NO_WORD.sub("-", plain.lower()).strip("-")[:MAX_SLUG].strip("-")


def propose_ids(
    titles: Iterable[str], known: Iterable[str], taken: set[str], fallback: str
) -> list[str]:
    """Return an id for each title, none of them in `taken`.

    It is the next number of the most used series in `known`: with `wa-007` and `wa-031` it is
    `wa-032`. Without any numbered id it is the title's slug, or `fallback` with a number.
    """
    series = Counter(found["prefix"] for found in map(_NUMBERED.match, known) if found)
    prefix = series.most_common(1)[0][0] if series else f"{fallback}-"
    numbers = _numbers(prefix, taken)
    taken = set(taken)
    series_of: dict[str, Iterator[str]] = {}
    ids: list[str] = []
    for title in titles:
        slug = "" if series else slug_of(title)
        proposed = series_of.setdefault(slug, _slugs(slug)) if slug else numbers
        ids.append(next(one for one in proposed if one not in taken))
        taken.add(ids[-1])
    return ids


def _numbers(prefix: str, taken: set[str]) -> Iterator[str]:
    """Yield the ids of a series that follow its highest number, as wide as that."""
    found = [one for one in map(_NUMBERED.match, taken) if one and one["prefix"] == prefix]
    width = max((len(one["number"]) for one in found), default=3)
    highest = max((int(one["number"]) for one in found), default=0)
    for number in count(highest + 1):
        yield f"{prefix}{number:0{width}d}"


def _slugs(slug: str) -> Iterator[str]:
    """Yield `slug`, and then the same with a number."""
    yield slug
    for number in count(2):
        yield f"{slug}-{number}"
