"""What columns of a learner's record may hold beyond their type, so that every page can show it.

Each check takes what stands in the file and raises TypeError or ValueError where no page could
have stored it.
"""

import math
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from quizapp.core.analysis.misses import MissReason
from quizapp.core.deck import plain_name, selection_of
from quizapp.core.report import ReportOutcome
from quizapp.core.scheduling.exam_plan import MOST_MINUTES
from quizapp.core.scheduling.rating import Confidence
from quizapp.core.scheduling.study_day import known_zone

WEEK: Final = 7
FIGURES: Final = frozenset({"point", "low", "high"})


def _demand(holds: bool) -> None:  # noqa: FBT001 - what is demanded
    if not holds:
        raise ValueError("no page stores this")


def _texts(value: Any) -> None:
    _demand(isinstance(value, list) and all(isinstance(one, str) for one in value))


def _chosen(value: Any) -> None:
    """Options with id and text; of a pair the text of its answer too."""
    _demand(isinstance(value, list))
    for one in value:
        _demand(isinstance(one, dict) and {"id", "text"} <= one.keys())
        _texts(list(one.values()))


def _given(value: Any) -> None:
    _demand(isinstance(value, dict) and isinstance(value.get("text", ""), str))
    _texts(value.get("options", []))
    matches = value.get("matches", [])
    _demand(isinstance(matches, list))
    for pair in matches:
        _texts(pair)
        _demand(len(pair) == 2)  # noqa: PLR2004 - a pair


def _minutes(value: Any) -> None:
    _demand(isinstance(value, list) and len(value) == WEEK)
    _demand(all(type(one) is int and 0 <= one <= MOST_MINUTES for one in value))


def _days(value: Any) -> None:
    _texts(value)
    for one in value:
        date.fromisoformat(one)


def _recall(value: Any) -> None:
    """Cards with their chance: bank/id, part, 0 to 1."""
    _demand(isinstance(value, list))
    for one in value:
        _demand(isinstance(one, list) and len(one) == 3)  # noqa: PLR2004 - a triple
        _texts(one[:2])
        _demand(type(one[2]) in {int, float} and 0 <= one[2] <= 1)


def _sections(value: Any) -> None:
    _demand(isinstance(value, dict))
    for one in value.values():
        _demand(isinstance(one, dict) and one.keys() >= FIGURES)
        _demand(all(figure is None or _is_number(figure) for figure in one.values()))


def _is_number(value: Any) -> bool:
    return type(value) in {int, float} and math.isfinite(value)


def _conditions(value: Any) -> None:
    """Names with words, switches and numbers: what is no choice is read as the standard."""
    _demand(isinstance(value, dict))
    _demand(all(type(one) in {str, bool} or _is_number(one) for one in value.values()))


def _prefs(value: Any) -> None:
    _demand(isinstance(value, dict))
    keys = value.get("key_map", {})
    _demand(isinstance(keys, dict))
    _texts([one for name, one in value.items() if name != "key_map"])
    _texts(list(keys.values()))


def _selection(value: Any) -> None:
    _demand(isinstance(value, dict) and selection_of(value).fields == value)


def _deck_name(value: Any) -> None:
    _demand(isinstance(value, str) and value == plain_name(value))


def _confidence(value: Any) -> None:
    Confidence(value)


def _miss_reason(value: Any) -> None:
    if value:
        MissReason(value)


def _outcome(value: Any) -> None:
    if value:
        ReportOutcome(value)


# By column, or by table and column where a name means something else elsewhere.
SHAPES: Final[Mapping[str, Callable[[Any], object]]] = {
    "shown": _texts,
    "chosen": _chosen,
    "given": _given,
    "minutes": _minutes,
    "days_off": _days,
    "recall": _recall,
    "sections": _sections,
    "conditions": _conditions,
    "accommodations": _conditions,
    "prefs": _prefs,
    "confidence": _confidence,
    "zone": known_zone,
    "item_marks.reason": _miss_reason,
    "reports.outcome": _outcome,
    "selection": _selection,
    "decks.name": _deck_name,
}
