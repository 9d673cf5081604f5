"""Which missed questions are wanted: as an address or a form says it, and in words."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from werkzeug.datastructures import MultiDict

from quizapp.core.analysis.misses import (
    MissFilter,
    MissList,
    MissOrder,
    MissReason,
    MissSource,
)

LISTS: Final = {
    MissList.MISSING: "Still wrong",
    MissList.MENDING: "Mending",
    MissList.PUT_RIGHT: "Put right",
    MissList.LUCKY: "Right by luck",
}
REASONS: Final = {
    MissReason.UNKNOWN: "Did not know",
    MissReason.MISREAD: "Misread the question",
    MissReason.MIXED_UP: "Mixed up two ideas",
    MissReason.GUESSED: "Guessed",
}
PERIODS: Final = {
    "": "Any time",
    "1": "Since yesterday",
    "7": "The last 7 days",
    "30": "The last 30 days",
}
SOURCES: Final = {"": "Anywhere", MissSource.STUDY: "Study", MissSource.MOCK: "Mock exams"}
ORDERS: Final = {
    MissOrder.SURE: "Certain and wrong first",
    MissOrder.LAST: "Latest first",
    MissOrder.OFTEN: "Most often",
    MissOrder.DUE: "Due next",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A list as it was asked for; `fields` are what asks for the same again, without the order."""

    filter: MissFilter
    order: MissOrder
    period: str
    fields: dict[str, str]


def wanted_by(values: MultiDict[str, str], today: date) -> Wanted:
    """Return what `values` ask for; what cannot be meant does not narrow."""
    state, order = values.get("state", ""), values.get("order", "")
    reason, source = values.get("reason", ""), values.get("source", "")
    period = values.get("period", "")
    fields = {
        "state": state if state in set(MissList) else MissList.MISSING.value,
        "bank": values.get("bank", ""),
        "concept": values.get("concept", ""),
        "reason": reason if reason in set(MissReason) else "",
        "period": period if period in PERIODS else "",
        "source": source if source in set(MissSource) else "",
        "certain": "1" if values.get("certain") else "",
    }
    days = int(fields["period"]) if fields["period"] else None
    return Wanted(
        MissFilter(
            state=MissList(fields["state"]),
            bank=fields["bank"],
            concept=fields["concept"],
            reason=fields["reason"],
            since=None if days is None else today - timedelta(days=days),
            source=fields["source"],
            is_certain=bool(fields["certain"]),
        ),
        MissOrder(order) if order in set(MissOrder) else MissOrder.SURE,
        fields["period"],
        {name: value for name, value in fields.items() if value},
    )
