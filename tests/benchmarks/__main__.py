"""How fast it is: `make bench`, or `make bench ARGS=limits,growth` for some parts.

Prints a JSON line a figure, then a table. Every figure is a ratio of two measurements of one run.
Returns 1 when a goal is missed.
"""

import sys
from types import ModuleType

from tests.benchmarks import (
    analysis,
    anki_peer,
    banks,
    educators,
    front_end,
    growth,
    growth_full,
    history,
    limits,
    pages,
    served,
)
from tests.benchmarks.ratios import Figure, NotMeasured, table_of

AT_WISH = {"growth-full"}  # takes long; the others are measured unless some are named
PARTS: dict[str, ModuleType] = {
    "banks": banks,
    "pages": pages,
    "history": history,
    "analysis": analysis,
    "educators": educators,
    "limits": limits,
    "served": served,
    "growth": growth,
    "growth-full": growth_full,
    "anki": anki_peer,
    "front-end": front_end,
}


def main(wanted: str) -> int:
    """Print every figure as soon as it is measured, and all of them as a table."""
    names = wanted.split(",") if wanted else [name for name in PARTS if name not in AT_WISH]
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        print(f"There is no part {', '.join(unknown)}. They are {', '.join(PARTS)}.")
        return 1
    figures: list[Figure | NotMeasured] = []
    for name in names:
        for figure in PARTS[name].figures():
            print(figure.line(), flush=True)
            figures.append(figure)
    print(f"\n{table_of(figures)}")
    return 0 if all(figure.is_reached for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
