"""What an educator is shown of a cohort: distributions that give nobody away, and no ranking.

A cell that counts fewer than FEWEST members is put together with its neighbors until they hold
enough: what is shown are sums that are never small.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations, pairwise, zip_longest
from typing import Final

FEWEST: Final = 5  # members in a cell that is shown
WEEK: Final = 7
WEEKS: Final = 4  # that the page looks back
FEWEST_ANSWERS: Final = 4  # questions of a concept before somebody stands anywhere in it
LOW: Final = 60  # percent known: below is "below"
HIGH: Final = 80  # from here on "above"
LONGEST_TITLE: Final = 80
CODE_LETTERS: Final = 8  # of a code to be read out: 35 bits, which have to be typed in
ALPHABET: Final = "ABCDEFGHJKMNPQRTUVWXY"  # no I, L, O, S, Z: they are taken for others

DAY_BANDS: Final = ("No day", "1 or 2 days", "3 or 4 days", "5 days or more")
MASTERY_BANDS: Final = ("Below", "Near", "Above", "Too few answers")
BANK_BANDS: Final = ("Not begun", "Under half", "Half or more")


@dataclass(frozen=True, slots=True)
class Group:
    """The cells from `first` to before `end`, neighbors, and how many members they hold."""

    first: int
    end: int
    count: int

    @property
    def is_one(self) -> bool:
        """Tell whether it is one cell, shown as it is."""
        return self.end - self.first == 1


Groups = tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """One member: `name` is "" unless they agreed to be named; `planned` days a week or None.

    `since` is the day from which on both they and the goal were there.
    """

    user_id: int
    name: str
    since: date
    planned: int | None
    weeks: tuple[int, ...]  # days studied in the last seven days, in the seven before, …

    def is_judged(self, today: date) -> bool:
        """Tell whether there is a plan, and whether it has been theirs for a whole week."""
        return bool(self.planned) and self.since <= today - timedelta(days=WEEK)

    def is_below(self, today: date) -> bool:
        """Tell whether they studied on fewer days than planned in the last seven."""
        return self.is_judged(today) and self.weeks[0] < (self.planned or 0)


@dataclass(frozen=True, slots=True)
class NamedBelow:
    """A member below plan who agreed to be named."""

    name: str
    studied: int
    planned: int


@dataclass(frozen=True, slots=True)
class Below:
    """Who is below plan: `named` by name, and how many `others`, None where that is hidden."""

    named: tuple[NamedBelow, ...]
    others: int | None
    has_others: bool  # is there anybody who keeps their name to themselves?


def week_start(today: date, weeks_ago: int) -> date:
    """Return the first of the seven days that ended yesterday, or so many weeks before."""
    return today - timedelta(days=WEEK * (weeks_ago + 1))


def days_by_week(days: Iterable[date], today: date) -> tuple[int, ...]:
    """Return on how many of the days each of the last WEEKS weeks was studied, the newest first."""
    counts = [0] * WEEKS
    for day in days:
        ago = (today - day).days - 1
        if 0 <= ago < WEEK * WEEKS:
            counts[ago // WEEK] += 1
    return tuple(counts)


def day_band(days: int) -> int:
    """Return the place in DAY_BANDS."""
    return min((days + 1) // 2, len(DAY_BANDS) - 1)


def mastery_band(known: int, answered: int) -> int:
    """Return the place in MASTERY_BANDS of somebody who knows `known` of `answered` questions."""
    if answered < FEWEST_ANSWERS:
        return 3
    percent = 100 * known / answered
    return 0 if percent < LOW else 1 if percent < HIGH else 2


def bank_band(seen: int, items: int) -> int:
    """Return the place in BANK_BANDS of somebody who has seen `seen` of a bank's questions."""
    return 0 if not seen else 1 if 2 * seen < items else 2


def counted(bands: Iterable[int], size: int) -> tuple[int, ...]:
    """Return how many of `bands` each of the places from 0 to `size` - 1 has."""
    counts = [0] * size
    for band in bands:
        counts[band] += 1
    return tuple(counts)


def grouped(counts: Sequence[int], known: Sequence[int] = ()) -> Groups:
    """Return the counts as they may be shown: small cells together with their neighbors.

    Which neighbors are tried first does not hang on the counts: to choose the smallest would give
    them away to somebody who knows this rule. `known` says how many of each cell the page names
    anyway; the rest of a group has to be large enough without them. At last all are one group.
    """
    rest = [count - of_known for count, of_known in zip_longest(counts, known, fillvalue=0)]
    for ends in _cuts(len(rest)):
        groups = [range(*pair) for pair in pairwise((0, *ends, len(rest)))]
        if not ends or all(sum(rest[place] for place in one) >= FEWEST for one in groups):
            break
    return tuple(Group(one.start, one.stop, sum(counts[one.start : one.stop])) for one in groups)


def is_told(groups: Groups) -> bool:
    """Tell whether anything is shown of a row but the number of members."""
    return len(groups) > 1


def told_cell(groups: Groups, place: int) -> int | None:
    """Return what one cell counts, None where it is shown together with others."""
    return next((one.count for one in groups if one.is_one and one.first == place), None)


def _cuts(size: int) -> Iterator[tuple[int, ...]]:
    """Return where neighbors may be parted, into many groups before few; at last nowhere."""
    for parts in range(size - 1, -1, -1):
        yield from combinations(range(1, size), parts)


def week_rows(members: Sequence[Member], today: date) -> list[Groups]:
    """Return for each week, the newest first, how many members studied on how many days."""
    size = len(DAY_BANDS)
    named = [band for one in members for band in _told_by_name(one, today)]
    rows = []
    for ago in range(WEEKS):
        counts = counted((day_band(one.weeks[ago]) for one in members), size)
        rows.append(grouped(counts, () if ago else counted(named, size)))
    return rows


def active_of(groups: Groups, members: int) -> int | None:
    """Return how many members studied in a week, as far as its row says so."""
    idle = told_cell(groups, 0)
    return None if idle is None else members - idle


def below_plan(members: Sequence[Member], today: date) -> Below:
    """Return who is below plan, by name and not by how far."""
    named = sorted(
        (
            NamedBelow(one.name, one.weeks[0], one.planned or 0)
            for one in members
            if one.name and one.is_below(today)
        ),
        key=lambda one: (one.name.casefold(), one.name),
    )
    # Whoever is named is known to be below or not, so the others have to be enough by themselves.
    others = [one for one in members if not one.name]
    bands = (0 if one.is_below(today) else 1 if one.is_judged(today) else 2 for one in others)
    return Below(tuple(named), told_cell(grouped(counted(bands, 3)), 0), bool(others))


def plain_code(text: str) -> str:
    """Return a code as it is kept, however it was typed; "" for what can be none."""
    code = "".join(letter for letter in text[:80].upper() if letter in ALPHABET)
    return code if len(code) == CODE_LETTERS else ""


def spoken(code: str) -> str:
    """Return a code in two halves, as it is read out."""
    half = len(code) // 2
    return f"{code[:half]} {code[half:]}"


def _told_by_name(member: Member, today: date) -> list[int]:
    """Return the band of days that the list of those below plan tells of a member, if any."""
    last = len(DAY_BANDS) - 1
    if not member.name or not member.is_judged(today):
        return []
    if member.is_below(today):
        return [day_band(member.weeks[0])]
    # Not in the list: as many days as planned or more. That may leave one band alone.
    return [last] if day_band(member.planned or 0) == last else []
