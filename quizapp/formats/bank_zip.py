"""A bank with its pictures as a zip: one Markdown file, and the files beside and below it.

Nothing is unpacked onto a disk, and nothing is trusted: what the archive says of itself is
checked before its members are read, and again while they are.
"""

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from quizapp.core.bank.archives import check_members, opened, packed, read_member
from quizapp.core.bank.decoding import decoded
from quizapp.core.bank.foreign import Refused
from quizapp.core.bank.problems import Problem, ProblemLevel

MAX_MEMBERS: Final = 200
MAX_MARKDOWN_BYTES: Final = 2_000_000

# What macOS adds to every archive.
_LITTER: Final = ("__MACOSX/", ".DS_Store")
_HINT: Final = "make it anew from a folder with one .md file and its pictures"


@dataclass(frozen=True, slots=True)
class ZippedBank:
    """What was in a zip; `text` is None where it is refused. `files` are by path from the text."""

    name: str = ""
    text: str | None = None
    files: dict[str, bytes] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def read(data: bytes) -> ZippedBank:
    """Return the bank in a zip and the files that came with it; never raises."""
    try:
        return _read(data)
    except Refused as reason:
        return ZippedBank(problems=(_problem(str(reason)),))


def write(name: str, text: str, files: Mapping[str, bytes]) -> bytes:
    """Return a zip of the bank `name` and its files, the same for the same content."""
    members = {f"{name}.md": text.encode(), **dict(sorted(files.items()))}
    return packed({f"{name}/{path}": data for path, data in members.items()})


def _problem(message: str, level: ProblemLevel = ProblemLevel.ERROR) -> Problem:
    return Problem(1, 1, "B008", message, _HINT, level)


def _read(data: bytes) -> ZippedBank:
    with opened(data, MAX_MEMBERS) as archive:
        members = [one for one in archive.infolist() if not _is_litter(one)]
        check_members(members, str.casefold)
        bank = _bank_among(members)
        folder = bank.filename.rpartition("/")[0]
        unpacked = {one.filename: read_member(archive, one) for one in members}
    text = decoded(unpacked.pop(bank.filename))
    if isinstance(text, Problem):
        return ZippedBank(bank.filename, problems=(text,))
    prefix = f"{folder}/" if folder else ""
    inside = {name: data for name, data in unpacked.items() if name.startswith(prefix)}
    nested = [name for name in inside if name.lower().endswith(".zip")]
    return ZippedBank(
        bank.filename,
        text,
        {name.removeprefix(prefix): data for name, data in inside.items() if name not in nested},
        tuple(_problem(f"`{one}` is not read", ProblemLevel.WARNING) for one in nested),
    )


def _is_litter(member: zipfile.ZipInfo) -> bool:
    name = member.filename
    return member.is_dir() or name.startswith(_LITTER[0]) or name.endswith(_LITTER[1])


def _bank_among(members: list[zipfile.ZipInfo]) -> zipfile.ZipInfo:
    """Return the one Markdown file, at the top or in one folder there."""
    top_folders = {one.filename.partition("/")[0] for one in members if "/" in one.filename}
    banks = [one for one in members if one.filename.lower().endswith(".md")]
    if len(banks) != 1:
        raise Refused(f"The zip has {len(banks) or 'no'} .md files; it takes exactly one")
    [bank] = banks
    depth = bank.filename.count("/")
    if depth > 1 or (depth == 1 and len(top_folders) > 1):
        raise Refused("The zip has its .md file neither at the top nor in one folder there")
    if bank.file_size > MAX_MARKDOWN_BYTES:
        raise Refused(f"The zip has an .md file over {MAX_MARKDOWN_BYTES // 1_000_000} MB")
    return bank
