"""A zip is a bank with pictures, or one line that says why not."""

import io
import struct
import zipfile
from typing import Final

import pytest

from quizapp.core.bank.problems import ProblemLevel
from quizapp.formats import bank_zip
from tests.core.bank.picture_files import png
from tests.core.bank.samples import CHOICE, HEADER

TEXT: Final = HEADER + CHOICE
FILES: Final = {"p/a.png": png(), "b.png": png(3, 3)}


def packed(*members: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    """Return a zip of these members, as they are."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def with_bank(*members: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    return packed(("demo.md", TEXT.encode()), *members)


def member(name: str, mode: int = 0o100644, packing: int = zipfile.ZIP_DEFLATED) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    info.compress_type = packing
    return info


def refused(data: bytes) -> str:
    """Return the message of the one problem of a zip that must be refused."""
    read = bank_zip.read(data)
    assert (read.text, read.files) == (None, {})
    [problem] = read.problems
    assert (problem.line, problem.column, problem.code) == (1, 1, "B008")
    assert problem.level is ProblemLevel.ERROR
    assert problem.hint
    return problem.message


def test_what_is_written_is_read_again() -> None:
    data = bank_zip.write("demo", TEXT, FILES)
    read = bank_zip.read(data)
    assert (read.name, read.text, read.files) == ("demo/demo.md", TEXT, FILES)
    assert read.problems == ()
    assert data == bank_zip.write("demo", TEXT, dict(reversed(FILES.items())))


@pytest.mark.parametrize("folder", ["", "demo/"])
def test_the_bank_may_lie_at_the_top_or_in_one_folder(folder: str) -> None:
    files = [(f"{folder}{path}", data) for path, data in FILES.items()]
    read = bank_zip.read(packed((f"{folder}x.md", TEXT.encode()), *files))
    assert (read.text, read.files) == (TEXT, FILES)


def test_what_macos_adds_is_left_out() -> None:
    litter = [("__MACOSX/demo/._demo.md", b"x"), ("demo/.DS_Store", b"x"), ("demo/p/", b"")]
    read = bank_zip.read(packed(("demo/demo.md", TEXT.encode()), *litter))
    assert (read.text, read.files, read.problems) == (TEXT, {}, ())


def test_a_zip_inside_is_left_out_with_a_warning() -> None:
    read = bank_zip.read(with_bank(("more.zip", with_bank())))
    assert (read.text, read.files) == (TEXT, {})
    [problem] = read.problems
    assert (problem.code, problem.level) == ("B008", ProblemLevel.WARNING)
    assert "more.zip" in problem.message


@pytest.mark.parametrize(
    "name",
    ["../evil.md", "/etc/passwd", "p/../../x.png", "C:/x.png", "p\\x.png", "..\\x.png", "./x.png",
     "p//x.png", "..", "\\\\host\\x.png"],
)  # fmt: skip
def test_a_path_that_leads_out_is_refused(name: str) -> None:
    assert "leads out" in refused(with_bank((name, b"x")))


@pytest.mark.parametrize("mode", [0o120777, 0o060600, 0o010600], ids=["link", "device", "pipe"])
def test_what_is_no_file_is_refused(mode: int) -> None:
    assert "no file" in refused(with_bank((member("p/a.png", mode), b"/etc/passwd")))


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ([], "no .md files"),
        ([("a.png", b"x")], "no .md files"),
        ([("a.md", b"x"), ("b.md", b"x")], "2 .md files"),
        ([("demo/demo.md", b"x"), ("demo/README.md", b"x")], "2 .md files"),
        ([("a/b/demo.md", b"x")], "neither at the top"),
        ([("a/demo.md", b"x"), ("b/a.png", b"x")], "neither at the top"),
        ([("demo.md", b"x"), ("A.png", b"x"), ("a.png", b"x")], "two files of one name"),
        ([("demo.md", b"x" * 2_000_001)], "over 2 MB"),
        ([("demo.md", b"x"), ("a.png", b"\0" * 25_000_000)], "25 MB unpacked"),
        ([(f"{number}.png", b"") for number in range(201)], "more than 200"),
        ([("demo.md", b"x"), (member("a", packing=zipfile.ZIP_LZMA), b"x")], "unusual"),
        ([("demo.md", b"x"), (member("a", packing=zipfile.ZIP_BZIP2), b"x")], "unusual"),
    ],
)
def test_what_does_not_fit_is_named(
    members: list[tuple[str | zipfile.ZipInfo, bytes]], words: str
) -> None:
    assert words in refused(packed(*members))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_the_same_name_twice_is_refused() -> None:
    assert "two files of one name" in refused(with_bank(("a.png", b"1"), ("a.png", b"2")))


def test_an_encrypted_member_is_refused() -> None:
    data = bytearray(with_bank(("a.png", b"x")))
    at = data.rfind(b"PK\x01\x02")
    data[at + 8] |= 1  # its flags in the directory
    assert "encrypted" in refused(bytes(data))


@pytest.mark.parametrize("change", [-1, 1, 10_000_000], ids=["less", "more", "much more"])
def test_a_member_that_lies_about_its_size_is_refused(change: int) -> None:
    data = bytearray(with_bank(("a.png", b"word " * 1000)))
    at = data.rfind(b"PK\x01\x02") + 24  # its unpacked size in the directory
    data[at : at + 4] = struct.pack("<I", 5000 + change)
    assert refused(bytes(data))


def test_a_zip_that_is_too_large_is_not_opened() -> None:
    assert "over 25 MB" in refused(b"PK" + b"\0" * 25_000_000)


@pytest.mark.parametrize("data", [b"", b"PK", b"text", png(), b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_zip_is_said(data: bytes) -> None:
    assert refused(data)


def test_no_damage_raises() -> None:
    whole = bank_zip.write("demo", TEXT, FILES)
    for at in range(len(whole)):
        for changed in (whole[:at], whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]):
            read = bank_zip.read(changed)
            assert (read.text is None) == any(
                one.level is ProblemLevel.ERROR for one in read.problems
            )


def test_a_bank_that_is_no_text_is_named_at_its_place() -> None:
    read = bank_zip.read(packed(("demo.md", b"---\nbank: caf\xe9\n")))
    [problem] = read.problems
    assert (read.text, read.name) == (None, "demo.md")
    assert (problem.line, problem.column, problem.code) == (2, 10, "B001")
