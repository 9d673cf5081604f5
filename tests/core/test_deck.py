"""Which questions a choice selects, what ticking another would bring, and which are asked."""

from dataclasses import replace

import pytest

from quizapp.core.bank.model import Kind
from quizapp.core.bank.search import excerpt, has_words, search_text
from quizapp.core.deck import (
    DeckItem,
    DeckKind,
    DeckMode,
    DeckStatus,
    Selection,
    drawn,
    mix,
    selection_of,
    tally,
)

PLAIN = DeckItem(
    item_id=1,
    part="",
    bank="bordin",
    concepts=frozenset({"bond", "alliance"}),
    level="recall",
    kind=Kind.SINGLE,
    is_case=False,
    siblings=frozenset(),
    statuses=frozenset({DeckStatus.NEW}),
)
DUE = replace(PLAIN, item_id=2, statuses=frozenset({DeckStatus.DUE, DeckStatus.MISSED}), recall=0.8)
FLAGGED = replace(
    PLAIN, item_id=3, bank="egan", statuses=frozenset({DeckStatus.FLAGGED}), recall=0.9
)
CARD = replace(PLAIN, item_id=4, kind=Kind.FLASHCARD, level="application", bank="egan")
CASE = replace(PLAIN, item_id=5, kind=Kind.MULTI, is_case=True, concepts=frozenset({"rupture"}))
ALL = [PLAIN, DUE, FLAGGED, CARD, CASE]


def ids(chosen: Selection, found: frozenset[int] | None = None) -> list[int]:
    return [one.item_id for one in tally(ALL, chosen, found).matching]


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (Selection(), [1, 2, 3, 4, 5]),
        (Selection(banks=frozenset({"egan"})), [3, 4]),
        (Selection(banks=frozenset({"nobody"})), []),
        (Selection(concept="alliance"), [1, 2, 3, 4]),
        (Selection(concept="rupture"), [5]),
        (Selection(level="application"), [4]),
        (Selection(kind=DeckKind.CHOICE), [1, 2, 3, 5]),
        (Selection(kind=DeckKind.CARD), [4]),
        (Selection(kind=DeckKind.CASE), [5]),
        (Selection(statuses=frozenset({DeckStatus.DUE, DeckStatus.FLAGGED})), [2, 3]),
        (Selection(mode=DeckMode.TEST), [1, 2, 3, 5]),
        (Selection(kind=DeckKind.CARD, mode=DeckMode.TEST), []),
    ],
)
def test_what_is_empty_does_not_narrow(chosen: Selection, expected: list[int]) -> None:
    assert ids(chosen) == expected


def test_words_narrow_to_what_was_found() -> None:
    assert ids(Selection(), frozenset({2, 5, 99})) == [2, 5]
    assert ids(Selection(), frozenset()) == []


def test_counts_say_what_ticking_would_bring() -> None:
    chosen = Selection(banks=frozenset({"egan"}), statuses=frozenset({DeckStatus.DUE}))
    counted = tally(ALL, chosen, None)
    assert counted.matching == ()
    assert dict(counted.by_bank) == {"bordin": 1}, "of what is due, whatever the bank"
    assert dict(counted.by_status) == {DeckStatus.FLAGGED: 1, DeckStatus.NEW: 1}


def test_what_needs_it_most_is_asked_first() -> None:
    forgotten = replace(DUE, item_id=6, recall=0.4)
    missed = replace(FLAGGED, item_id=7, statuses=frozenset({DeckStatus.MISSED}))
    asked = drawn([FLAGGED, PLAIN, DUE, missed, forgotten], 4)
    assert [one.item_id for one in asked] == [6, 2, 7, 1]


def test_a_question_that_gives_another_away_waits() -> None:
    first = replace(PLAIN, siblings=frozenset({11}))
    other = replace(PLAIN, item_id=11, siblings=frozenset({1}))
    third = replace(PLAIN, item_id=12, siblings=frozenset({11}))
    assert [one.item_id for one in drawn([first, other, third], 2)] == [1, 12]
    assert [one.item_id for one in drawn([first, other, third], 3)] == [1, 12, 11]


def test_each_question_is_counted_once_in_the_mix() -> None:
    assert mix([DUE, FLAGGED, PLAIN, CARD]) == [
        (DeckStatus.DUE, 1),
        (DeckStatus.FLAGGED, 1),
        (DeckStatus.NEW, 2),
    ]


def test_a_selection_is_read_as_it_was_written() -> None:
    chosen = Selection(
        frozenset({"b", "a"}), "bond", "recall", DeckKind.TYPED, frozenset(DeckStatus), "Ünique", 7
    )
    assert selection_of(chosen.fields) == chosen
    assert selection_of({}) == Selection()


@pytest.mark.parametrize(
    "fields",
    [
        {"most": 0},
        {"most": 176},
        {"most": True},
        {"most": "20"},
        {"kind": "riddle"},
        {"statuses": ["lost"]},
        {"mode": "race"},
        {"words": "x" * 101},
        {"words": 3},
        {"banks": [1]},
        {"banks": 1},
        {"statuses": 1},
    ],
)
def test_what_no_page_makes_is_refused(fields: dict[str, object]) -> None:
    with pytest.raises((TypeError, ValueError)):
        selection_of(fields)


def test_search_overlooks_case_accents_and_space() -> None:
    body = {
        "title": "Working alliance",
        "stem_text": "Who wrote\nof the client’s part?",
        "options": [{"text": "Édith Weigert", "rationale_text": "No: ego psychology."}],
        "explanation_text": "Sterba, 1934.",
        "gaps": [],
        "accepted": ["thérapeutique"],
    }
    text = search_text(body)
    for words in ("STERBA", "edith", "ego alliance", "therapeutique", "wrote  of", "lianc"):
        assert has_words(text, words), words
    assert not has_words(text, "sterba bordin")
    assert excerpt(body, "sterba bordin") == "Sterba, 1934."
    assert excerpt(body, "CLIENT") == "of the client’s part?"
    assert excerpt(body, "bordin") == ""
