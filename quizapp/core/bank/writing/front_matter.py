"""The front matter of a bank, as the YAML that the parser reads."""

import re
from typing import Final

from quizapp.core.bank.characters import UNSHOWABLE
from quizapp.core.bank.model import Bank

FENCE: Final = "---"

# Words that mean the same with and without quotes, wherever they stand.
_PLAIN: Final = re.compile(r"[^\W_][\w ()/;.'’&-]*\Z")
_SPECIAL: Final = re.compile(rf'["\\]|{UNSHOWABLE.pattern}')


def write_front_matter(bank: Bank) -> str:
    """Return the lines from `---` to `---`; keys without a value are left out."""
    lines = [FENCE, f"bank: {_scalar(bank.slug)}", f"title: {_scalar(bank.title)}"]
    lines.append(f"language: {_scalar(bank.language)}")
    if bank.license:
        lines.append(f"license: {_scalar(bank.license)}")
    if bank.authors:
        lines.append(f"authors: [{', '.join(map(_scalar, bank.authors))}]")
    if bank.description:
        lines.append(f"description: {_scalar(bank.description)}")
    if bank.exam:
        lines.append(f"defaults: {{exam: {_scalar(bank.exam)}}}")
    if bank.sources:
        lines.append("sources:")
        lines += [f"  {_scalar(key)}: {_quoted(text)}" for key, text in bank.sources.items()]
    return "\n".join([*lines, FENCE])


def _scalar(text: str) -> str:
    return text if _PLAIN.match(text) else _quoted(text)


def _quoted(text: str) -> str:
    return '"' + _SPECIAL.sub(_escape, text) + '"'


def _escape(found: re.Match[str]) -> str:
    sign = found[0]
    return f"\\{sign}" if sign in '"\\' else f"\\u{ord(sign):04x}"
