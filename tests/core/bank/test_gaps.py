"""Which brackets are gaps, and how a cloze is cut into pieces."""

import pytest

from quizapp.core.bank.cloze import blanked_text, bracketed_text, cloze_pieces, gap_parts
from quizapp.core.bank.gaps import distinct_gaps, split_gaps


def gaps_of(text: str) -> list[str]:
    segments, faults = split_gaps(text)
    assert faults == ()
    return [segment.text for segment in segments if segment.is_gap]


@pytest.mark.parametrize(
    ("text", "gaps"),
    [
        ("A [bond] and [goals].", ["bond", "goals"]),
        ("[bond]", ["bond"]),
        ("[a][b]", ["a", "b"]),
        (r"a \[bond\]", []),
        (r"a [b\]c]", [r"b\]c"]),
        ("a [link](https://example.org)", []),
        ("an ![image]", []),
        ("code `[x]` and [y]", ["y"]),
        ("code ``[x] ` [z]`` and [y]", ["y"]),
        ("a lone ` and [y]", ["y"]),
        ("a [two\nline gap]", ["two line gap"]),
    ],
)
def test_gaps(text: str, gaps: list[str]) -> None:
    assert gaps_of(text) == gaps


def test_equal_gaps_are_one_part() -> None:
    segments, _ = split_gaps("[Bond], [goals], [bond]")
    assert distinct_gaps(segments) == ("Bond", "goals")
    parts = gap_parts("[Bond], [goals], [*bond*]")
    assert [part["text"] for part in parts] == ["Bond", "goals"]
    assert all(part["id"].startswith("g-") for part in parts)


def test_pieces_are_whole_html() -> None:
    cloze = "It **joins *agreement* on [goals] and** a [*bond*]."
    parts = gap_parts(cloze)
    assert cloze_pieces(cloze, parts) == [
        {
            "html": "It <strong>joins <em>agreement</em> on </strong>",
            "text": "It joins agreement on ",
        },
        {"gap": parts[0]["id"], "text": "goals"},
        {"html": "<strong> and</strong> a ", "text": " and a "},
        {"gap": parts[1]["id"], "text": "bond"},
        {"html": ".", "text": "."},
    ]


def test_the_place_holder_is_never_a_word_of_the_text() -> None:
    cloze = "gapgap [one] gapgapx [two]"
    pieces = cloze_pieces(cloze, gap_parts(cloze))
    assert [piece.get("html", piece.get("text")) for piece in pieces] == [
        "gapgap ",
        "one",
        " gapgapx ",
        "two",
    ]


def test_words_with_gaps_blanked_or_in_brackets() -> None:
    cloze = "**Joins** [goals] and\n[*tasks*]."
    assert blanked_text(cloze) == "Joins […] and […]."
    assert bracketed_text(cloze) == "Joins [goals] and [tasks]."
