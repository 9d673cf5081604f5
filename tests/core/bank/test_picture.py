"""A picture is what its first bytes say; its path stays below the bank's folder."""

from collections.abc import Callable
from typing import Final

import pytest

from quizapp.core.bank.picture import (
    MAX_BANK_BYTES,
    MAX_PICTURE_BYTES,
    mentioned_paths,
    picture_path,
    read_picture,
    read_pictures,
)
from tests.core.bank.picture_files import (
    SVG,
    gif,
    jpeg,
    png,
    webp_extended,
    webp_lossless,
    webp_lossy,
)

MAKERS: Final = [
    (png, "image/png"),
    (gif, "image/gif"),
    (jpeg, "image/jpeg"),
    (webp_lossy, "image/webp"),
    (webp_lossless, "image/webp"),
    (webp_extended, "image/webp"),
]
Make = Callable[[int, int], bytes]


@pytest.mark.parametrize(("make", "media_type"), MAKERS)
@pytest.mark.parametrize("size", [(1, 1), (300, 200), (4096, 7)])
def test_type_and_size_are_read(make: Make, media_type: str, size: tuple[int, int]) -> None:
    picture = read_picture(make(*size))
    assert (picture.media_type, picture.width, picture.height) == (media_type, *size)
    assert len(picture.sha256) == 64
    assert not picture.fault


@pytest.mark.parametrize(("make", "_"), MAKERS)
def test_a_side_over_the_limit_is_a_fault(make: Make, _: str) -> None:
    assert "4096 pixels" in read_picture(make(5, 4097)).fault


@pytest.mark.parametrize(("make", "_"), MAKERS)
def test_a_file_cut_off_in_its_head_is_no_picture(make: Make, _: str) -> None:
    whole = make(3, 2)
    for length in range(24):
        picture = read_picture(whole[:length])
        assert picture.fault or picture.width == 3, length
    assert "not a whole one" in read_picture(whole[:9]).fault


@pytest.mark.parametrize(
    "data",
    [
        b"",
        SVG,
        b"<html>",
        b"BM" + b"\0" * 60,
        b"\x89PNG\r\n\x1a\n" + b"\0" * 40,
        b"\xff\xd8\xff\xda" + b"\0" * 40,
        b"\xff\xd8" + b"\xff" * 40,
        b"RIFF\0\0\0\0WEBPVP9 " + b"\0" * 40,
        b"RIFF\0\0\0\0WAVEfmt " + b"\0" * 40,
        gif(0, 5),
    ],
)
def test_what_is_no_picture_is_said(data: bytes) -> None:
    assert "no PNG, JPEG, GIF or WebP" in read_picture(data).fault


def test_too_many_bytes_are_a_fault() -> None:
    assert "over 1 MB" in read_picture(png() + b"\0" * MAX_PICTURE_BYTES).fault


def test_what_comes_after_the_limit_of_a_bank_is_a_fault() -> None:
    one = png() + b"\0" * (MAX_PICTURE_BYTES - 100)
    count = MAX_BANK_BYTES // len(one)
    pictures = read_pictures({f"{number}.png": one for number in range(count + 1)})
    assert [path for path, picture in pictures.items() if picture.fault] == [f"{count}.png"]
    assert "20 MB" in pictures[f"{count}.png"].fault


@pytest.mark.parametrize("path", ["a.png", "p/q/a-b_c.png", "a b.png", "ä.png", "a", "1/2.gif"])
def test_a_path_below_the_folder_is_allowed(path: str) -> None:
    assert picture_path(path) == path
    assert picture_path("./" + path.replace(" ", "%20")) == path


@pytest.mark.parametrize(
    "href",
    ["", "/a.png", "//x/a.png", "../a.png", "p/../a.png", "p/..", "p/./a.png", "p//a.png", ".a",
     "p/.git/a", "a\\b.png", "a%5Cb.png", "%2e%2e/a.png", "..%2fa.png", "C:/a.png", "http://x/a",
     "data:x", "a.png?b", "a.png#b", "a.png\n", "a\0b", "p/", "~/a.png/", "a" * 201],
)  # fmt: skip
def test_any_other_path_is_not(href: str) -> None:
    assert picture_path(href) == ""


def test_mentioned_paths_are_those_a_text_may_show() -> None:
    text = (
        '![a](a.png) ![b [c] d](<b c.png> "t") ![d](./p/d%20e.png "(t)")\n![e](\nf\\_g.png)\n'
        "[link](page.md) [web](https://example.org/x.png) ![x](../x.png) ![a](a.png)"
    )
    assert mentioned_paths(text) == ("a.png", "b c.png", "p/d e.png", "f_g.png", "page.md")
    assert mentioned_paths("](" * 100_000) == ()
    assert len(mentioned_paths("".join(f"[a]({number})" for number in range(9000)))) == 1000
