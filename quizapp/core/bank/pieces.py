"""A bank's text in pieces, one an item: to show what changed, and to join two people's edits."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

# The heading of an item or a case with its id; of a part by its title. A heading without an id
# belongs to the piece before it until it has one.
_HEADING: Final = re.compile(
    r"##[ \t]*\[([^\]\s]+)\]|#[ \t]+Case[ \t]*\[([^\]\s]+)\]|#[ \t]+(\S.*)"
)
_MOST_LINES: Final = 400  # of a difference that is worked out line by line

HEAD: Final = ""  # the key of what stands before the first heading


@dataclass(frozen=True, slots=True)
class Piece:
    """Lines of a text from its `line` (1-based) on; `key` is the item's id, `case id`, `# part`."""

    key: str
    line: int
    text: str

    @property
    def is_item(self) -> bool:
        return " " not in self.key and self.key != HEAD


@dataclass(frozen=True, slots=True)
class Joined:
    """Two texts made one: `taken` are keys where the other's edit came in.

    At `clashes` both changed the same piece: one's own stands, and nothing of the other's.
    """

    text: str
    taken: tuple[str, ...] = ()
    clashes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a difference: `sign` is “+”, “-” or a space; `parts` tell changed words apart."""

    sign: str
    parts: tuple[tuple[str, bool], ...]

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self.parts)


def pieces_of(text: str) -> list[Piece]:
    """Return the pieces of a bank's text; put together they are the text again.

    The second of two pieces with one key stays in the piece before it.
    """
    pieces: list[Piece] = []
    keys: set[str] = set()
    key, begins, held = HEAD, 1, list[str]()
    for number, line in enumerate(text.splitlines(keepends=True), 1):
        found = _key_of(line)
        if found is not None and found not in keys:
            pieces.append(Piece(key, begins, "".join(held)))
            keys.add(found)
            key, begins, held = found, number, []
        held.append(line)
    pieces.append(Piece(key, begins, "".join(held)))
    return pieces


def piece_at(text: str, line: int) -> Piece:
    """Return the piece that a line belongs to."""
    return [one for one in pieces_of(text) if one.line <= max(line, 1)][-1]


def join(base: str, mine: str, theirs: str) -> Joined:
    """Return `mine` with what `theirs` changed since `base`, piece by piece.

    Where only one side touched a piece, that side's is taken; new pieces of both are kept.
    """
    old, own, other = _by_key(base), _by_key(mine), _by_key(theirs)
    order = _order(list(own), list(other))
    ends = {list(own)[-1], list(other)[-1]}
    kept: list[tuple[str, bool]] = []
    taken: list[str] = []
    clashes: list[str] = []
    for key in order:
        before, ours, new = old.get(key), own.get(key), other.get(key)
        if _same(ours, new) or _same(before, new):
            result = ours
        elif _same(ours, before):
            result = new
            taken.append(key)
        else:  # both touched it; what somebody deleted comes back, so that nothing is lost
            result = ours if ours is not None else new
            clashes.append(key)
        if result is not None:
            kept.append((result, key in ends))
    return Joined(_glued(kept), tuple(taken), tuple(clashes))


def difference(old: str, new: str) -> list[Line]:
    """Return what became of a piece, line by line, without what is the same for long."""
    before, after = old.splitlines(), new.splitlines()
    if max(len(before), len(after)) > _MOST_LINES:
        return [*(_whole("-", one) for one in before), *(_whole("+", one) for one in after)]
    lines: list[Line] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            is_last = b == len(before) and d == len(after)
            lines += _context(before[a:b], is_first=a == 0, is_last=is_last)
        else:
            lines += _changed(before[a:b], after[c:d])
    return lines


def _key_of(line: str) -> str | None:
    found = _HEADING.match(line)
    if not found:
        return None
    item, case, part = found.groups()
    return item or (f"case {case}" if case else f"# {part.strip()}")


def _by_key(text: str) -> dict[str, str]:
    return {one.key: one.text for one in pieces_of(text)}


def _same(one: str | None, other: str | None) -> bool:
    """Tell whether two pieces are the same but for empty lines at their end and line ends."""
    if one is None or other is None:
        return one is other
    return one.rstrip().splitlines() == other.rstrip().splitlines()


def _order(own: list[str], other: list[str]) -> list[str]:
    """Return the keys in one's own order, with new ones after what stands before them."""
    order = list(own)
    known = set(own)
    for index, key in enumerate(other):
        if key not in known:
            before = other[index - 1] if index else HEAD
            order.insert(order.index(before) + 1 if before in known else len(order), key)
            known.add(key)
    return order


def _glued(pieces: list[tuple[str, bool]]) -> str:
    """Return the pieces as one text; one that ended a text gets an empty line behind it."""
    text = ""
    for n, (piece, ended) in enumerate(pieces, 1):
        text += piece
        if ended and n < len(pieces):
            text += "\n" * (2 - (text.endswith("\n")) - text.endswith(("\n\n", "\n\r\n")))
    return text


def _whole(sign: str, text: str) -> Line:
    return Line(sign, ((text, False),))


def _context(lines: list[str], *, is_first: bool, is_last: bool) -> list[Line]:
    """Return the line beside a change, on each side that has one."""
    if is_first and is_last:
        return []
    if is_first:
        lines = lines[-1:]
    elif is_last:
        lines = lines[:1]
    elif len(lines) > 3:  # noqa: PLR2004 - one each side and a gap
        return [_whole(" ", lines[0]), _whole(" ", "…"), _whole(" ", lines[-1])]
    return [_whole(" ", one) for one in lines]


def _changed(before: list[str], after: list[str]) -> list[Line]:
    """Return lines that were replaced; where one became one, its changed words are marked."""
    if len(before) != len(after):
        return [*(_whole("-", one) for one in before), *(_whole("+", one) for one in after)]
    removed, added = [], []
    for old, new in zip(before, after, strict=True):
        one, other = _words(old), _words(new)
        codes = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
        removed.append(Line("-", tuple(_marked(one, codes, 1))))
        added.append(Line("+", tuple(_marked(other, codes, 3))))
    return [*removed, *added]


def _words(line: str) -> list[str]:
    return re.findall(r"\w+|\s+|[^\w\s]", line)


def _marked(
    words: list[str], codes: Sequence[tuple[str, int, int, int, int]], at: int
) -> Iterator[tuple[str, bool]]:
    for code in codes:
        text = "".join(words[int(code[at]) : int(code[at + 1])])
        if text:
            yield text, code[0] != "equal"


def changed_keys(old: str, new: str) -> Mapping[str, tuple[str, str]]:
    """Return the pieces that differ, each as it was and as it is; "" where there was none."""
    before, after = _by_key(old), _by_key(new)
    keys = [*after, *(key for key in before if key not in after)]
    return {
        key: (before.get(key, ""), after.get(key, ""))
        for key in keys
        if not _same(before.get(key), after.get(key))
    }
