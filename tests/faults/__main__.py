"""Makes every fault at full scale: `make faults`, or `make faults ARGS=F1,F7` for some.

Prints a JSON line a fault as soon as it is through, then the table. Returns 1 unless every one of
them passed or does not apply; what is not tried yet has not passed.
"""

import sys
import tempfile
from pathlib import Path

from tests.faults.ground import Scale, ground_in
from tests.faults.registry import FAULTS
from tests.faults.report import Outcome, exit_code, table


def main(wanted: str) -> int:
    """Make the faults named, separated by commas, or all of them."""
    names = wanted.upper().split(",") if wanted else list(FAULTS)
    unknown = [name for name in names if name not in FAULTS]
    if unknown:
        print(f"There is no fault {', '.join(unknown)}. They are {', '.join(FAULTS)}.")
        return 1
    outcomes: list[Outcome] = []
    with tempfile.TemporaryDirectory(prefix="faults-") as folder, ground_in(Path(folder)) as ground:
        for name in names:
            outcome = FAULTS[name].outcome(Scale.FULL, ground)
            outcomes.append(outcome)
            print(outcome.line(), flush=True)
    print(f"\n{table(outcomes)}")
    return exit_code(outcomes)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
