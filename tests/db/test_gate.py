"""The gate lets one writer in at a time: threads, processes, forked children."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, update

from quizapp.config import ROOT
from quizapp.db import write
from quizapp.db.models.accounts import User
from quizapp.db.write import Gate, GateClosed
from tests.factories import NOON
from tests.services.study_room import acting

# Adds 1 to the number in a file, slowly enough that two at once would lose some.
COUNT_UP = """
import sys
from pathlib import Path
from quizapp.db.write import Gate

gate, number = Gate(Path(sys.argv[1])), Path(sys.argv[2])
for _ in range(200):
    gate.acquire()
    now = int(number.read_text())
    number.write_text("")
    number.write_text(str(now + 1))
    gate.release()
"""

# A child that shared its parent's lock would not wait.
FORK = """
import os, sys
from pathlib import Path
from quizapp.db.write import Gate

gate = Gate(Path(sys.argv[1]))
gate.acquire()
child = os.fork()
if child == 0:
    gate.acquire()
    os.write(1, b"child ")
    os._exit(0)
os.write(1, b"parent ")
gate.release()
os.waitpid(child, 0)
gate.acquire()
os.write(1, b"parent ")
"""


def test_processes_take_turns(tmp_path: Path) -> None:
    number = tmp_path / "number"
    number.write_text("0")
    command = [sys.executable, "-c", COUNT_UP, str(tmp_path / "gate"), str(number)]
    writers = [subprocess.Popen(command, cwd=ROOT) for _ in range(2)]
    assert [writer.wait(timeout=60) for writer in writers] == [0, 0]
    assert number.read_text() == "400"


def test_first_writers_of_a_process_take_turns_too(tmp_path: Path) -> None:
    """The very first acquire sets the gate up; eight at once must agree on one gate."""
    for turn in range(20):
        gate = Gate(tmp_path / f"gate-{turn}")
        inside: list[int] = []
        most: list[int] = []
        start = threading.Barrier(8)

        def pass_through(
            gate: Gate = gate,
            inside: list[int] = inside,
            most: list[int] = most,
            start: threading.Barrier = start,
        ) -> None:
            start.wait()
            for _ in range(10):
                gate.acquire()
                inside.append(1)
                most.append(len(inside))
                inside.pop()
                gate.release()

        threads = [threading.Thread(target=pass_through, daemon=True) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=30)
        assert not any(thread.is_alive() for thread in threads), f"stuck in turn {turn}"
        assert max(most) == 1
        assert len(most) == 80


def test_a_forked_child_waits_for_its_parent(tmp_path: Path) -> None:
    command = [sys.executable, "-c", FORK, str(tmp_path / "gate")]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.stdout.split(), done.stderr) == (["parent", "child", "parent"], "")


def test_a_gate_that_cannot_be_opened_blocks_nobody_after(tmp_path: Path) -> None:
    gate = Gate(tmp_path / "missing" / "gate")
    for _ in range(2):
        with pytest.raises(GateClosed):
            gate.acquire()
    (tmp_path / "missing").mkdir()
    gate.acquire()
    gate.release()


@pytest.mark.db
def test_writers_lose_no_update(app: Flask) -> None:
    """Read, then write what was read plus one, from eight threads at once."""
    with acting(app) as session:
        alice = User(is_guest=True, new_per_day=0, prefs={}, created_at=NOON)
        session.add(alice)
        session.commit()
        user_id = alice.id
    faults: list[BaseException] = []

    def add_ten() -> None:
        for _ in range(10):
            try:
                with acting(app) as session:
                    query = select(User.new_per_day).where(User.id == user_id)
                    now = session.scalars(query.with_for_update()).one()
                    session.execute(
                        update(User).where(User.id == user_id).values(new_per_day=now + 1)
                    )
                    session.commit()
            except BaseException as fault:  # noqa: BLE001 - shown below
                faults.append(fault)

    threads = [threading.Thread(target=add_ten) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    with acting(app, write.Mode.READ) as session:
        assert session.get_one(User, user_id).new_per_day == 80
