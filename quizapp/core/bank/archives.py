"""Zips that were sent, read in memory: nothing is trusted, and nothing leads out of them.

What an archive says of itself is checked before its members are read, and again while they are.
"""

import io
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from quizapp.core.bank.foreign import MAX_BYTES, Refused, checked_size

MAX_MEMBERS: Final = 2_000

_ENTRY: Final = b"PK\x01\x02"  # begins each entry of the directory
_ENCRYPTED: Final = 0x1
_PACKINGS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_FAULTS: Final = (
    *(zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError),
    *(ValueError, OverflowError),
)


def is_zip(data: bytes) -> bool:
    """Tell whether a file says that it is a zip."""
    return data.startswith(b"PK\x03\x04")


def unpacked(data: bytes) -> dict[str, bytes]:
    """Return the files in a zip by their path; raises Refused for what could be a trap."""
    with opened(data, MAX_MEMBERS) as archive:
        members = [one for one in archive.infolist() if not one.is_dir()]
        check_members(members)
        return {one.filename: read_member(archive, one) for one in members}


@contextmanager
def opened(data: bytes, most_members: int) -> Iterator[zipfile.ZipFile]:
    """Open a zip; raises Refused for one that is too large, none, or turns out to be damaged."""
    # Counted in the bytes, because opening makes an object of every entry.
    if checked_size(data, "The zip").count(_ENTRY) > most_members:
        raise Refused(f"The zip has more than {most_members:,} files")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield archive
    except _FAULTS as error:
        raise Refused("This is no zip, or a damaged one") from error


def packed(files: Mapping[str, bytes]) -> bytes:
    """Return a zip of files in their order, the same for the same content."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in files.items():
            member = zipfile.ZipInfo(path)
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, data)
    return made.getvalue()


def check_members(members: list[zipfile.ZipInfo], one_name: Callable[[str], str] = str) -> None:
    """Raise Refused for members that could be a trap; `one_name` folds names that are the same."""
    names: set[str] = set()
    for member in members:
        name = member.orig_filename
        if fault := _fault(member, name):
            raise Refused(f"The zip has {fault}: `{name[:80]!a}`")
        if one_name(name) in names:
            raise Refused(f"The zip has two files of one name: `{name[:80]!a}`")
        names.add(one_name(name))
    if sum(member.file_size for member in members) > MAX_BYTES:
        raise Refused(f"The zip has over {MAX_BYTES // 1_000_000} MB unpacked")


def _fault(member: zipfile.ZipInfo, name: str) -> str:
    parts = set(name.split("/"))
    if "\\" in name or "\0" in name or ":" in name or not parts.isdisjoint({"", ".", ".."}):
        return "a path that leads out of it"
    if member.flag_bits & _ENCRYPTED:
        return "an encrypted file"
    if stat.S_IFMT(member.external_attr >> 16) not in (0, stat.S_IFREG):
        return "a link in it, or another thing that is no file"
    if member.compress_type not in _PACKINGS:
        return "a file that is packed in an unusual way"
    return ""


def read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """Return the bytes of a member; raises Refused for more, or fewer, than it said."""
    with archive.open(member) as file:
        data = file.read(member.file_size + 1)
    if len(data) != member.file_size:
        raise Refused(f"The zip does not say how large it is: `{member.filename[:80]!a}`")
    return data
