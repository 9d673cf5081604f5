"""A question of every kind, with answers to it and what they lead to."""

from dataclasses import dataclass

from quizapp.core.bank.model import SELF_GRADED_KINDS, Kind
from tests.browser.people import Key, Library


@dataclass(frozen=True)
class Answer:
    """`said` are options, words, steps or rows; the words of a card's grade where there is none.

    `verdict` is a pattern of its title, `score` and `rating` are what the log holds.
    """

    said: tuple[str, ...]
    verdict: str
    score: float
    rating: int


@dataclass(frozen=True)
class Asked:
    """A question of the made-up banks, found by the first words of its stem."""

    name: str
    kind: Kind
    stem: str
    key: tuple[str, ...]  # the lines of it in the missed list
    right: Answer
    wrong: Answer
    partly: Answer | None = None

    @property
    def is_card(self) -> bool:
        return self.kind in SELF_GRADED_KINDS

    def found_in(self, library: Library) -> Key:
        """Return the question's card, the first gap of a cloze."""
        return library.of(self.kind, is_case=self.name == "case")[0]


def right(*said: str, verdict: str = "Right.") -> Answer:
    return Answer(said, f"^{verdict}$", 1, 3)


def wrong(*said: str, verdict: str = "Not this time.") -> Answer:
    return Answer(said, f"^{verdict}$", 0, 1)


def partly(*said: str, verdict: str, score: float) -> Answer:
    return Answer(said, f"^{verdict}$", score, 1)


THE_ANSWER_IS = "Not this time. The answer is"
STEPS = (
    "Notice the marker",
    "Bring attention to it",
    "Explore both views",
    "Renegotiate the task",
)
PAIRS = (
    ("Zetzel", "therapeutic alliance"),
    ("Greenson", "working alliance"),
    ("Luborsky", "helping alliance"),
    ("Bordin", "goals, tasks and bond"),
)


def rows(*places: int) -> tuple[str, ...]:
    """Return the rows of the match, each with the answer that belongs to the row of its place."""
    return tuple(
        f"{left}: {PAIRS[place][1]}" for (left, _), place in zip(PAIRS, places, strict=True)
    )


ASKED = (
    Asked(
        "single",
        Kind.SINGLE,
        "Which set names the three parts",
        ("goals, tasks, bond",),
        right("goals, tasks, bond"),
        wrong("empathy, regard, genuineness", verdict=f"{THE_ANSWER_IS} [ABC]."),
    ),
    Asked(
        "truefalse",
        Kind.TRUE_FALSE,
        "The model was meant for every kind",
        ("True",),
        right("True"),
        wrong("False", verdict=f"{THE_ANSWER_IS} A."),
    ),
    Asked(
        "multi",
        Kind.MULTI,
        "Which two need agreement?",
        ("goals", "tasks"),
        right("goals", "tasks"),
        wrong("weather"),
        partly("tasks", verdict="Partly right: 1 of 2 found, none wrong.", score=1 / 2),
    ),
    Asked(
        "typed",
        Kind.TYPED,
        "Goals, tasks, and mutual trust",
        ("bond",),
        right("Emotional Bond!"),
        wrong("rapport", verdict=f"{THE_ANSWER_IS} bond."),
    ),
    Asked(
        "numeric",
        Kind.NUMERIC,
        "How many items has the long form",
        ("36",),
        right("36.5"),
        wrong("37", verdict=f"{THE_ANSWER_IS} 36."),
    ),
    Asked(
        "order",
        Kind.ORDER,
        "A rupture has come up.",
        STEPS,
        right(*STEPS),
        wrong(*STEPS[::-1], verdict="Not this time. It is the other way round."),
        partly(
            *(STEPS[1], STEPS[0], *STEPS[2:]),
            verdict="Close: two steps are swapped.",
            score=2 / 3,
        ),
    ),
    Asked(
        "match",
        Kind.MATCH,
        "Match each author",
        rows(0, 1, 2, 3),
        right(*rows(0, 1, 2, 3)),
        wrong(*rows(1, 2, 3, 0), verdict="Not this time. None of the four matched."),
        partly(*rows(1, 0, 2, 3), verdict="Partly right: 2 of 4 matched.", score=1 / 2),
    ),
    Asked(
        "flashcard",
        Kind.FLASHCARD,
        "Who is credited with the term",
        ("Elizabeth Zetzel",),
        right("Good", verdict="Elizabeth Zetzel"),
        wrong("Again", verdict="Elizabeth Zetzel"),
    ),
    Asked(
        "cloze",
        Kind.CLOZE,
        "The alliance joins agreement on",
        ("goals",),
        right("Good", verdict="The gap reads: goals"),
        wrong("Again", verdict="The gap reads: goals"),
    ),
    Asked(
        "case",
        Kind.SINGLE,
        "What should the counselor do first?",
        ("Ask how she sees the plan",),
        right("Ask how she sees the plan"),
        wrong("Refer her to a colleague", verdict=f"{THE_ANSWER_IS} [AB]."),
    ),
)
