"""Pictures of a bank: where they may lie, and what the first bytes of a file say it is."""

import hashlib
import re
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final
from urllib.parse import unquote

MAX_PICTURE_BYTES: Final = 1_000_000
MAX_BANK_BYTES: Final = 20_000_000  # all pictures of a bank together
MAX_SIDE: Final = 4096  # pixels
MAX_PATH: Final = 200
MAX_MENTIONS: Final = 1000

# No segment begins with a dot, so none is `..`; no scheme, drive, query or backslash fits either.
_PATH: Final = re.compile(r"[\w-][\w. -]*(?:/[\w-][\w. -]*)*\Z")
_MENTION: Final = re.compile(r"\]\(\s{0,9}<?([^<>()\"'\n]{1,600})")
_PNG: Final = b"\x89PNG\r\n\x1a\n"
# Frame headers of JPEG; C4, C8 and CC are among their numbers and are none.
_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_WITHOUT_LENGTH: Final = frozenset({0x01, *range(0xD0, 0xD9)})

Size = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Picture:
    """What is known of a picture file; with a `fault`, why it cannot be shown, and no more."""

    sha256: str = ""
    media_type: str = ""
    width: int = 0
    height: int = 0
    fault: str = ""


def picture_path(href: str) -> str:
    """Return the path below the bank's folder that `href` means, "" when it is not allowed."""
    path = unquote(href).removeprefix("./")
    return path if len(path) <= MAX_PATH and _PATH.match(path) else ""


def mentioned_paths(text: str) -> tuple[str, ...]:
    """Return every path that `text` may show as a picture; what is only a link can be among them.

    So a file is looked for before the text is read, in time that is linear in its length; the
    first `MAX_MENTIONS` are returned.
    """
    found = (picture_path(one.replace("\\", "").strip()) for one in _MENTION.findall(text))
    return tuple(islice(dict.fromkeys(path for path in found if path), MAX_MENTIONS))


def read_pictures(files: Mapping[str, bytes]) -> dict[str, Picture]:
    """Return what each file is; those that come after the bank's limit have a fault."""
    pictures: dict[str, Picture] = {}
    total = 0
    for path, data in files.items():
        total += len(data)
        is_too_much = total > MAX_BANK_BYTES
        fault = f"is more than the {MAX_BANK_BYTES // 1_000_000} MB that a bank may have"
        pictures[path] = Picture(fault=fault) if is_too_much else read_picture(data)
    return pictures


def read_picture(data: bytes) -> Picture:
    """Return type and size of a picture by its content; its name counts for nothing."""
    if len(data) > MAX_PICTURE_BYTES:
        return Picture(fault=f"is over {MAX_PICTURE_BYTES // 1_000_000} MB")
    media_type, size_of = _reader(data)
    try:
        width, height = size_of(data)
    except (struct.error, IndexError):
        width, height = 0, 0
    if not width or not height:
        return Picture(fault="is no PNG, JPEG, GIF or WebP picture, or not a whole one")
    if max(width, height) > MAX_SIDE:
        return Picture(fault=f"is over {MAX_SIDE} pixels wide or high")
    return Picture(hashlib.sha256(data).hexdigest(), media_type, width, height)


def _reader(data: bytes) -> tuple[str, Callable[[bytes], Size]]:
    if data.startswith(_PNG):
        return "image/png", _png_size
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif", _gif_size
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg", _jpeg_size
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp", _webp_size
    return "", lambda _: (0, 0)


def _png_size(data: bytes) -> Size:
    """PNG specification, 11.2.2: the first chunk is IHDR."""
    name, width, height = struct.unpack_from(">4sII", data, 12)
    return (width, height) if name == b"IHDR" else (0, 0)


def _gif_size(data: bytes) -> Size:
    """GIF89a specification, 18: the logical screen."""
    width, height = struct.unpack_from("<HH", data, 6)
    return width, height


def _jpeg_size(data: bytes) -> Size:
    """ITU T.81, B.2: segments, each with its length, up to the frame header."""
    at = 2
    while data[at] == 0xFF:  # noqa: PLR2004 - begins every marker
        marker = data[at + 1]
        if marker in _FRAMES:
            height, width = struct.unpack_from(">HH", data, at + 5)
            return width, height
        if marker == 0xFF:  # noqa: PLR2004 - a fill byte
            at += 1
        elif marker in _WITHOUT_LENGTH:
            at += 2
        else:
            at += 2 + max(2, struct.unpack_from(">H", data, at + 2)[0])
    return 0, 0


def _webp_size(data: bytes) -> Size:
    """RFC 9649, 2.5 to 2.7: lossy, lossless and extended files."""
    kind = data[12:16]
    if kind == b"VP8X":
        width, more, height, most = struct.unpack_from("<HBHB", data, 24)
        return (more << 16 | width) + 1, (most << 16 | height) + 1
    if kind == b"VP8L" and data[20] == 0x2F:  # noqa: PLR2004 - its signature
        (bits,) = struct.unpack_from("<I", data, 21)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 " and data[23:26] == b"\x9d\x01\x2a":
        width, height = struct.unpack_from("<HH", data, 26)
        return width & 0x3FFF, height & 0x3FFF
    return 0, 0
