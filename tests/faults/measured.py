"""Runs a command and tells what it took: `python -m tests.faults.measured OUT command...`.

A process of its own: a child's memory is counted from before it became another program, and the
one that runs the tests is large. OUT gets a line of JSON.
"""

import json
import resource
import subprocess
import sys
from pathlib import Path


def main(out: str, *command: str) -> int:
    """Run the command; return how it ended."""
    code = subprocess.run(command, check=False).returncode
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    taken = {"memory": used.ru_maxrss, "seconds": used.ru_utime + used.ru_stime}
    Path(out).write_text(json.dumps(taken))
    return code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
