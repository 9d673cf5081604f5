"""Gaps: the [bracketed] words of a cloze."""

import re
from dataclasses import dataclass
from typing import Final

_CODE: Final = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a cloze text: Markdown between gaps, or the text of a gap."""

    text: str
    is_gap: bool = False


@dataclass(frozen=True, slots=True)
class GapFault:
    """Why the bracket at `offset` is no gap, and where to read on."""

    offset: int
    message: str
    resume: int


def split_gaps(text: str) -> tuple[tuple[Segment, ...], tuple[GapFault, ...]]:
    r"""Return the segments of a cloze text in order, and the brackets that are no gap.

    `a [bond]` has one gap; `a \[bond\]`, `[bond](https://…)` and code have none.
    """
    segments: list[Segment] = []
    faults: list[GapFault] = []
    begin = at = 0
    while at < len(text):
        if text[at] == "[":
            end = _closing(text, at)
            if isinstance(end, GapFault):
                faults.append(end)
                at = end.resume
                continue
            is_image, is_link = text[at - 1 : at] == "!", text[end + 1 : end + 2] == "("
            if not is_image and not is_link:
                segments += [Segment(text[begin:at]), Segment(_fold(text[at + 1 : end]), True)]
                begin = end + 1
            at = end + 1
        else:
            if text[at] == "]":
                faults.append(GapFault(at, "This bracket closes no gap", at + 1))
            at = _after(text, at)
    segments.append(Segment(text[begin:]))
    return tuple(one for one in segments if one.text or one.is_gap), tuple(faults)


def distinct_gaps(segments: tuple[Segment, ...]) -> tuple[str, ...]:
    """Return the gap texts in order, equal ones once (case does not count)."""
    found: dict[str, str] = {}
    for segment in segments:
        if segment.is_gap:
            found.setdefault(segment.text.casefold(), segment.text)
    return tuple(found.values())


def _after(text: str, at: int) -> int:
    """Return the index after the character, escape or code span at `at`."""
    if text[at] == "\\":
        return at + 2
    if text[at] == "`":
        code = _CODE.match(text, at)
        if code:
            return code.end()
        while at < len(text) and text[at] == "`":
            at += 1
        return at
    return at + 1


def _closing(text: str, opening: int) -> int | GapFault:
    """Return the index of the bracket that closes the one at `opening`, or what is wrong."""
    at = opening + 1
    while at < len(text) and text[at] != "]":
        if text[at] == "[":
            message = "A gap stands inside a gap, or is not closed"
            return GapFault(opening, message, _balanced(text, opening))
        at = _after(text, at)
    if at >= len(text):
        return GapFault(opening, "This gap is not closed", opening + 1)
    if not text[opening + 1 : at].strip():
        return GapFault(opening, "This gap is empty", at + 1)
    return at


def _balanced(text: str, opening: int) -> int:
    """Return the index after the bracket that balances `opening`, or after `opening` itself."""
    depth, at = 0, opening
    while at < len(text):
        depth += (text[at] == "[") - (text[at] == "]")
        at = _after(text, at)
        if depth == 0:
            return at
    return opening + 1


def _fold(text: str) -> str:
    return " ".join(text.split())
