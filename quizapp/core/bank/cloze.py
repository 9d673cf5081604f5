"""A cloze as the pieces a page shows: safe HTML between gaps, and the gaps."""

import re
from html import unescape
from typing import Any, Final

from quizapp.core.bank.gaps import Segment, distinct_gaps, split_gaps
from quizapp.core.bank.html import plain_inline, render_inline
from quizapp.core.bank.identity import carry_ids, fold

BLANK: Final = "[…]"

_TAG: Final = re.compile(r"<(/?)([a-z]+)[^>]*>")
_VOID: Final = {"br", "hr", "img"}


def gap_parts(cloze: str) -> list[dict[str, str]]:
    """Return id and text of each distinct gap in order."""
    segments, _ = split_gaps(cloze)
    texts = list(distinct_gaps(tuple(_plain(segment) for segment in segments)))
    ids = carry_ids("g", texts, [])
    return [{"id": one, "text": text} for one, text in zip(ids, texts, strict=True)]


def cloze_pieces(cloze: str, parts: list[dict[str, str]]) -> list[dict[str, Any]]:
    """Return the pieces of a cloze text in order, each with its plain `text`.

    A piece is either `{"html": …, "text": …}` or a gap, `{"gap": id, "text": …}`.

    Each piece is whole: emphasis around a gap is closed before it and opened again after it.
    """
    segments, _ = split_gaps(cloze)
    ids = {fold(part["text"]): part["id"] for part in parts}
    mark = _unused_word(cloze)
    whole = render_inline("".join(mark if one.is_gap else one.text for one in segments))
    gaps = [_plain(segment).text for segment in segments if segment.is_gap]
    pieces: list[dict[str, Any]] = []
    open_tags: list[str] = []
    for at, html in enumerate(whole.split(mark)):
        begin = "".join(open_tags)
        _track(html, open_tags)
        end = "".join(f"</{tag[1:].split()[0].rstrip('>')}>" for tag in reversed(open_tags))
        if html:
            piece = begin + html + end
            pieces.append({"html": piece, "text": unescape(_TAG.sub("", piece))})
        if at < len(gaps):
            pieces.append({"gap": ids[fold(gaps[at])], "text": gaps[at]})
    return pieces


def blanked_text(cloze: str) -> str:
    """Return the words of a cloze text with each gap blanked."""
    segments, _ = split_gaps(cloze)
    mark = _unused_word(cloze)
    text = plain_inline("".join(mark if one.is_gap else one.text for one in segments))
    return text.replace(mark, BLANK)


def bracketed_text(cloze: str) -> str:
    """Return the words of a cloze text with each gap in brackets."""
    segments, _ = split_gaps(cloze)
    mark = _unused_word(cloze)
    text = plain_inline("".join(mark if one.is_gap else one.text for one in segments))
    for segment in segments:
        if segment.is_gap:
            text = text.replace(mark, f"[{_plain(segment).text}]", 1)
    return text


def _plain(segment: Segment) -> Segment:
    return Segment(plain_inline(segment.text), True) if segment.is_gap else segment


def _unused_word(text: str) -> str:
    """Return a word that is not in `text`, to hold the place of a gap."""
    word = "gapgap"
    while word in text:
        word += "x"
    return word


def _track(html: str, open_tags: list[str]) -> None:
    for tag in _TAG.finditer(html):
        if tag[1]:
            open_tags.pop()
        elif tag[2] not in _VOID:
            open_tags.append(tag[0])
