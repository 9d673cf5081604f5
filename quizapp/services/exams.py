"""Loading exam files: what is known of an exam, as its file says it."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from quizapp.core.bank.problems import Problem
from quizapp.core.exams.model import as_json
from quizapp.core.exams.outline import parse_outline
from quizapp.db.models.banks import Exam


@dataclass(frozen=True, slots=True)
class ExamResult:
    """What a load did. With problems nothing was stored."""

    slug: str
    problems: tuple[Problem, ...] = ()
    is_untouched: bool = False  # it says what was loaded last


def load_exam(db_session: Session, text: str, *, now: datetime) -> ExamResult:
    """Store what an exam file says; a text with problems, or the one loaded last, changes nothing.

    A file is read even when its text is known: a newer version of the app may take more from it.
    """
    outline, problems = parse_outline(text)
    if outline is None:
        return ExamResult("", problems)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    stored = db_session.get(Exam, outline.slug)
    wanted = as_json(outline)
    if stored is not None and stored.sha256 == sha256 and stored.outline == wanted:
        return ExamResult(outline.slug, is_untouched=True)
    exam = stored or Exam(slug=outline.slug)
    exam.title, exam.outline, exam.sha256, exam.loaded_at = outline.title, wanted, sha256, now
    db_session.add(exam)
    db_session.commit()
    return ExamResult(outline.slug)
