"""A bank with an item of every kind, and an edit of every class for each of them."""

from flask import Flask

from quizapp.core.bank.revision import ChangeClass
from quizapp.services.load_result import LoadOptions, LoadResult
from tests.factories import BANK, KINDS_BANK, NOON, load_text

IDENTITY, KEY, MATERIAL, WORDING, COSMETIC = ChangeClass
TEXT = f"{BANK}\n# More\n\n{KINDS_BANK[KINDS_BANK.index('## [k-1]') :]}"
SELF_GRADED = ("s-4", "s-5")
REFS = ("s-1", "s-2", "s-3", "s-4", "s-5", "s-6", "k-1", "k-2", "k-3", "k-4")

CASE = "Ms. R., 41, has missed two sessions since her plan was changed without her."
Swaps = tuple[tuple[str, str], ...]


def moved_key(old: str, new: str) -> Swaps:
    """Return what makes the option `new` right instead of `old`."""
    return ((f"- [x] {old}", f"- [ ] {old}"), (f"- [ ] {new}", f"- [x] {new}"))


EDITS: dict[str, dict[ChangeClass, Swaps]] = {
    "s-1": {  # single
        IDENTITY: (
            ("Which set names the three parts of the alliance in", "Who wrote about"),
            ("**Bordin's** model?", "a split in the ego?"),
        ),
        KEY: moved_key("goals, tasks, bond", "empathy, regard, genuineness"),
        MATERIAL: (("exploring, understanding, acting", "a plan for the week"),),
        WORDING: (("Which set names", "Which set of words names"),),
        COSMETIC: (("Ask which of the three", "Look which of the three"),),
    },
    "s-2": {  # true or false
        IDENTITY: (("The model was meant for every kind of helping.", "Zetzel coined a term."),),
        KEY: moved_key("True", "False"),
        MATERIAL: (("meant for every kind of helping", "made for all kinds of helping"),),
        WORDING: (("every kind of helping.", "every sort of helping."),),
        COSMETIC: (("One idea for all", "The same idea for all"),),
    },
    "s-3": {  # multi
        IDENTITY: (("Which **two** need agreement?", "What did the last paper add?"),),
        KEY: (("- [ ] bond", "- [x] bond"),),
        MATERIAL: (("- [ ] weather", "- [ ] a long silence"),),
        WORDING: (("- [ ] weather", "- [ ] the weather"),),
        COSMETIC: (("a bond grows.", "a bond has to grow."),),
    },
    "s-4": {  # flashcard
        IDENTITY: (("Who is credited with the term *therapeutic alliance*?", "In which year?"),),
        KEY: (("A: Elizabeth Zetzel", "A: Ralph Greenson"),),
        MATERIAL: (("Who is credited with the term", "Who first used the term"),),
        WORDING: (("credited with the term", "credited with the words"),),
        COSMETIC: (("Her term, in a paper", "It is her term, in a paper"),),
    },
    "s-5": {  # cloze
        IDENTITY: (
            ("The alliance joins agreement on", "Two words from Greenson's last paper:"),
            ("with a bond.\n", "it was.\n"),
        ),
        KEY: (("[tasks]", "[methods]"),),
        MATERIAL: (("joins agreement on [goals]", "builds agreement about [goals]"),),
        WORDING: (("alliance joins agreement", "alliance holds agreement"),),
        COSMETIC: (("Two agreements and a bond.", "Two agreements, one bond."),),
    },
    "s-6": {  # single in a case
        IDENTITY: (
            (CASE, "A man asks for help with forms; nobody at the desk can sign."),
            ("What should the counselor do **first**?", "Which law applies?"),
        ),
        KEY: moved_key("Ask how she sees the plan", "Refer her to a colleague"),
        MATERIAL: (("Refer her to a colleague", "Close the file"),),
        WORDING: (("What should the counselor", "What must the counselor"),),
        COSMETIC: (("Ask before you act.", "Ask first, then act."),),
    },
    "k-1": {  # typed
        IDENTITY: (
            ("Goals, tasks, and mutual trust and liking: what", "Where and when"),
            ("did **Bordin** call the third part?", "was the paper read?"),
        ),
        KEY: (("bond | emotional bond | bonds", "attachment | bond"),),
        MATERIAL: (("mutual trust and liking: what did", "trust: which word did"),),
        WORDING: (("call the third part", "name the third part"),),
        COSMETIC: (("live inside the bond", "live within the bond"),),
    },
    "k-2": {  # numeric
        IDENTITY: (("How many items has the long form of the", "Which year saw a first"),),
        KEY: (("36 ± 0.5", "48 ± 0.5"),),
        MATERIAL: (("items has the long form", "questions has the full form"),),
        WORDING: (("of the inventory?", "of the questionnaire?"),),
        COSMETIC: (("Twelve for each part.", "Twelve for each of them."),),
    },
    "k-3": {  # order
        IDENTITY: (
            ("A rupture has come up. Put the steps in order, the first on top.", "By year?"),
        ),
        KEY: (
            ("3. Explore both views\n4. Renegotiate the task", "3. Renegotiate the task"),
            ("need.\n", "need.\n4. Explore both views\n"),
        ),
        MATERIAL: (("has come up. Put", "shows itself. Now put"),),
        WORDING: (("has come up.", "has shown up."),),
        COSMETIC: (("Notice, name, explore", "Notice, name it, explore"),),
    },
    "k-4": {  # match
        IDENTITY: (("Match each author with the term.", "Pick what fits every paper below best."),),
        KEY: (
            ("| Zetzel | therapeutic", "| Zetzel | workable"),
            ("| Greenson | working", "| Greenson | therapeutic"),
            ("| Zetzel | workable", "| Zetzel | working"),
        ),
        MATERIAL: (("empathy, regard and genuineness", "a cure by insight"),),
        WORDING: (("with the term.", "with a term."),),
        COSMETIC: (("came first, with Zetzel", "came first, by Zetzel"),),
    },
}


def edited(text: str, ref: str, change: ChangeClass) -> str:
    """Return `text` with the item `ref` edited as the class says."""
    start = text.index(f"[{ref}]")
    if ref == "s-6" and change is IDENTITY:
        start = text.index("# Case [c-1]")  # it changes with its case
    head, tail = text[:start], text[start:]
    for old, new in EDITS[ref][change]:
        assert old in tail, (ref, change, old)
        tail = tail.replace(old, new, 1)
    return head + tail


def load(app: Flask, text: str, **said: object) -> LoadResult:
    """Load a text inside an app context; `at` and the options of a load are keywords."""
    at, origin = said.pop("at", NOON), said.pop("origin", "small.md")
    with app.app_context():
        return load_text(text, at=at, origin=origin, options=LoadOptions(**said))  # type: ignore[arg-type]
