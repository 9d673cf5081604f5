"""Checking the text of a bank, before anything is stored."""

from collections.abc import Callable, Container
from dataclasses import dataclass

from sqlalchemy.orm import Session

from quizapp.core.bank.concepts import unknown_concepts
from quizapp.core.bank.lint.report import Report, check_items
from quizapp.core.bank.model import Bank, Status
from quizapp.core.bank.problems import Problem, ProblemLevel
from quizapp.core.bank.reader import ReadBank, read_whole
from quizapp.core.exams.outline import unknown_places
from quizapp.db.queries.exams import outlines
from quizapp.services.concepts import stored_concepts

NOTHING_FOUND = Report(())


@dataclass(frozen=True, slots=True)
class Checked:
    """A bank as it was read, and what the item check made of it; `text` is what was read."""

    text: str
    book: ReadBank
    problems: tuple[Problem, ...]
    report: Report = NOTHING_FOUND

    @property
    def is_refused(self) -> bool:
        return self.book.bank is None or has_error(self.problems)


def check_text(
    db_session: Session,
    text: str,
    *,
    read: Callable[[str], ReadBank] = read_whole,
    is_house: bool = False,
) -> Checked:
    """Read a bank's text and hold it against the rules; nobody has to wait meanwhile."""
    db_session.rollback()
    book = read(text)
    problems = book.problems + _unknown_words(db_session, book.bank)
    if book.bank is None or has_error(problems):
        return Checked(text, book, problems)
    report = check_items(book.bank, text, is_house=is_house)
    return Checked(text, book, problems, report)


def blocking(checked: Checked, changed: Container[str]) -> tuple[Problem, ...]:
    """Return the errors in questions that would be live, and are among those `changed` by ref."""
    items = checked.book.bank.items if checked.book.bank else ()
    going_live = {one.ref for one in items if one.status is Status.LIVE and one.ref in changed}
    return tuple(
        one.problem
        for one in checked.report.findings
        if one.problem.level is ProblemLevel.ERROR and one.ref in going_live
    )


def _unknown_words(db_session: Session, parsed: Bank | None) -> tuple[Problem, ...]:
    """Return what the concept file and the exam files, as far as there are any, do not know."""
    if parsed is None:
        return ()
    concepts, exams = stored_concepts(db_session), outlines(db_session)
    found = unknown_concepts(parsed, concepts) if concepts else ()
    return found + (unknown_places(parsed, exams) if exams else ())


def has_error(problems: tuple[Problem, ...]) -> bool:
    return any(problem.level is ProblemLevel.ERROR for problem in problems)
