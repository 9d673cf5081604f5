"""The JSON body of a revision: the shape templates rely on, and ids that last."""

import json

import pytest

from quizapp.core.bank.body import carried, full_source, revision_body
from quizapp.core.bank.identity import carry_ids
from quizapp.core.bank.model import Bank, Item, Kind
from tests.core.bank.samples import CHOICE, EXAMPLE, EXAMPLE_BODIES, HEADER, bank_of


def test_the_example_gives_the_recorded_bodies() -> None:
    bank = bank_of(EXAMPLE)
    assert {item.ref: revision_body(bank, item) for item in bank.items} == EXAMPLE_BODIES


def test_a_body_survives_json() -> None:
    bank = bank_of(EXAMPLE)
    bodies = [revision_body(bank, item) for item in bank.items]
    assert json.loads(json.dumps(bodies)) == bodies


def test_the_same_item_gives_the_same_body_again() -> None:
    bank = bank_of(EXAMPLE)
    for item in bank.items:
        body = revision_body(bank, item)
        assert carried(revision_body(bank, item), body) == body


def test_options_carry_html_words_and_reasons() -> None:
    text = CHOICE.replace("this\n", "*this* & <\n  > Because\n  > - of it\n") + "  * Pin: last\n"
    bank = bank_of(HEADER + text)
    first, second = revision_body(bank, bank.items[0])["options"]
    assert (first["html"], first["text"]) == ("<em>this</em> &amp; &lt;", "this & <")
    assert first["rationale_html"] == "<p>Because</p>\n<ul>\n<li>of it</li>\n</ul>"
    assert first["rationale_text"] == "Because\nof it"
    assert (first["key"], second["key"]) == (True, False)
    assert (first["pin"], second["pin"]) == (False, True)


def test_a_cloze_shows_its_introduction_and_blanks_in_words() -> None:
    bank = bank_of(HEADER + "## [d-1] One\nRead *this*.\nC: A [bond] and [goals], [bond].\n")
    body = revision_body(bank, bank.items[0])
    assert body["stem_html"] == "<p>Read <em>this</em>.</p>"
    assert body["stem_text"] == "Read this.\nA […] and […], […]."
    assert [gap["text"] for gap in body["gaps"]] == ["bond", "goals"]
    bond, goals = (gap["id"] for gap in body["gaps"])
    assert [piece["gap"] for piece in body["cloze"] if "gap" in piece] == [bond, goals, bond]


@pytest.mark.parametrize(
    ("answer", "key", "more"),
    [
        ("Zetzel (1956)", "Zetzel (1956)", ""),
        ("Zetzel (1956)\n\nIn a paper.\n\n- on it", "Zetzel (1956)", "In a paper.\non it"),
        ("1. goals\n2. tasks\n\nBoth agreed.", "goals\ntasks\nBoth agreed.", ""),
        ("Two:\n\n- goals\n- tasks", "Two:\ngoals\ntasks", ""),
    ],
)
def test_what_follows_the_answer_of_a_card_explains_it(answer: str, key: str, more: str) -> None:
    bank = bank_of(f"{HEADER}## [d-1] One\nQ: What?\n\nA: {answer}\n")
    body = revision_body(bank, bank.items[0])
    assert (body["answer_text"], body["explanation_text"]) == (key, more)


SOURCES = {"bordin1979": "Bordin, E. S. (1979). Title. Journal, 16.", "bord": "Bord."}


@pytest.mark.parametrize(
    ("source", "full"),
    [
        ("", ""),
        ("bordin1979", "Bordin, E. S. (1979). Title. Journal, 16."),
        ("bordin1979, p. 253", "Bordin, E. S. (1979). Title. Journal, 16, p. 253"),
        ("bord, quoting bordin1979", "Bord, quoting Bordin, E. S. (1979). Title. Journal, 16"),
        ("Rogers (1957), p. 95", "Rogers (1957), p. 95"),
        ("a-bordin1979", "a-bordin1979"),
    ],
)
def test_source_is_the_full_reference(source: str, full: str) -> None:
    bank = Bank("b", "B", sources=SOURCES)
    item = Item("d-1", Kind.SINGLE, source=source)
    assert full_source(bank, item) == full
    assert revision_body(bank, item)["source"] == full


def test_source_without_sources_stays() -> None:
    assert full_source(Bank("b", "B"), Item("d-1", Kind.SINGLE, source="x, p. 1")) == "x, p. 1"


def ids(texts: list[str], previous: list[tuple[str, str]] | None = None) -> list[str]:
    return carry_ids("o", texts, previous or [])


def test_new_ids_hang_on_the_text_alone() -> None:
    first = ids(["goals", "tasks"])
    assert ids(["tasks", "goals"]) == first[::-1]
    assert all(one.startswith("o-") and len(one) == 10 for one in first)


def test_case_and_space_make_no_other_id() -> None:
    assert ids(["Goals  and\ntasks"]) == ids(["goals and tasks"])


@pytest.mark.parametrize(
    ("after", "kept"),
    [
        (["goals, tasks, bond", "empathy and regard"], [0, 1]),
        (["empathy and regard", "goals, tasks, bond"], [1, 0]),  # moved
        (["goals, tasks and bond", "empathy, regard"], [0, 1]),  # edited
        (["empathy, regard", "goals, tasks and bonds"], [1, 0]),  # both
        (["goals, tasks, bond", "something else"], [0, None]),  # replaced
        (["goals, tasks, bond"], [0]),  # taken out
        (["new", "goals, tasks, bond", "empathy and regard"], [None, 0, 1]),  # put in
        # The nearest of two wins, the other is new.
        (["goals, tasks, bonds", "goals, tasks, bond"], [None, 0]),
    ],
)
def test_ids_follow_the_best_match(after: list[str], kept: list[int | None]) -> None:
    before = ["goals, tasks, bond", "empathy and regard"]
    old = ids(before)
    new = ids(after, list(zip(old, before, strict=True)))
    for one, index in zip(new, kept, strict=True):
        assert one == old[index] if index is not None else one not in old
    assert len(set(new)) == len(new)


def test_among_very_many_texts_only_equal_ones_keep_their_id() -> None:
    before = [f"the option with the number {number}" for number in range(80)]
    old = ids(before)
    after = [*(text + "!" for text in before[:60]), *before[60:]]
    new = ids(after, list(zip(old, before, strict=True)))
    assert new[60:] == old[60:]
    assert set(new[:60]).isdisjoint(old)


def test_an_id_in_use_is_not_given_again() -> None:
    (old,) = ids(["goals"])
    renamed = ids(["goals and more", "goals"], [(old, "goals and mores")])
    assert renamed[0] == old
    assert renamed[1] != old
    assert renamed[1].startswith("o-")


def test_the_pages_of_the_whole_article_are_said_once() -> None:
    bank = Bank("b", "B", sources={"x": "X, Y. (1979). Title. Journal, 16(3), 252-260."})
    item = Item("d-1", Kind.SINGLE, source="x, pp. 252-260")
    assert full_source(bank, item) == "X, Y. (1979). Title. Journal, 16(3), 252-260"
    part = Item("d-2", Kind.SINGLE, source="x, pp. 252-2601")
    assert full_source(bank, part).endswith("252-260, pp. 252-2601")
