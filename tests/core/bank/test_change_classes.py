"""The class of a change, from Markdown before and after: one row for each kind and class."""

from typing import Any, Final

import pytest

from quizapp.core.bank.body import carried, revision_body
from quizapp.core.bank.model import Kind
from quizapp.core.bank.revision import ChangeClass, classify
from tests.core.bank.samples import HEADER, bank_of

IDENTITY, KEY, MATERIAL, WORDING, COSMETIC = ChangeClass

HEAD: Final = "## [d-1] One\n"
# 20 words each: 17 of them make a likeness of .85, 10 of them one of .5.
STEM: Final = (
    "Which of these did Bordin name in his paper of 1979 on the alliance between helpers and "
    "those they help?"
)
FAR_STEM: Final = STEM.replace("Bordin name in his paper", "he list in a text")
OTHER_STEM: Final = "Who wrote of a split in the ego, and when?"
REASON: Final = "\n\nWhy this is so.\n"

SINGLE: Final = f"{HEAD}{STEM}\n\n- [x] goals, tasks, bond\n- [ ] empathy, regard\n- [ ] hope\n"
MULTI: Final = SINGLE.replace("[ ] hope", "[x] hope")
TRUE_FALSE: Final = f"{HEAD}{STEM}\n\n- [x] True\n- [ ] False\n"
CARD: Final = f"{HEAD}Q: {STEM}\n\nA: Goals, tasks and bond\n"
CLOZE: Final = (
    f"{HEAD}C: In his paper of 1979 on the alliance Bordin named agreement on [goals], agreement "
    "on [tasks] and a [bond] between the two.\n"
)
TYPED: Final = f"{HEAD}{STEM}\n\n* Answer: bond | emotional bond\n"
NUMERIC: Final = f"{HEAD}{STEM}\n\n* Answer: 36 ± 0.5\n"
ORDER: Final = (
    f"{HEAD}{STEM}\n\n* Type: order\n\n1. goals are set\n2. tasks follow\n3. bonds grow\n"
)
MATCH: Final = (
    f"{HEAD}{STEM}\n\n* Type: match\n\n| Who | What |\n|---|---|\n"
    "| Zetzel | therapeutic alliance |\n| Greenson | working alliance |\n|  | real relationship |\n"
)
ROW_1: Final = "| the one who wrote first of an alliance with the ego of the patient | Sterba |\n"
ROW_2: Final = "| the one who asked what makes people change outside of treatment too | Bordin |\n"
LONG_ROWS: Final = f"{HEAD}Who?\n\n* Type: match\n\n| Who | What |\n|---|---|\n{ROW_1}{ROW_2}"
WRITTEN: Final = (SINGLE, TRUE_FALSE, MULTI, CARD, CLOZE, TYPED, NUMERIC, ORDER, MATCH)
TEXTS: Final = dict(zip(Kind, WRITTEN, strict=True))

# What changes a kind's key, and what changes its options only; None where it cannot be.
KEY_EDITS: Final[dict[Kind, tuple[str, str]]] = {
    Kind.SINGLE: ("[x] goals, tasks, bond\n- [ ] emp", "[ ] goals, tasks, bond\n- [x] emp"),
    Kind.MULTI: ("[x] hope", "[ ] hope"),
    Kind.TRUE_FALSE: ("[x] True\n- [ ] False", "[ ] True\n- [x] False"),
    Kind.FLASHCARD: ("A: Goals, tasks", "A: Goals"),
    Kind.CLOZE: ("[bond]", "[tie]"),
    Kind.TYPED: ("bond | emotional bond", "bond | tie"),
    Kind.NUMERIC: ("36 ±", "63 ±"),
    Kind.ORDER: ("1. goals are set\n2. tasks follow", "1. tasks follow\n2. goals are set"),
    Kind.MATCH: (
        "| therapeutic alliance |\n| Greenson | working alliance |",
        "| working alliance |\n| Greenson | therapeutic alliance |",
    ),
}
CHOICE_EDITS: Final[dict[Kind, tuple[str, str] | None]] = {
    Kind.SINGLE: ("- [ ] hope", "- [ ] warmth"),
    Kind.MULTI: ("- [ ] empathy, regard", "- [ ] warmth"),
    Kind.TRUE_FALSE: None,  # its options are true and false
    Kind.FLASHCARD: None,  # it has no options
    Kind.CLOZE: None,  # its gaps are its key
    Kind.TYPED: None,  # its answers are its key
    Kind.NUMERIC: None,
    Kind.ORDER: None,  # its steps are its key
    Kind.MATCH: ("real relationship", "countertransference"),
}
WORDING_EDITS: Final[dict[Kind, tuple[str, str]]] = {
    Kind.SINGLE: ("empathy, regard", "empathy, regards"),
    Kind.MULTI: ("goals, tasks, bond", "goals, tasks, bonds"),
    Kind.TRUE_FALSE: ("True", "true"),
    Kind.FLASHCARD: ("Goals, tasks and bond", "goals, tasks, *and* bond"),
    Kind.CLOZE: ("[bond]", "[Bond]"),
    Kind.TYPED: ("bond | emotional bond", "emotional bond | bond"),
    Kind.NUMERIC: ("36 ±", "36.0 ±"),
    Kind.ORDER: ("tasks follow", "tasks will follow"),
    Kind.MATCH: ("| therapeutic alliance", "| the therapeutic alliance"),
}


def bodies(old: str, new: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the body before, and the body after with its ids carried over."""
    before, after = bank_of(HEADER + old), bank_of(HEADER + new)
    first = revision_body(before, before.items[0])
    return first, carried(revision_body(after, after.items[0]), first)


def change(old: str, new: str) -> ChangeClass:
    assert old != new
    return classify(*bodies(old, new))


def edited(text: str, edit: tuple[str, str]) -> str:
    assert edit[0] in text
    return text.replace(*edit)


def other_question(kind: Kind) -> str:
    if kind is Kind.CLOZE:
        return f"{HEAD}C: Three words to learn by heart: [goals]; [tasks]; [bond].\n"
    return edited(TEXTS[kind], (STEM, OTHER_STEM))


def far_question(kind: Kind) -> str:
    if kind is Kind.CLOZE:
        return edited(CLOZE, ("In his paper of 1979", "As his article said"))
    return edited(TEXTS[kind], (STEM, FAR_STEM))


def near_question(kind: Kind) -> str:
    return edited(TEXTS[kind], ("1979", "the year 1979"))


def explained(kind: Kind) -> str:
    head, mark, fields = TEXTS[kind].partition("\n\n* Answer")
    return head.rstrip("\n") + REASON.rstrip("\n") + (mark + fields if mark else "\n")


@pytest.mark.parametrize("kind", Kind)
class TestEveryKind:
    def test_is_what_it_says(self, kind: Kind) -> None:
        (item,) = bank_of(HEADER + TEXTS[kind]).items
        assert item.kind is kind

    def test_another_question_is_another_item(self, kind: Kind) -> None:
        assert change(TEXTS[kind], other_question(kind)) == IDENTITY

    def test_new_yes_is_another_item(self, kind: Kind) -> None:
        marked = TEXTS[kind].rstrip("\n") + ("\n" if "Answer" in TEXTS[kind] else "\n\n")
        marked += "* New: yes\n"
        assert change(TEXTS[kind], marked) == IDENTITY
        assert classify(*bodies(marked, marked)) == COSMETIC
        assert change(marked, TEXTS[kind]) == COSMETIC

    def test_another_right_answer(self, kind: Kind) -> None:
        assert change(TEXTS[kind], edited(TEXTS[kind], KEY_EDITS[kind])) == KEY

    def test_much_of_the_question(self, kind: Kind) -> None:
        assert change(TEXTS[kind], far_question(kind)) == MATERIAL

    def test_what_can_be_chosen(self, kind: Kind) -> None:
        edit = CHOICE_EDITS[kind]
        if edit is not None:
            assert change(TEXTS[kind], edited(TEXTS[kind], edit)) == MATERIAL
        else:
            body, _ = bodies(TEXTS[kind], TEXTS[kind])
            assert not body["rights"]
            assert not body["options"] or kind is Kind.TRUE_FALSE

    def test_a_little_of_the_question(self, kind: Kind) -> None:
        assert change(TEXTS[kind], near_question(kind)) == WORDING

    def test_the_same_answer_in_other_words(self, kind: Kind) -> None:
        assert change(TEXTS[kind], edited(TEXTS[kind], WORDING_EDITS[kind])) == WORDING

    def test_what_explains(self, kind: Kind) -> None:
        assert change(TEXTS[kind], explained(kind)) == COSMETIC

    def test_title_and_white_space(self, kind: Kind) -> None:
        assert change(TEXTS[kind], edited(TEXTS[kind], ("One", "Two"))) == COSMETIC
        assert change(TEXTS[kind], edited(TEXTS[kind], ("1979 on", "1979  on"))) == COSMETIC
        assert change(TEXTS[kind], edited(TEXTS[kind], ("1979 on", "1979\non"))) == COSMETIC


def card_of(answer: str) -> str:
    return edited(CARD, ("Goals, tasks and bond", answer))


Row = tuple[str, str, str, ChangeClass]
EDGES: Final[list[Row]] = [
    # What is right
    ("a key moves and is reworded", SINGLE, edited(SINGLE, (
        "- [x] goals, tasks, bond\n- [ ] empathy, regard\n",
        "- [x] empathy and regard\n- [ ] goals, tasks, bond\n")), KEY),
    ("a key is reworded", SINGLE, edited(SINGLE, ("tasks, bond", "tasks and bond")), WORDING),
    ("options change places", SINGLE, edited(SINGLE, (
        "- [ ] empathy, regard\n- [ ] hope\n", "- [ ] hope\n- [ ] empathy, regard\n")), COSMETIC),
    ("an option is pinned", SINGLE, SINGLE + "  * Pin: last\n", COSMETIC),
    ("an accepted answer more", TYPED, edited(TYPED, ("| emo", "| tie | emo")), KEY),
    ("an accepted answer less", TYPED, edited(TYPED, (" | emotional bond", "")), KEY),
    ("an accepted answer in other signs", TYPED, edited(TYPED, ("emotional b", "Emotional-B")),
     COSMETIC),
    ("the answer shown in other signs", TYPED, edited(TYPED, (": bond", ": Bond")), WORDING),
    ("a wider tolerance", NUMERIC, edited(NUMERIC, ("0.5", "1")), KEY),
    ("the same tolerance", NUMERIC, edited(NUMERIC, ("0.5", "0.50")), COSMETIC),
    ("no tolerance, written as 0.0", edited(NUMERIC, ("0.5", "0")), edited(NUMERIC, ("0.5", "0.0")),
     COSMETIC),
    ("a number in other signs", edited(NUMERIC, ("36 ", "1250 ")), edited(NUMERIC, (
        "36 ± ", "1,250±")), COSMETIC),
    ("a step more", ORDER, ORDER + "4. all is well\n", KEY),
    ("a step less", ORDER + "4. all is well\n", ORDER, KEY),
    ("a step replaced", ORDER, edited(ORDER, ("tasks follow", "a plan is made")), KEY),
    ("a step with a reason", ORDER, ORDER + "   > In time.\n", COSMETIC),
    ("a row more", MATCH, edited(MATCH, ("|  |", "| Bordin | bond |\n|  |")), KEY),
    ("a row less", MATCH + "| Bordin | bond |\n", MATCH, KEY),
    ("an answer too many more", MATCH, MATCH + "|  | bond |\n", MATERIAL),
    ("an answer too many less", MATCH, edited(MATCH, ("|  | real relationship |\n", "")), MATERIAL),
    ("rows change places", MATCH, edited(MATCH, (
        "| Zetzel | therapeutic alliance |\n| Greenson | working alliance |\n",
        "| Greenson | working alliance |\n| Zetzel | therapeutic alliance |\n")), COSMETIC),
    ("long rows change places", LONG_ROWS, edited(LONG_ROWS, (ROW_1 + ROW_2, ROW_2 + ROW_1)),
     COSMETIC),
    ("a left side is reworded", MATCH, edited(MATCH, ("| Zetzel", "| E. Zetzel")), WORDING),
    ("a column has another name", MATCH, edited(MATCH, ("| Who", "| Author")), WORDING),
    ("a gap more", CLOZE, edited(CLOZE, ("agreement on [g", "[agreement] on [g")), KEY),
    ("a gap less", CLOZE, edited(CLOZE, ("[bond]", "bond")), KEY),
    ("a minus goes", card_of("r = -.31"), card_of("r = .31"), KEY),
    ("a point goes", card_of("r = .31"), card_of("r = 31"), KEY),
    ("a sign turns", card_of("> 5"), card_of("< 5"), KEY),
    ("a minus of another kind", card_of("-5"), card_of("\u22125"), WORDING),
    ("a dash in a range", card_of("252-260"), card_of("252\u2013260"), WORDING),
    ("a card's answer in other signs", CARD, edited(CARD, ("and bond", "and *bond*!")), WORDING),
    # From one kind to another
    ("single to multi", SINGLE, MULTI, KEY),
    ("single to true or false", edited(TRUE_FALSE, ("False\n", "False\n- [ ] Both\n")), TRUE_FALSE,
     MATERIAL),
    ("single to typed", SINGLE, TYPED, KEY),
    ("single to match", SINGLE, MATCH, KEY),
    ("card to typed", edited(CARD, ("Goals, tasks and bond", "bond")), edited(TYPED, (
        " | emotional bond", "")), KEY),
    ("typed to number", edited(TYPED, ("bond | emotional bond", "36")), NUMERIC, KEY),
    ("card to cloze", CARD, CLOZE, IDENTITY),
    ("card to cloze on the same text", f"{HEAD}Q: {STEM} Three.\n\nA: b\n",
     f"{HEAD}C: {STEM} [Three].\n", KEY),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "expected"), EDGES, ids=[row[0] for row in EDGES])
def test_class_at_the_edges(name: str, old: str, new: str, expected: ChangeClass) -> None:
    assert change(old, new) == expected, name


def card(words: list[str]) -> str:
    return f"{HEAD}Q: {' '.join(words)}\n\nA: b\n"


@pytest.mark.parametrize(
    ("kept", "expected"),
    [(9, IDENTITY), (10, MATERIAL), (16, MATERIAL), (17, WORDING), (20, COSMETIC)],
)
def test_likeness_of_twenty_words(kept: int, expected: ChangeClass) -> None:
    """Likeness is twice the words kept by all words of both: kept/20 here; .5 and .85 belong up."""
    before = [f"a{n}" for n in range(20)]
    after = [*before[:kept], *(f"b{n}" for n in range(20 - kept))]
    assert classify(*bodies(card(before), card(after))) == expected


def test_a_case_changes_all_its_items() -> None:
    text = (
        "# Case [c-1] Ms. R.\nMs. R., 41, has missed two sessions since her plan was changed.\n\n"
    )
    rest = "".join(
        TEXTS[kind].replace("d-1", f"d-{number}") + "\n" for number, kind in enumerate(Kind)
    )
    old = bank_of(HEADER + text + rest)
    for edit, expected in (
        (("41", "42"), WORDING),
        (
            ("has missed two sessions since her plan was changed", "is late, cross and tired"),
            MATERIAL,
        ),
        (("Ms. R.\n", "R.\n"), COSMETIC),
    ):
        new = bank_of(HEADER + edited(text, edit) + rest)
        found = set()
        for before, after in zip(old.items, new.items, strict=True):
            body = revision_body(old, before)
            found.add(classify(body, carried(revision_body(new, after), body)))
        assert found == {expected}


def test_a_body_from_before_the_new_kinds_is_the_same_item() -> None:
    old, new = bodies(SINGLE, SINGLE)
    for key in ("steps", "lefts", "rights", "pairs", "columns", "accepted", "number", "is_new"):
        del old[key]
    assert classify(old, carried(new, old)) == COSMETIC


def test_a_text_of_one_word_over_and_over_takes_no_minutes() -> None:
    word, words = "a " * 9000, "a " * 8900 + "b " * 50
    old, new = bodies(card([word]), card([words]))
    assert classify(old, new) == WORDING


@pytest.mark.parametrize("kind", Kind)
def test_ids_are_carried_through_an_edit(kind: Kind) -> None:
    old, new = bodies(TEXTS[kind], edited(TEXTS[kind], WORDING_EDITS[kind]))
    for key in ("options", "gaps", "steps", "lefts", "rights"):
        assert [part["id"] for part in new[key]] == [part["id"] for part in old[key]]
    assert new["pairs"] == old["pairs"]
    assert [one.get("gap") for one in new["cloze"]] == [one.get("gap") for one in old["cloze"]]
