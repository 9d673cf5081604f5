"""The form of a question as it comes back."""

from collections.abc import Sequence
from dataclasses import replace

from werkzeug.datastructures import MultiDict

from quizapp.core.scheduling.rating import Confidence, Rating
from quizapp.services.errors import Invalid
from quizapp.services.recording import Given

ROW = "match-"  # and the id of the left side: the name of a row's select


def filled_in(form: MultiDict[str, str], move: str = "") -> Given:
    """Return what the form holds so far, whether or not it is an answer; a step may `move`."""
    rows = [(name, pick) for name, pick in form.items(multi=True) if name.startswith(ROW)]
    return Given(
        options=tuple(form.getlist("option")) or _moved(form.getlist("order"), move),
        text=form.get("answer", ""),
        matches=tuple((name.removeprefix(ROW), pick) for name, pick in rows if pick),
    )


def given_by_form(form: MultiDict[str, str]) -> Given:
    """Return the answer that the form holds; Invalid for words that no page sends."""
    try:
        confidence = Confidence(form["confidence"]) if form.get("confidence") else None
        rating = Rating(int(form["grade"])) if form.get("grade") else None
    except ValueError as error:
        raise Invalid("That is not an answer to this question. Pick again.") from error
    return replace(filled_in(form), confidence=confidence, rating=rating)


def _moved(order: Sequence[str], move: str) -> tuple[str, ...]:
    """Return `order` after a press of "up:ID" or "down:ID"; as it was when there is no way."""
    direction, _, step = move.partition(":")
    if step not in order:
        return tuple(order)
    at = order.index(step)
    to = at + {"up": -1, "down": 1}.get(direction, 0)
    rest = [one for one in order if one != step]
    return (*rest[: max(to, 0)], step, *rest[max(to, 0) :])
