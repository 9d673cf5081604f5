"""A bank with its pictures as a zip: one Markdown file, and the files beside and below it.

Nothing is unpacked onto a disk, and nothing is trusted: what the archive says of itself is
checked before its members are read, and again while they are.
"""

import io
import stat
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from quizapp.core.bank.decoding import decoded
from quizapp.core.bank.problems import Problem, ProblemLevel

MAX_MEMBERS: Final = 200
MAX_BYTES: Final = 25_000_000  # packed, and all members unpacked
MAX_MARKDOWN_BYTES: Final = 2_000_000

_ENTRY: Final = b"PK\x01\x02"  # begins each entry of the directory
_ENCRYPTED: Final = 0x1
_PACKINGS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_FAULTS: Final = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
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


class _Refused(Exception):  # noqa: N818 - reads as what it is where it is raised
    """The archive is no bank; the message says why."""


def read(data: bytes) -> ZippedBank:
    """Return the bank in a zip and the files that came with it; never raises."""
    try:
        return _read(data)
    except _Refused as reason:
        return ZippedBank(problems=(_problem(f"The zip {reason}"),))
    except (*_FAULTS, ValueError, OverflowError):
        return ZippedBank(problems=(_problem("This is no zip, or a damaged one"),))


def write(name: str, text: str, files: Mapping[str, bytes]) -> bytes:
    """Return a zip of the bank `name` and its files, the same for the same content."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in {f"{name}.md": text.encode(), **dict(sorted(files.items()))}.items():
            member = zipfile.ZipInfo(f"{name}/{path}")
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, data)
    return packed.getvalue()


def _problem(message: str, level: ProblemLevel = ProblemLevel.ERROR) -> Problem:
    return Problem(1, 1, "B008", message, _HINT, level)


def _read(data: bytes) -> ZippedBank:
    if len(data) > MAX_BYTES:
        raise _Refused(f"is over {MAX_BYTES // 1_000_000} MB")
    # Counted in the bytes, because opening makes an object of every entry.
    if data.count(_ENTRY) > MAX_MEMBERS:
        raise _Refused(f"has more than {MAX_MEMBERS} files")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = [one for one in archive.infolist() if not _is_litter(one)]
        _check(members)
        bank = _bank_among(members)
        folder = bank.filename.rpartition("/")[0]
        unpacked = _unpacked(archive, members)
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


def _check(members: list[zipfile.ZipInfo]) -> None:
    """Refuse an archive by what its directory says."""
    names: set[str] = set()
    for member in members:
        name = member.orig_filename
        fault = _fault(member, name)
        if fault:
            raise _Refused(f"{fault}: `{name[:80]!a}`")
        if name.casefold() in names:
            raise _Refused(f"has two files of one name: `{name[:80]!a}`")
        names.add(name.casefold())
    if sum(member.file_size for member in members) > MAX_BYTES:
        raise _Refused(f"has over {MAX_BYTES // 1_000_000} MB unpacked")


def _fault(member: zipfile.ZipInfo, name: str) -> str:
    if (
        "\\" in name
        or ":" in name
        or "\0" in name
        or not set(name.split("/")).isdisjoint({"", ".", ".."})
    ):
        return "has a path that leads out of it"
    if member.flag_bits & _ENCRYPTED:
        return "has an encrypted file"
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        return "has a link in it, or another thing that is no file"
    if member.compress_type not in _PACKINGS:
        return "has a file that is packed in an unusual way"
    return ""


def _bank_among(members: list[zipfile.ZipInfo]) -> zipfile.ZipInfo:
    """Return the one Markdown file, at the top or in one folder there."""
    top_folders = {one.filename.partition("/")[0] for one in members if "/" in one.filename}
    banks = [one for one in members if one.filename.lower().endswith(".md")]
    if len(banks) != 1:
        raise _Refused(f"has {len(banks) or 'no'} .md files; it takes exactly one")
    [bank] = banks
    depth = bank.filename.count("/")
    if depth > 1 or (depth == 1 and len(top_folders) > 1):
        raise _Refused("has its .md file neither at the top nor in one folder there")
    if bank.file_size > MAX_MARKDOWN_BYTES:
        raise _Refused(f"has an .md file over {MAX_MARKDOWN_BYTES // 1_000_000} MB")
    return bank


def _unpacked(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> dict[str, bytes]:
    """Return the bytes of each member; stop at the first that is more than it said."""
    unpacked: dict[str, bytes] = {}
    for member in members:
        with archive.open(member) as file:
            data = file.read(member.file_size + 1)
        if len(data) != member.file_size:
            raise _Refused(f"does not say how large it is: `{member.filename[:80]!a}`")
        unpacked[member.filename] = data
    return unpacked
