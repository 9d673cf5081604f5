"""How ready a learner is, section by section of an exam. Reads only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from quizapp.core.analysis.evidence import evidence_of
from quizapp.core.analysis.memory_calibration import Expected
from quizapp.core.analysis.readiness import (
    FirstTries,
    ItemBelief,
    NoReadiness,
    Readiness,
    SectionItems,
    Unknown,
    first_tries,
    readiness,
    shares_of,
)
from quizapp.core.analysis.recalibration import Recalibration, recalibrate
from quizapp.core.exams.model import Outline, Section
from quizapp.core.scheduling.memory import Memory, retrievability
from quizapp.db.catalog import content_version
from quizapp.db.queries.exams import exam_outline
from quizapp.db.queries.readiness import RememberedRow, card_logs, log_size, remembered_items
from quizapp.services.ranking import DayCache, known_weights

# A log longer than this is replayed once a study day, up to the day before: an answer more
# changes nothing in it that could be seen, and the replay of 10 000 takes about a second.
LONG_LOG: Final = 2_000


@dataclass(frozen=True, slots=True)
class SectionReadiness:
    """One section of the exam, as far as the banks go.

    `items` of the banks belong to it, in `topics` of the exam's `all_topics`; `items_seen` were
    answered at least once, in one of their gaps. Without an exam `all_topics` is 0.
    """

    slug: str
    title: str
    result: Readiness | NoReadiness
    items: int
    items_seen: int
    topics: int
    all_topics: int


@dataclass(frozen=True, slots=True)
class LearnerModel:
    """What a learner's own answers say: how far the memory model is borne out, and first tries.

    `expected` is every review that tells something; of a long log, those up to the day before.
    """

    recalibration: Recalibration
    tries: FirstTries | None
    expected: Expected


# By engine: another database has other people under the same numbers.
_models: WeakKeyDictionary[Engine | Connection, DayCache[LearnerModel]] = WeakKeyDictionary()


def readiness_of(
    db_session: Session, user_id: int, exam_on: date | None, today: date, *, exam: str = ""
) -> tuple[SectionReadiness, ...]:
    """Return the readiness for each section, in the order in which the exam asks them.

    It is for study day `exam_on` if nothing more is studied until then; without a day, or with one
    that is over, for today. `exam` is the slug of an exam file: without one all topics weigh the
    same, and the sections are those that the items name.
    """
    on = max(today, exam_on or today)
    outline = exam_outline(db_session, exam) if exam else None
    rows = remembered_items(db_session, user_id)
    model = learner_model(db_session, user_id, today)
    named = {slug for row in rows for slug in row.sections}
    if outline is None:
        return tuple(_section(slug, None, outline, rows, model, on) for slug in sorted(named))
    return tuple(_section(one.slug, one, outline, rows, model, on) for one in outline.sections)


def learner_model(db_session: Session, user_id: int, today: date) -> LearnerModel:
    """Return what is known of a learner's memory beside what the model believes."""
    size = log_size(db_session, user_id, today)
    is_long = size.rows > LONG_LOG
    rows = size.rows_before if is_long else size.rows
    key = (user_id, today, rows, content_version(db_session))
    kept = _models.setdefault(db_session.get_bind(), DayCache())
    return kept.get(key, lambda: _learn(db_session, user_id, today if is_long else None))


def _learn(db_session: Session, user_id: int, before: date | None) -> LearnerModel:
    found = evidence_of(card_logs(db_session, user_id, before))
    return LearnerModel(
        recalibrate(found.believed, found.right, found.guess),
        first_tries(found.first_right, found.first_guess),
        Expected.of(found.on, found.believed, found.recalled),
    )


def _section(
    slug: str,
    section: Section | None,
    outline: Outline | None,
    rows: Iterable[RememberedRow],
    model: LearnerModel,
    on: date,
) -> SectionReadiness:
    own = [row for row in rows if slug in row.sections]
    weights = known_weights(outline)
    topics = {row.topic for row in own}
    in_outline = {topic.slug for topic in outline.topics} if outline else topics - {""}
    has_weights = any(weights.get(topic) is not None for topic in topics)
    result = readiness(
        _beliefs(own, weights, on),
        model.recalibration,
        tries=model.tries,
        questions=_questions(section),
        items_in_banks=len(own),
        also_unknown=() if has_weights else (Unknown.WEIGHTS,),
    )
    return SectionReadiness(
        slug=slug,
        title=(section.title.value if section else None) or f"Section {slug}",
        result=result,
        items=len(own),
        items_seen=sum(any(row.memories) for row in own),
        topics=len(topics & in_outline),
        all_topics=len(outline.topics) if outline else 0,
    )


def _beliefs(
    rows: Sequence[RememberedRow], weights: dict[str, float | None], on: date
) -> SectionItems:
    """Return what is believed of each part of each item on study day `on`."""
    parts = [(row, memory) for row in rows for memory in row.memories]
    shares = shares_of(
        [row.topic for row, _ in parts], weights, [1 / len(row.memories) for row, _ in parts]
    )
    return SectionItems.of(
        ItemBelief(float(share), _recall(memory, on), row.guess)
        for share, (row, memory) in zip(shares, parts, strict=True)
    )


def _recall(memory: Memory | None, on: date) -> float | None:
    return None if memory is None else retrievability(memory, on)


def _questions(section: Section | None) -> int | None:
    """Return the length of a section where somebody's page has it."""
    if section is None or section.questions.value is None:
        return None
    return int(section.questions.value)
