"""Pictures in the prose of a bank: every place shows them, and what is missing is named."""

from typing import Final

import pytest

from quizapp.core.bank.picture import Picture, read_picture
from quizapp.core.bank.reader import read_whole
from tests.core.bank.picture_files import SVG, png
from tests.core.bank.samples import CHOICE, HEADER

PICTURES: Final = {
    "a.png": read_picture(png(30, 20)),
    "p/b c.png": read_picture(png(5, 4)),
    "p/bad.png": read_picture(SVG),
}
SHOWN: Final = (
    f'<img src="image:demo/{PICTURES["a.png"].sha256}" alt="seen" width="30" height="20">'
)

EVERYWHERE: Final = f"""{HEADER}
Intro ![seen](a.png)

# Case [c-1] A
Case ![seen](a.png)

## [d-1] One
Stem

![seen](a.png)

- [x] this ![seen](a.png)
  > Because ![seen](a.png)
- [ ] that

Explained: ![seen](./a.png "a title")

| x | y |
|---|---|
| ![seen](a.png) | z |

## [d-2] Two
Q: Front ![seen](a.png)

A: Back ![seen](a.png)

## [d-3] Three
C: A *text ![seen](a.png) with* a [gap].
"""


def test_every_text_shows_its_pictures() -> None:
    read = read_whole(EVERYWHERE, PICTURES)
    assert read.problems == ()
    assert read.pictures == {"a.png": PICTURES["a.png"]}
    choice, card, cloze = read.bodies.values()
    places = [
        read.intro_html,
        choice["stimulus_html"],
        choice["stem_html"],
        choice["options"][0]["html"],
        choice["options"][0]["rationale_html"],
        card["stem_html"],
        card["answer_html"],
        "".join(piece.get("html", "") for piece in cloze["cloze"]),
    ]
    assert [place.count(SHOWN) for place in places] == [1] * len(places)
    assert choice["explanation_html"].count(SHOWN) == 2


def test_words_stand_for_a_picture_in_plain_text() -> None:
    choice, _, cloze = read_whole(EVERYWHERE, PICTURES).bodies.values()
    assert choice["stem_text"] == "Stem\nseen"
    assert choice["options"][0]["text"] == "this seen"
    assert cloze["stem_text"].startswith("A text seen with a")


def test_unchecked_pictures_show_their_description() -> None:
    read = read_whole(EVERYWHERE)
    assert read.problems == ()
    assert read.intro_html == "<p>Intro seen</p>"
    assert "<img" not in str(read.bodies)


@pytest.mark.parametrize(
    ("path", "pictures", "code", "words"),
    [
        ("a.png", {}, "B068", "no picture `a.png`"),
        ("A.png", PICTURES, "B068", "no picture `A.png`"),
        ("p/bad.png", PICTURES, "B069", "no PNG"),
        ("a.png", {"a.png": Picture(fault="is over 1 MB")}, "B069", "`a.png` is over 1 MB"),
    ],
)
def test_what_is_not_there_is_named_at_its_place(
    path: str, pictures: dict[str, Picture], code: str, words: str
) -> None:
    text = HEADER + CHOICE + f"\nSo.\n\nSee ![x](p/b%20c.png), ![y]({path}).\n"
    read = read_whole(text, {"p/b c.png": PICTURES["p/b c.png"], **pictures})
    assert read.bank is None
    assert read.bodies == {}
    [problem] = read.problems
    assert (problem.line, problem.column, problem.code) == (13, 24, code)
    assert words in problem.message
    assert problem.hint


def test_missing_pictures_come_with_all_other_problems() -> None:
    text = HEADER + CHOICE.replace("Which?", "![x](no.png)") + "\n<b>\n"
    assert [one.code for one in read_whole(text, {}).problems] == ["B068", "B060"]


def test_text_that_looks_like_a_picture_stays_text() -> None:
    lookalike = '&lt;img src="a.png" alt="seen"&gt;'
    text = HEADER + CHOICE.replace("Which?", f"![seen](a.png) {lookalike} `{lookalike}`")
    [body] = read_whole(text, PICTURES).bodies.values()
    assert body["stem_html"].count("<img") == 1
    assert '<img src="a.png" alt="seen">' in body["stem_text"]
