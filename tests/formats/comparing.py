"""Banks compared field by field: texts by what is shown of them, everything else as it is."""

import re
from dataclasses import replace
from functools import lru_cache
from typing import Final

from quizapp.core.bank.foreign import bare
from quizapp.core.bank.gaps import split_gaps
from quizapp.core.bank.html import plain_inline, render_block, render_inline
from quizapp.core.bank.model import Item, Option, Pair, Step

_AROUND_BLOCKS: Final = re.compile(
    r"\s*(</?(?:p|ul|ol|li|table|tr|td|th|thead|tbody|blockquote|pre|br|hr)[^>]*>)\s*"
)
_EMPTY_ITEM: Final = re.compile(r"<(li|ul|ol|blockquote)[^>]*>(?:&nbsp;|\s)*</\1>")
_FIRST_BREAK: Final = re.compile(r"(?<=>)<br>(?=[^<])|^<br>")
_PARAGRAPH: Final = re.compile(r"</?p>")


def flat(html: str) -> str:
    """Return HTML without white space that does not show, without empty items and quotes."""
    text = re.sub(r"\s+", " ", _AROUND_BLOCKS.sub(r"\1", html))
    before = ""
    while before != text:
        before, text = text, _EMPTY_ITEM.sub("", text)
    return _PARAGRAPH.sub("", text).strip()


@lru_cache(maxsize=20_000)
def block(md: str) -> str:
    return flat(render_block(md))


@lru_cache(maxsize=20_000)
def line(md: str) -> str:
    return flat(render_inline(md))


def shown(item: Item) -> Item:
    """Return an item whose texts are HTML, so that two ways to write one thing are equal."""
    segments, _ = split_gaps(item.cloze)
    cloze = [f"[{line(one.text)}]" if one.is_gap else line(one.text) for one in segments]
    return replace(
        bare(item),
        title=plain_inline(item.title),
        stem=block(item.stem),
        options=tuple(map(_option, item.options)),
        answer=block(item.answer),
        cloze="".join(cloze),
        steps=tuple(Step(line(one.text), block(one.rationale)) for one in item.steps),
        pairs=tuple(Pair(line(one.left), line(one.right)) for one in item.pairs),
        columns=tuple(map(line, item.columns)),
        accepted=tuple(map(plain_inline, item.accepted)),
        explanation=block(item.explanation),
        stimulus=block(item.stimulus),
        hint=line(item.hint),
        case_title=plain_inline(item.case_title),
        part_title=plain_inline(item.part_title),
        tags=tuple(map(plain_inline, item.tags)),
    )


def _option(one: Option) -> Option:
    return replace(one, text=line(one.text), rationale=block(one.rationale), line=0)
