"""Whose text of a bank is served, when a file and the browser both change it."""

from dataclasses import dataclass
from difflib import unified_diff
from enum import StrEnum

BROWSER = "browser"  # the origin of a text that was published from a page; others are files


class Claim(StrEnum):
    """What becomes of a text that is to be loaded."""

    NOTHING = "nothing"  # seen before
    NOTE = "note"  # the served text, from another side: only to be remembered as seen
    LOAD = "load"
    CONFLICT = "conflict"  # both sides have changed since the file was loaded last


class Side(StrEnum):
    """Who wins a conflict: `ours` the file, `theirs` the text published from the browser."""

    OURS = "ours"
    THEIRS = "theirs"


@dataclass(frozen=True, slots=True)
class Seen:
    """One load of a bank: `number` grows with time."""

    number: int
    sha256: str
    origin: str


@dataclass(frozen=True, slots=True)
class Diffs:
    """Both sides of a conflict, each as a unified diff against the last text they shared."""

    file: str
    browser: str


def claim_of(sha256: str, origin: str, *, filed: Seen | None, served: Seen | None) -> Claim:
    """Decide by hashes: `filed` is the last load from a file, `served` the one that is served.

    A file is measured by the file before it, so that loading it once more does not undo what the
    browser has published since.
    """
    if served is None:
        return Claim.LOAD
    before = served if origin == BROWSER else filed
    if before is not None and sha256 == before.sha256:
        return Claim.NOTHING
    if sha256 == served.sha256:
        return Claim.NOTE
    is_newer = filed is None or served.number > filed.number
    if origin != BROWSER and served.origin == BROWSER and is_newer:
        return Claim.CONFLICT
    return Claim.LOAD


def diffs_of(common: str, file: str, browser: str, *, name: str) -> Diffs:
    """Return what the file called `name` and the browser each made of their `common` text."""
    return Diffs(_diff(common, file, name), _diff(common, browser, BROWSER))


def _diff(common: str, changed: str, name: str) -> str:
    lines = unified_diff(
        common.splitlines(), changed.splitlines(), "loaded last", name, lineterm=""
    )
    return "\n".join(lines)
