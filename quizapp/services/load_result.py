"""What an educator says beside the text of a bank, and what the load says back."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from quizapp.core.bank.model import Status
from quizapp.core.bank.ownership import Diffs, Side
from quizapp.core.bank.problems import Problem, ProblemLevel
from quizapp.core.bank.revision import ChangeClass
from quizapp.services.revising import Planned


@dataclass(frozen=True, slots=True)
class LoadOptions:
    """What the educator says beside the text.

    `overrule` are classes of change by item ref; a lower one than that found needs `because`,
    which is also what learners read about a corrected key; `reasons` are of single items, by ref.
    `settle` decides a conflict between
    file and browser. `is_dry` tells what would happen and stores nothing. `files` are pictures
    that came with the text, by path. `is_house` holds the items to what shipped banks promise.
    With `holds_back` an item in which the check finds an error keeps its last live revision, or
    stays a draft where it has none.
    """

    overrule: Mapping[str, ChangeClass] = field(default_factory=dict)
    because: str = ""
    reasons: Mapping[str, str] = field(default_factory=dict)
    settle: Side | None = None
    is_dry: bool = False
    files: Mapping[str, bytes] = field(default_factory=dict)
    is_house: bool = False
    holds_back: bool = False

    def why(self, ref: str) -> str:
        """Return the reason that was given for the change of an item."""
        return (self.reasons.get(ref) or self.because).strip()


@dataclass(frozen=True, slots=True)
class Change:
    """What an edit of an item was: `found` differs from `change` where it was overruled."""

    ref: str
    change: ChangeClass
    found: ChangeClass
    told: int = 0  # learners who read of the corrected key


@dataclass(frozen=True, slots=True)
class LoadResult:
    """What a load did, as item refs. With an error among `problems` nothing was stored."""

    slug: str
    problems: tuple[Problem, ...] = ()
    new: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    same: tuple[str, ...] = ()
    retired: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()  # live before, a draft now
    brought_back: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()  # from, to
    held: tuple[str, ...] = ()  # not live as written: the item check found an error
    is_untouched: bool = False  # the text was seen before; nothing was looked at
    conflict: Diffs | None = None  # file and browser have both changed; nothing was stored
    is_left: bool = False  # the text was only noted as seen; the browser's is served

    @property
    def changed(self) -> tuple[str, ...]:
        return tuple(one.ref for one in self.changes)

    @property
    def is_refused(self) -> bool:
        has_errors = any(problem.level is ProblemLevel.ERROR for problem in self.problems)
        return has_errors or self.conflict is not None


@dataclass(frozen=True, slots=True)
class Moves:
    """Items that are served no longer or again, and those with a new id."""

    retired: tuple[str, ...]
    withdrawn: tuple[str, ...]
    brought_back: tuple[str, ...]
    renamed: tuple[tuple[str, str], ...]


def moves_of(planned: list[Planned]) -> Moves:
    """Compare what is planned with what is stored, before that is changed."""

    def became(before: set[Status], after: Status) -> tuple[str, ...]:
        return tuple(
            one.ref
            for one in planned
            if one.stored and one.stored.status in before and one.source.status is after
        )

    return Moves(
        retired=became({Status.LIVE, Status.DRAFT}, Status.RETIRED),
        withdrawn=became({Status.LIVE}, Status.DRAFT),
        brought_back=became({Status.RETIRED}, Status.LIVE),
        renamed=tuple(
            (one.stored.ref, one.ref) for one in planned if one.stored and one.is_renamed
        ),
    )


def changes_of(planned: list[Planned], told: Mapping[int, int]) -> tuple[Change, ...]:
    """Return the class of every change, with how many learners are told of it by item id."""
    return tuple(
        Change(one.ref, one.change, one.found, told.get(one.row.id, 0) if one.row else 0)
        for one in planned
        if one.change is not None and one.found is not None
    )
