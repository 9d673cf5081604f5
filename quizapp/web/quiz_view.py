"""The quiz builder in words: what can be ticked, how much it holds, what was found and saved."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from flask import url_for

from quizapp.core.bank.search import excerpt
from quizapp.core.deck import (
    DeckItem,
    DeckStatus,
    Selection,
    Tally,
    drawn,
    mix,
)
from quizapp.core.learner import Learner
from quizapp.core.scheduling.queue import seconds_at
from quizapp.db.base import db_session
from quizapp.db.queries.banks import bank_titles, concept_titles
from quizapp.db.queries.decks import FoundRow, found_rows, saved_decks
from quizapp.services.decks import tally_quiz
from quizapp.web import words
from quizapp.web.quiz_form import IN_SHORT, KINDS, LEVELS, MODES, STATUSES, in_words, query_of
from quizapp.web.summary import title_of

MOST_FOUND: Final = 20  # questions listed of a search


@dataclass(frozen=True, slots=True)
class Tick:
    """Something to tick, with how many questions it would bring."""

    value: str
    label: str
    count: int
    is_ticked: bool


@dataclass(frozen=True, slots=True)
class Saved:
    name: str
    words: str
    url: str
    fields: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Hit:
    """A question that was found. Of one not yet answered how it begins, and no `excerpt`."""

    title: str
    url: str
    excerpt: str


@dataclass(frozen=True, slots=True)
class Builder:
    """All that the page shows. `asked` of `matching` questions fit into the quiz."""

    chosen: Selection
    banks: list[Tick]
    statuses: list[Tick]
    choices: list[tuple[str, str, list[tuple[str, str]], str]]
    modes: list[tuple[str, str, str, bool]]
    asked: int
    matching: int
    sentence: str
    mix: list[tuple[int, str]]
    found: list[Hit]
    found_words: str
    saved: list[Saved]


def builder_view(learner: Learner, chosen: Selection, now: datetime) -> Builder:
    """Return the builder with `chosen` filled in, counted for the learner now."""
    counted = tally_quiz(db_session, learner, chosen, now)
    asked = drawn(counted.matching, chosen.most)
    banks, concepts = bank_titles(db_session), concept_titles(db_session)
    found = _found(counted, chosen.words) if chosen.words else []
    return Builder(
        chosen=chosen,
        banks=_ticks(banks.items(), counted.by_bank, chosen.banks),
        statuses=_ticks(STATUSES.items(), counted.by_status, chosen.statuses),
        choices=_choices(chosen, concepts),
        modes=[(mode.value, *text, mode is chosen.mode) for mode, text in MODES.items()],
        asked=len(asked),
        matching=len(counted.matching),
        sentence=_sentence(asked, len(counted.matching)),
        mix=[(count, IN_SHORT[status]) for status, count in mix(asked)],
        found=found,
        found_words=_found_words(len(counted.matching), chosen.words),
        saved=[
            Saved(
                row.name,
                in_words(row.selection, banks, concepts),
                url_for("quiz.new", **_query(row.selection)),
                _pairs(row.selection),
            )
            for row in saved_decks(db_session, learner.user_id)
        ],
    )


def _ticks(labels: Iterable[tuple[str, str]], counts: Any, ticked: Iterable[str]) -> list[Tick]:
    chosen = set(ticked)
    return [Tick(value, label, counts[value], value in chosen) for value, label in labels]


def _choices(
    chosen: Selection, concepts: dict[str, str]
) -> list[tuple[str, str, list[tuple[str, str]], str]]:
    """Return the lists to choose from: (name, label, values with their words, what is chosen)."""
    titles = sorted(concepts.items(), key=lambda pair: pair[1])
    return [
        ("concept", "Concept", [("", "All concepts"), *titles], chosen.concept),
        ("level", "Level", list(LEVELS.items()), chosen.level),
        ("kind", "Kind", [(str(one), label) for one, label in KINDS.items()], chosen.kind or ""),
    ]


def _sentence(asked: list[DeckItem], matching: int) -> str:
    """Return what stands beside the count: “of 24 that fit, about 16 minutes”."""
    if not asked:
        return "questions fit all of that. Take something away."
    seconds = sum(seconds_at(one.recall) for one in asked)
    minutes = max(1, round(seconds / 60))
    noun = "question" if len(asked) == 1 else "questions"
    which = f"of {matching} that fit" if matching > len(asked) else f"{noun} that fit"
    return f"{which}, about {words.plural(minutes, 'minute')}"


def _found(counted: Tally, searched: str) -> list[Hit]:
    first = counted.matching[:MOST_FOUND]
    unseen = {one.item_id for one in first if DeckStatus.NEW in one.statuses}
    return [
        _hit(row, searched, is_known=row.item_id not in unseen)
        for row in found_rows(db_session, [one.item_id for one in first])
    ]


def _hit(row: FoundRow, searched: str, *, is_known: bool) -> Hit:
    url = url_for("items.item", bank=row.bank_slug, ref=row.ref)
    if not is_known:
        return Hit(words.asking(row.body["stem_text"], words.MOST_LETTERS), url, "")
    told = words.first_sentence(excerpt(row.body, searched))
    return Hit(title_of(row.body), url, told)


def _found_words(matching: int, searched: str) -> str:
    if not matching:
        return f"Nothing with “{searched}” fits. Try fewer words, or a part of a word."
    more = f" Here are the first {MOST_FOUND}." if matching > MOST_FOUND else ""
    verb = "has" if matching == 1 else "have"
    return f"{words.plural(matching, 'question')} {verb} “{searched}”.{more}"


def _query(chosen: Selection) -> dict[str, Any]:
    query: dict[str, Any] = query_of(chosen)
    return query


def _pairs(chosen: Selection) -> list[tuple[str, str]]:
    """Return a selection as the fields of a form."""
    return [
        (name, one)
        for name, value in query_of(chosen).items()
        for one in ([value] if isinstance(value, str) else value)
    ]
