"""Writes Moodle XML: one `<question>` an item, pictures in it in base64."""

import base64
import re
from collections.abc import Mapping
from html import escape
from itertools import groupby
from typing import Final

from quizapp.core.bank.html import plain_inline, render_block, render_inline
from quizapp.core.bank.model import Bank, Item, Kind, Option
from quizapp.core.bank.outgoing import (
    asked_html,
    behind,
    cloze_html,
    foreign_id,
    name_of,
    right_share,
    true_first,
    with_addresses,
)

TYPES: Final = {
    Kind.SINGLE: "multichoice",
    Kind.MULTI: "multichoice",
    Kind.TRUE_FALSE: "truefalse",
    Kind.TYPED: "shortanswer",
    Kind.NUMERIC: "numerical",
    Kind.MATCH: "matching",
    Kind.ORDER: "ordering",
    Kind.CLOZE: "cloze",
}
KINDS: Final = tuple(TYPES)
PREFIX: Final = "@@PLUGINFILE@@/"

_GAP_SIGN: Final = re.compile(r"[}#~/\\\"]")


def write(bank: Bank, files: Mapping[str, bytes] | None = None) -> bytes:
    """Return the items of `bank` that Moodle can hold; parts are categories."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<quiz>"]
    items = [item for item in bank.items if item.kind in TYPES]
    for part, members in groupby(items, lambda item: item.part_title):
        path = f"$course$/top/{plain_inline(part).replace('/', '//')}".rstrip("/")
        category = f"<category><text>{_xml(path)}</text></category>"
        lines.append(f'<question type="category">{category}</question>')
        lines += [_question(item, files or {}) for item in members]
    return "\n".join([*lines, "</quiz>\n"]).encode()


def _question(item: Item, files: Mapping[str, bytes]) -> str:
    html = _cloze(item) if item.kind is Kind.CLOZE else asked_html(item)
    tags = "".join(f"<tag><text>{_xml(plain_inline(tag))}</text></tag>" for tag in item.tags)
    parts = [
        f'<question type="{TYPES[item.kind]}">',
        f"<name><text>{_xml(name_of(item, 'moodle'))}</text></name>",
        _rich("questiontext", html, files),
        _rich("generalfeedback", render_block(item.explanation), files),
        "<defaultgrade>1</defaultgrade>",
        f"<idnumber>{_xml(foreign_id(item, 'moodle'))}</idnumber>",
        *_answers(item, files),
        _rich("hint", render_inline(item.hint), files) if item.hint else "",
        f"<tags>{tags}</tags>" if tags else "",
        "</question>",
    ]
    return "\n".join(part for part in parts if part)


def _answers(item: Item, files: Mapping[str, bytes]) -> list[str]:
    if item.kind is Kind.TRUE_FALSE:
        return [_truth(one, files) for one in true_first(item)]
    if item.options:
        return _options(item, files)
    if item.kind is Kind.NUMERIC and item.number:
        tolerance = f"<tolerance>{item.number.tolerance}</tolerance>"
        return [_right(item.number.value).replace("</answer>", f"{tolerance}</answer>")]
    texts = (plain_inline(one).replace("*", "\\*") for one in item.accepted)
    return [
        *map(_right, texts),
        *(_pair(render_inline(one.left), one.right, files) for one in item.pairs),
        *(_answer("answer", "100", render_inline(one.text), files) for one in item.steps),
    ]


def _options(item: Item, files: Mapping[str, bytes]) -> list[str]:
    is_single = item.kind is Kind.SINGLE
    share = "100" if is_single else right_share(sum(one.is_key for one in item.options))
    head = f"<single>{'true' if is_single else 'false'}</single>"
    return [head, *(_option(one, share, is_single, files) for one in item.options)]


def _option(option: Option, share: str, is_single: bool, files: Mapping[str, bytes]) -> str:  # noqa: FBT001
    fraction = share if option.is_key else "0" if is_single else f"-{share}"
    text = render_inline(option.text)
    return _answer("answer", fraction, text, files, render_block(option.rationale))


def _truth(option: Option, files: Mapping[str, bytes]) -> str:
    fraction = "100" if option.is_key else "0"
    feedback = render_block(option.rationale)
    return _answer("answer", fraction, option.text.strip().casefold(), files, feedback)


def _right(text: str) -> str:
    return f'<answer fraction="100" format="moodle_auto_format"><text>{_xml(text)}</text></answer>'


def _pair(left: str, right: str, files: Mapping[str, bytes]) -> str:
    answer = f"<answer><text>{_xml(plain_inline(right))}</text></answer></subquestion>"
    return _rich("subquestion", left, files).replace("</subquestion>", answer)


def _answer(
    tag: str, fraction: str, html: str, files: Mapping[str, bytes], feedback: str = ""
) -> str:
    inner = _rich(tag, html, files).replace(f"<{tag} ", f'<{tag} fraction="{fraction}" ', 1)
    more = _rich("feedback", feedback, files) if feedback else ""
    return inner.replace(f"</{tag}>", f"{more}</{tag}>")


def _cloze(item: Item) -> str:
    def gap(_number: int, text: str) -> str:
        answer = _GAP_SIGN.sub(r"\\\g<0>", text)
        return f"{{1:SHORTANSWER:={escape(answer, quote=False)}}}"

    return cloze_html(item, gap)


def _rich(tag: str, html: str, files: Mapping[str, bytes]) -> str:
    """Return an element with HTML in it, and the pictures that it shows."""
    text, used = with_addresses(html, behind(PREFIX), files)
    return f'<{tag} format="html"><text>{_xml(text)}</text>{_files(used, files)}</{tag}>'


def _files(paths: list[str], files: Mapping[str, bytes]) -> str:
    made = ""
    for path in paths:
        folder, slash, name = path.rpartition("/")
        data = base64.b64encode(files[path]).decode()
        made += f'<file name="{_xml(name)}" path="/{_xml(folder)}{slash}" encoding="base64">'
        made += f"{data}</file>"
    return made


def _xml(text: str) -> str:
    return escape(text)
