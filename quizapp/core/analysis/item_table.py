"""The figures of questions as rows of a table, for a page and for a command."""

from typing import Final

from quizapp.core.analysis.item_findings import LABELS, findings
from quizapp.core.analysis.item_stats import ItemStatistics

HEAD: Final = (
    "question id",
    "kind",
    "learners",
    "right",
    "right low",
    "right high",
    "discrimination",
    "discrimination low",
    "discrimination high",
    "learners with a rest score",
    "sure when right",
    "sure when wrong",
    "certain and wrong",
    "median seconds",
    "answers",
    "reports",
    "options (lower, middle, upper third)",
    "findings",
)
TOO_FEW: Final = "too few answers"


def cells_of(ref: str, kind: str, n: int, figures: ItemStatistics | None) -> list[str]:
    """Return the row of a question; with too few answers it has no figure but their number."""
    begin = [ref, kind, str(n)]
    if figures is None:
        return [*begin, *[""] * (len(HEAD) - len(begin) - 1), TOO_FEW]
    options = "; ".join(
        f"{option.option}{' (key)' if option.is_key else ''} {option.chosen}"
        + (f" ({', '.join(map(str, option.by_third))})" if figures.thirds else "")
        for option in figures.options
    )
    return [
        *begin,
        _share(figures.facility),
        *map(_share, figures.facility_interval),
        _share(figures.r),
        *map(_share, figures.r_interval or (None, None)),
        str(figures.r_n),
        _share(figures.sure_right),
        _share(figures.sure_wrong),
        str(figures.confident_errors),
        f"{figures.median_seconds:.1f}",
        str(figures.answers),
        str(figures.reports),
        options,
        "; ".join(dict.fromkeys(LABELS[finding.kind] for finding in findings(figures))),
    ]


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"
