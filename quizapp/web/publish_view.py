"""What publishing does, in words: a card for each question that learners will notice."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from quizapp.core.bank.model import Bank, Status
from quizapp.core.bank.ownership import BROWSER
from quizapp.core.bank.pieces import Line, changed_keys, difference
from quizapp.core.bank.revision import ChangeClass
from quizapp.db.queries.drafts import LoadRow
from quizapp.services.load_result import Change, LoadOptions, LoadResult
from quizapp.services.publishing import Preview
from quizapp.web.words import long_date, plural

TAGS = {
    ChangeClass.IDENTITY: ("Another question", "plus", "plum"),
    ChangeClass.KEY: ("Answer changed", "triangle-alert", "brick"),
    ChangeClass.MATERIAL: ("Material", "git-compare", "sun"),
    ChangeClass.WORDING: ("Wording", "file-pen-line", "plum"),
    ChangeClass.COSMETIC: ("Cosmetic", "check", ""),
}
EFFECTS = {
    ChangeClass.IDENTITY: "It becomes a new question; the old one stays in histories.",
    ChangeClass.KEY: "Who was taught the old answer learns it anew, and is told on Today.",
    ChangeClass.MATERIAL: "It comes back to them within a day, marked as changed since then.",
    ChangeClass.WORDING: "Schedules and history stay; its story says “text revised”.",
    ChangeClass.COSMETIC: "Nobody is troubled.",
}
READ_AGAIN = "Its reasons and its explanation were written for the old answer: read them again."
MOST_NAMED = 30  # new questions by their titles, then by their ids alone
COUNTED = {
    "new": "new",
    ChangeClass.IDENTITY: "put in the place of others",
    ChangeClass.KEY: "with another answer",
    ChangeClass.MATERIAL: "materially changed",
    ChangeClass.WORDING: "reworded",
    ChangeClass.COSMETIC: "changed where learners do not look",
}
MOST_CARDS = 60  # with their differences; a page of more is not read


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One question that changes: `classes` are the classes it can be given, as value and words."""

    ref: str
    title: str
    label: str
    icon: str
    color: str
    effect: str
    lines: list[Line]
    needs_why: bool
    why: str
    chosen: str
    classes: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class PublishView:
    """The page: sums, cards, and what is only listed."""

    title: str
    version: int
    is_new: bool
    is_outdated: bool
    blocked: str  # how many errors keep it from being published
    is_same: bool
    sums: list[tuple[str, int, str]]
    cards: list[ChangeView] = field(default_factory=list)
    quiet: list[tuple[str, list[str]]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class HistoryRow:
    load_id: int
    number: int
    when: str
    by: str
    words: str
    is_live: bool


def publish_view(preview: Preview, options: LoadOptions) -> PublishView:
    """Return the page of a draft; `options` are what was chosen so far."""
    found, result = preview.checked, preview.result
    bank = found.checked.book.bank
    old = found.live.text if found.live else ""
    pieces = changed_keys(old, found.draft.text)
    titles = {item.ref: item.title for item in bank.items} if bank else {}
    loud = [one for one in result.changes if one.change is not ChangeClass.COSMETIC]
    cards = [
        _card(one, titles.get(one.ref, ""), preview, options, pieces.get(one.ref, ("", "")))
        for one in sorted(loud, key=lambda one: (list(ChangeClass).index(one.change), one.ref))
    ]
    return PublishView(
        title=bank.title if bank else found.draft.slug,
        version=found.draft.version,
        is_new=found.live is None,
        is_outdated=found.is_outdated,
        blocked=plural(len(found.blocking), "error") if found.blocking else "",
        is_same=found.live is not None and old == found.draft.text,
        sums=_sums(preview),
        cards=cards[:MOST_CARDS],
        quiet=_quiet(result, cards[MOST_CARDS:], _new_names(result.new, bank)),
    )


def said(result: LoadResult) -> str:
    """Return what publishing did, in a sentence."""
    told = sum(one.told for one in result.changes)
    parts = [
        plural(len(result.new), "new question") if result.new else "",
        f"{len(result.changes)} changed" if result.changes else "",
        f"{len(result.retired)} retired" if result.retired else "",
    ]
    whole = ", ".join(part for part in parts if part) or "No question changed"
    heard = (
        f" {plural(told, 'learner is', 'learners are')} told of a corrected answer." if told else ""
    )
    return f"Published. {whole}.{heard}"


def history_rows(loads: Iterable[LoadRow]) -> list[HistoryRow]:
    """Return the texts of a bank, the newest first; the one that is live is marked."""
    rows, has_live = [], False
    for one in loads:
        is_live = one.is_served and not has_live
        has_live = has_live or is_live
        changes = [
            f"{count} {words_of}"
            for name, words_of in COUNTED.items()
            if (count := one.changes.get(name, 0))
        ]
        words = ", ".join(changes) or "no question changed"
        where = "in the browser" if one.origin == BROWSER else f"from {PurePath(one.origin).name}"
        rows.append(
            HistoryRow(
                load_id=one.load_id,
                number=one.number,
                when=f"{long_date(one.loaded_at.date())}, {one.loaded_at:%H:%M} UTC",
                by=f"{one.by}, {where}" if one.by else where,
                words=words if one.is_served else "only seen; another text was kept",
                is_live=is_live,
            )
        )
    return rows


def _card(
    change: Change, title: str, preview: Preview, options: LoadOptions, piece: tuple[str, str]
) -> ChangeView:
    label, icon, color = TAGS[change.found]
    learners = preview.learners.get(change.ref, 0)
    chosen = options.overrule.get(change.ref, change.found)
    who = plural(learners, "learner has", "learners have") if learners else "No learner has"
    effect = EFFECTS[change.found] if learners else ""
    again = READ_AGAIN if change.found is ChangeClass.KEY else ""
    return ChangeView(
        ref=change.ref,
        title=f"{change.ref}: {title}" if title else change.ref,
        label=label,
        icon=icon,
        color=color,
        effect=" ".join(part for part in (f"{who} answered it.", effect, again) if part),
        lines=difference(*piece),
        needs_why=change.found is ChangeClass.KEY,
        why=options.reasons.get(change.ref, ""),
        chosen=chosen,
        classes=[
            (one, f"{TAGS[one][0]}{', as found' if one is change.found else ''}")
            for one in ChangeClass
            if one is not ChangeClass.COSMETIC or change.found is ChangeClass.WORDING
        ],
    )


def _sums(preview: Preview) -> list[tuple[str, int, str]]:
    """Return how many questions change how, and how many learners notice."""
    changes = preview.result.changes
    counts = Counter(one.found for one in changes)
    learners: Counter[ChangeClass] = Counter()
    for one in changes:
        learners[one.found] += preview.learners.get(one.ref, 0)

    def noticed(kind: ChangeClass, words: str) -> str:
        """Return how many notice: who has answered several of them is counted for each."""
        if not learners[kind]:
            return "nobody yet"
        at_most = "up to " if counts[kind] > 1 else ""
        return f"{at_most}{plural(learners[kind], 'learner')}, {words}"

    return [
        ("Answer corrected", counts[ChangeClass.KEY], noticed(ChangeClass.KEY, "told on Today")),
        (
            "Materially changed",
            counts[ChangeClass.MATERIAL],
            noticed(ChangeClass.MATERIAL, "due within a day"),
        ),
        ("Wording", counts[ChangeClass.WORDING], noticed(ChangeClass.WORDING, "history kept")),
        (
            "Cosmetic, new",
            counts[ChangeClass.COSMETIC] + len(preview.result.new),
            "nobody is troubled",
        ),
    ]


def _new_names(refs: Sequence[str], bank: Bank | None) -> list[str]:
    """Return what new questions are called; a draft is not asked yet."""
    items = {item.ref: item for item in bank.items} if bank else {}
    is_short = len(refs) <= MOST_NAMED
    names = []
    for ref in refs:
        item = items.get(ref)
        name = f"{ref} {item.title}" if item and item.title and is_short else ref
        is_draft = item is not None and item.status is Status.DRAFT
        names.append(f"{name} (a draft: not asked yet)" if is_draft else name)
    return names


def _quiet(
    result: LoadResult, beyond: list[ChangeView], new: list[str]
) -> list[tuple[str, list[str]]]:
    """Return what is only listed: what it is, and which questions."""
    cosmetic = [one.ref for one in result.changes if one.change is ChangeClass.COSMETIC]
    named = [
        ("New", new),
        ("Changed where learners do not look", cosmetic),
        ("Also changed", [f"{one.ref} ({one.label.lower()})" for one in beyond]),
        ("Retired: kept in histories, not asked any more", list(result.retired)),
        ("Taken back to be worked on (draft)", list(result.withdrawn)),
        ("Live again", list(result.brought_back)),
        ("Called otherwise now", [f"{old}, now {new}" for old, new in result.renamed]),
    ]
    return [(words, refs) for words, refs in named if refs]
