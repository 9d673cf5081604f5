"""How fast it is: `make bench` prints one JSON line a figure.

Every figure is a ratio of two processor times of one run. Returns 1 when a goal is missed.
"""

import sys

from tests.benchmarks import analysis, banks, educators, history, pages


def main() -> int:
    """Print every figure as soon as it is measured."""
    is_ok = True
    for part in (banks, pages, history, analysis, educators):
        for figure in part.figures():
            print(figure.line(), flush=True)
            is_ok &= figure.is_reached
    return 0 if is_ok else 1


if __name__ == "__main__":
    sys.exit(main())
