"""The form of a question as it comes back."""

from werkzeug.datastructures import MultiDict

from quizapp.core.scheduling.rating import Confidence, Rating
from quizapp.services.errors import Invalid
from quizapp.services.recording import Given


def given_by_form(form: MultiDict[str, str]) -> Given:
    """Return what the form says; words that no page sends are no answer."""
    try:
        confidence = Confidence(form["confidence"]) if form.get("confidence") else None
        rating = Rating(int(form["grade"])) if form.get("grade") else None
    except ValueError as error:
        raise Invalid("That is not an answer to this question. Pick again.") from error
    return Given(tuple(form.getlist("option")), confidence, rating)
