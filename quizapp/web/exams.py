"""What is known of an exam, how well, and how much of it the banks cover."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, abort, render_template

from quizapp.core.exams.model import Fact, FactStatus, Outline, Topic
from quizapp.core.exams.outline import parts_of
from quizapp.db.base import db_session
from quizapp.db.queries.exams import Places, exam_outline, questions_by_place
from quizapp.web import words

bp = Blueprint("exams", __name__)
NEARLY_ALL = 0.9
LABELS = {
    "questions": ("Questions", "{}"),
    "minutes": ("Time", "{} minutes"),
    "scored": ("Scored questions", "{}"),
    "unscored": ("Unscored questions", "{}"),
    "options": ("Options per question", "{}"),
    "layout": ("Layout", "{}"),
    "passing": ("Passing", "{}"),
    "result": ("Result", "{}"),
    "basis": ("Content", "{}"),
    "weights": ("Weights", "{}"),
}


@dataclass(frozen=True, slots=True)
class FactView:
    """A value in words; `value` is empty when nobody knows it."""

    label: str
    value: str
    status: FactStatus
    source: str
    day: str
    note: str


@dataclass(frozen=True, slots=True)
class SectionView:
    slug: str
    title: FactView
    questions: FactView
    locks: FactView
    ours: int


@dataclass(frozen=True, slots=True)
class TopicView:
    """A topic's row; `ours` are the banks' questions by section, each section's name first."""

    title: FactView
    weight: FactView
    sections: FactView
    ours: list[tuple[str, int]]


@bp.get("/exams/<slug>")
def exam(slug: str) -> str:
    """Show every fact of an exam with its source."""
    outline = exam_outline(db_session, slug)
    if outline is None:
        abort(404)
    places = questions_by_place(db_session)
    topics = [_topic(topic, outline, places) for topic in outline.topics]
    return render_template(
        "exams/exam.html",
        exam=outline,
        statuses=list(FactStatus),
        facts=[_view(fact, *LABELS[key]) for key, fact in outline.facts.items()],
        sections=_sections(outline, places),
        topics=topics,
        covered=words.number(sum(bool(topic.ours) for topic in topics)),
        covers=_covers(outline, places),
        has_both=any(len(parts_of(asked)) > 1 for _, asked in places),
        is_undated=any(fact.value is not None and not fact.seen for fact in _all_facts(outline)),
        names={topic.slug: topic.title.value for topic in outline.topics},
    )


def _covers(outline: Outline, places: Places) -> str:
    """Return how the banks' questions lie among the topics."""
    ours = Counter({topic.slug: _questions_on(topic.slug, places) for topic in outline.topics})
    ours = +ours  # those with a question
    if not ours:
        return "Our banks have no questions for this exam yet."
    total, [(slug, most)] = ours.total(), ours.most_common(1)
    title = next(topic.title.value for topic in outline.topics if topic.slug == slug)
    share = "All" if most == total else "Nearly all" if most >= NEARLY_ALL * total else str(most)
    where = f"one of the {len(outline.topics)} domains, {title}"
    rest = f"; the others touch {words.number(len(ours) - 1)} more" if len(ours) > 1 else ""
    return f"{share} of our {words.plural(total, 'question')} belong to {where}{rest}."


def _questions_on(topic: str, places: Places) -> int:
    return sum(n for (on, _), n in places.items() if on == topic)


def _all_facts(outline: Outline) -> Iterator[Fact]:
    yield from outline.facts.values()
    for section in outline.sections:
        yield from (section.title, section.questions, section.locks)
    for topic in outline.topics:
        yield from (topic.title, topic.weight, topic.sections)


def _view(fact: Fact, label: str, shape: str = "{}") -> FactView:
    day = words.long_date(date.fromisoformat(fact.seen)) if fact.seen else ""
    value = shape.format(fact.value) if fact.value is not None else ""
    return FactView(label, value, fact.status, fact.source, day, fact.note)


def _sections(outline: Outline, places: Places) -> list[SectionView]:
    return [
        SectionView(
            section.slug,
            _view(section.title, "Title"),
            _view(section.questions, "Questions"),
            _view(section.locks, "You cannot go back"),
            sum(n for (_, asked), n in places.items() if section.slug in parts_of(asked)),
        )
        for section in outline.sections
    ]


def _topic(topic: Topic, outline: Outline, places: Places) -> TopicView:
    counts = [
        (section.slug, _questions_of(topic.slug, section.slug, places))
        for section in outline.sections
    ]
    return TopicView(
        _view(topic.title, "Title"),
        _view(topic.weight, "Weight", "{}%"),
        _view(topic.sections, "Sections"),
        [(f"Section {slug}", n) for slug, n in counts if n],
    )


def _questions_of(topic: str, section: str, places: Places) -> int:
    """Count the questions of a topic that belong to a section; one may belong to both."""
    return sum(n for (on, asked), n in places.items() if on == topic and section in parts_of(asked))
