"""The class of a change: one row for each kind and class."""

from typing import Any, Final

import pytest

from quizapp.core.bank.body import carried, revision_body
from quizapp.core.bank.revision import ChangeClass, classify, is_same
from tests.core.bank.samples import HEADER, bank_of

STEM: Final = "Which set names the three components of the alliance in Bordin's model of 1979?"
NEAR_STEM: Final = STEM.replace("three", "3")
FAR_STEM: Final = "Which set names the three parts of the alliance in the model that Bordin gave?"
OTHER_STEM: Final = "Who wrote first about a split in the ego of the patient?"

SINGLE: Final = (
    f"## [d-1] One\n{STEM}\n\n- [x] goals, tasks, bond\n- [ ] empathy, regard, genuineness\n"
    "- [ ] trust, hope, insight\n"
)
MULTI: Final = SINGLE.replace("[ ] trust", "[x] trust")
TRUE_FALSE: Final = (
    "## [d-1] One\nBordin named three components of the alliance: goals, tasks and a bond.\n\n"
    "- [x] True\n- [ ] False\n"
)
CARD: Final = (
    "## [d-1] One\nQ: Who first used the term *therapeutic alliance* in a paper?\n\n"
    "A: Zetzel (1956)\n"
)
CLOZE: Final = (
    "## [d-1] One\nC: The alliance of Bordin joins agreement on [goals], on [tasks] and a [bond].\n"
)
CASE: Final = (
    "# Case [c-1] Ms. R.\nMs. R., 41, has missed two sessions since her plan was changed.\n\n"
)

Row = tuple[str, str, str, ChangeClass]
IDENTITY, KEY, MATERIAL, WORDING, COSMETIC = ChangeClass

ROWS: Final[list[Row]] = [
    # single
    ("single: another question", SINGLE, SINGLE.replace(STEM, OTHER_STEM), IDENTITY),
    (
        "single: the key moves",
        SINGLE,
        SINGLE.replace("[x]", "[-]").replace("[ ] emp", "[x] emp").replace("[-]", "[ ]"),
        KEY,
    ),
    ("single: the key is replaced", SINGLE, SINGLE.replace("goals, tasks, bond", "warmth"), KEY),
    ("single: a second key", SINGLE, MULTI, KEY),
    ("single: the stem changes a lot", SINGLE, SINGLE.replace(STEM, FAR_STEM), MATERIAL),
    ("single: a new distractor", SINGLE, SINGLE + "- [ ] plan, act, review\n", MATERIAL),
    (
        "single: a distractor goes",
        SINGLE,
        SINGLE.replace("- [ ] trust, hope, insight\n", ""),
        MATERIAL,
    ),
    ("single: the stem changes a little", SINGLE, SINGLE.replace(STEM, NEAR_STEM), WORDING),
    ("single: a word in bold", SINGLE, SINGLE.replace("three", "**three**"), WORDING),
    ("single: an option is edited", SINGLE, SINGLE.replace("hope, in", "hopes, in"), WORDING),
    ("single: the key is edited", SINGLE, SINGLE.replace("tasks, bond", "tasks, bonds"), WORDING),
    ("single: options change places", SINGLE, SINGLE.replace(
        "- [ ] empathy, regard, genuineness\n- [ ] trust, hope, insight\n",
        "- [ ] trust, hope, insight\n- [ ] empathy, regard, genuineness\n"), COSMETIC),
    ("single: a rationale", SINGLE, SINGLE + "  > Not these.\n", COSMETIC),
    ("single: explanation, fields", SINGLE, SINGLE + "\nWhy.\n\n* Level: recall\n", COSMETIC),
    ("single: white space", SINGLE, SINGLE.replace("Which set", "Which  set"), COSMETIC),
    ("single: title", SINGLE, SINGLE.replace("One", "Two"), COSMETIC),
    # multi
    ("multi: another question", MULTI, MULTI.replace(STEM, OTHER_STEM), IDENTITY),
    ("multi: one key fewer", MULTI, SINGLE, KEY),
    ("multi: the stem changes a lot", MULTI, MULTI.replace(STEM, FAR_STEM), MATERIAL),
    ("multi: a new distractor", MULTI, MULTI + "- [ ] plan, act, review\n", MATERIAL),
    ("multi: an option is edited", MULTI, MULTI.replace("hope, in", "hopes, in"), WORDING),
    ("multi: explanation", MULTI, MULTI + "\nWhy.\n", COSMETIC),
    # true or false
    ("tf: another statement", TRUE_FALSE, TRUE_FALSE.replace(
        "Bordin named three components of the alliance: goals, tasks and a bond.", OTHER_STEM),
     IDENTITY),
    ("tf: the key turns", TRUE_FALSE, TRUE_FALSE.replace("[x] T", "[ ] T").replace(
        "[ ] F", "[x] F"), KEY),
    ("tf: the statement changes a lot", TRUE_FALSE, TRUE_FALSE.replace(
        "goals, tasks and a bond", "warmth, hope and some trust"), MATERIAL),
    ("tf: the statement changes a little", TRUE_FALSE, TRUE_FALSE.replace(
        "and a bond", "and bond"), WORDING),
    ("tf: capitals", TRUE_FALSE, TRUE_FALSE.replace("True", "true"), WORDING),
    ("tf: explanation", TRUE_FALSE, TRUE_FALSE + "\nWhy.\n", COSMETIC),
    # flashcard
    ("card: another question", CARD, CARD.replace(
        "first used the term *therapeutic alliance* in a paper", "split the ego"), IDENTITY),
    ("card: another answer", CARD, CARD.replace("Zetzel (1956)", "Greenson (1965)"), KEY),
    ("card: a word more in the answer", CARD, CARD.replace("Zetzel", "Elizabeth Zetzel"), KEY),
    ("card: the question changes a lot", CARD, CARD.replace(
        "in a paper", "in her papers of that time"), MATERIAL),
    ("card: the question changes a little", CARD, CARD.replace("Who first", "Who"), WORDING),
    ("card: the answer in other signs", CARD, CARD.replace("Zetzel (1956)", "Zetzel, 1956"),
     WORDING),
    ("card: what follows the answer", CARD, CARD + "\nA paper on transference.\n", COSMETIC),
    ("card: fields", CARD, CARD + "\n* Status: draft\n", COSMETIC),
    # cloze
    ("cloze: another text", CLOZE, CLOZE.replace(
        "The alliance of Bordin joins agreement on", "Three words to know by heart:").replace(
        ", on", ";").replace("and a", ";"), IDENTITY),
    ("cloze: another gap text", CLOZE, CLOZE.replace("[bond]", "[tie]"), KEY),
    ("cloze: a gap fewer", CLOZE, CLOZE.replace("[bond]", "bond"), KEY),
    ("cloze: the gaps change places", CLOZE, CLOZE.replace("[goals]", "[-]").replace(
        "[tasks]", "[goals]").replace("[-]", "[tasks]"), KEY),
    ("cloze: the text changes a lot", CLOZE, CLOZE.replace(
        "The alliance of Bordin joins", "Bordin's view of an alliance joins"), MATERIAL),
    ("cloze: the text changes a little", CLOZE, CLOZE.replace("joins", "is"), WORDING),
    ("cloze: a gap with a capital", CLOZE, CLOZE.replace("[bond]", "[Bond]"), WORDING),
    ("cloze: explanation", CLOZE, CLOZE + "\nWhy.\n", COSMETIC),
    # cases
    ("case: another case", CASE + CARD, CASE.replace(
        "Ms. R., 41, has missed two sessions since her plan was changed.",
        "A man of 60 asks for help with a form. He is deaf, he signs, and nobody at the desk "
        "can answer him, so he writes it down and waits.") + CARD, IDENTITY),
    ("case: much of it changes", CASE + CARD, CASE.replace(
        "has missed two sessions since", "came late to both meetings after") + CARD, MATERIAL),
    ("case: a number changes", CASE + CARD, CASE.replace("41", "42") + CARD, WORDING),
    ("case: its title changes", CASE + CARD, CASE.replace("Ms. R.\n", "R.\n", 1) + CARD, COSMETIC),
    # from one kind to another
    ("a choice becomes a card", SINGLE, f"## [d-1] One\nQ: {STEM}\n\nA: goals, tasks, bond\n", KEY),
]  # fmt: skip


def bodies(old: str, new: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the body before, and the body after with its ids carried over."""
    bank = bank_of(HEADER + old)
    before = revision_body(bank, bank.items[0])
    bank = bank_of(HEADER + new)
    return before, carried(revision_body(bank, bank.items[0]), before)


@pytest.mark.parametrize(("name", "old", "new", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_class_of_change(name: str, old: str, new: str, expected: ChangeClass) -> None:
    assert old != new, name
    assert classify(*bodies(old, new)) == expected


@pytest.mark.parametrize("kind", ["single", "multi", "tf", "card", "cloze", "case"])
def test_every_kind_has_every_class(kind: str) -> None:
    tested = {expected for name, _, _, expected in ROWS if name.startswith(f"{kind}:")}
    # A case has no key of its own.
    assert tested | ({KEY} if kind == "case" else set()) == set(ChangeClass)


def test_classes_are_ordered_from_the_gravest() -> None:
    assert list(ChangeClass) == ["identity", "key", "material", "wording", "cosmetic"]


@pytest.mark.parametrize("text", [SINGLE, MULTI, TRUE_FALSE, CARD, CLOZE, CASE + SINGLE])
def test_new_yes_makes_a_new_item(text: str) -> None:
    heading = "\n\n* New: yes\n"
    assert classify(*bodies(text, text + heading)) == IDENTITY
    assert classify(*bodies(text + heading, text + heading)) == COSMETIC
    assert classify(*bodies(text, text)) == COSMETIC


def test_is_same_sees_every_difference() -> None:
    assert is_same(*bodies(SINGLE, SINGLE))
    assert is_same(*bodies(SINGLE, SINGLE.replace("\n\n", "\n\n\n") + "<!-- later -->\n"))
    assert not is_same(*bodies(SINGLE, SINGLE + "\n* Facts: K1\n"))
    assert not is_same(*bodies(SINGLE, SINGLE + "\nWhy.\n"))
