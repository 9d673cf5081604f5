"""What a question's page of a mock exam sends back."""

from datetime import UTC, datetime

from werkzeug.datastructures import MultiDict

from quizapp.services.attempt_steps import Choice
from quizapp.web.answer_form import filled_in

FLAG = {"flag": True, "unflag": False}


def choice_of(form: MultiDict[str, str], n: int, now: datetime) -> Choice:
    """Return the choice that a form holds for question `n`, with the step that it moves."""
    go = form.get("go", "")
    return Choice(
        n=n,
        given=filled_in(form, form.get("move", "")),
        shown_at=moment(form.get("shown", "")) or now,
        seen_at=moment(form.get("seen", "")),
        is_flagged=FLAG.get(go),
    )


def moment(text: str) -> datetime | None:
    """Return the moment that the page was given as text; None for anything else."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
