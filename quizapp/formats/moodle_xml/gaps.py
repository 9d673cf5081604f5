"""The answers that stand in the text of Moodle's cloze: `{1:SHORTANSWER:=bond#Yes~%50%tie}`."""

import re
from html import escape, unescape
from typing import Final

from quizapp.core.bank.inline_markdown import GAP_CLOSE, GAP_OPEN

_GAP: Final = re.compile(r"\{\d*:([A-Z_]+):((?:\\.|[^}\\]){1,5000})\}", re.DOTALL)
_ANSWER: Final = re.compile(r"(?:\\.|[^~\\])+", re.DOTALL)
_RIGHT: Final = re.compile(r"\s*(?:=|%100(?:\.0+)?%)")
_FEEDBACK: Final = re.compile(r"(?<!\\)#.*", re.DOTALL)
_ESCAPE: Final = re.compile(r"\\(.)")


def marked_gaps(html: str) -> tuple[str, list[str]]:
    """Return the text with each gap between marks, and what of its answers is lost."""
    lost: dict[str, None] = {}

    def gap(found: re.Match[str]) -> str:
        kind, answers = found[1], _ANSWER.findall(found[2])
        right = [one for one in answers if _RIGHT.match(one)]
        if not right:
            return found[0]
        if kind.startswith(("MULTI", "MC", "MR")):
            lost["the wrong choices of a gap"] = None
        elif len(answers) > 1:
            lost["other answers that fill a gap"] = None
        if any(_FEEDBACK.search(one) for one in answers):
            lost["what is said to the answer in a gap"] = None
        text = unescape(_FEEDBACK.sub("", _RIGHT.sub("", right[0], count=1)))
        text = _ESCAPE.sub(r"\1", text).strip()
        if kind in ("NUMERICAL", "NM"):
            text, _, tolerance = text.partition(":")
            if tolerance.strip("0. "):
                lost["how far a number in a gap may be off"] = None
        return f"{GAP_OPEN}{escape(text, quote=False)}{GAP_CLOSE}"

    return _GAP.sub(gap, html.replace(GAP_OPEN, "").replace(GAP_CLOSE, "")), list(lost)
