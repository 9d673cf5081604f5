"""All faults, F1 to F20, and what tries each; the numbers are those of docs/reliability.md."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.faults import (
    f01_killed_workers,
    f02_power_cut,
    f03_sent_twice,
    f05_nothing_stored,
    f07_database_restarted,
    f08_long_reader,
    f09_clock_set,
    f10_study_day,
    f11_edited_meanwhile,
    f12_migrations,
    f13_old_beside_new,
    f14_hostile_banks,
    f19_backup_in_use,
    f20_stopped,
)
from tests.faults.by_tests import ByTests
from tests.faults.ground import Ground, Scale
from tests.faults.report import Outcome, Result, Untried, Verdict


@dataclass(frozen=True)
class Tried:
    """A fault that is made on purpose."""

    run: Callable[[Scale, Ground], Result]

    def outcome(self, scale: Scale, ground: Ground) -> Outcome:
        """Make the fault and look at what it did; one that cannot be gone through has failed."""
        try:
            return self.run(scale, ground)
        except Exception as fault:  # noqa: BLE001 - the other faults are made all the same
            said = f"{type(fault).__name__}: {str(fault)[:500]}"
            return Untried("", self.run.__module__, Verdict.FAILED, said)


@dataclass(frozen=True)
class NotTried:
    """A fault that nothing tries, and why."""

    untried: Untried

    def outcome(self, scale: Scale, ground: Ground) -> Outcome:
        """Say that it is not tried."""
        del scale, ground
        return self.untried


OFFLINE = (
    "Answers are not collected without a connection: there is no endpoint that takes several, "
    "and a form that did not arrive is sent again by the learner, with its id (F3)."
)
MAIL_DOWN = (
    "cli/test_worker.py::test_a_refused_mail_comes_again_later_and_later",
    "cli/test_worker.py::test_a_server_that_never_replies_holds_up_nobody",
    "cli/test_worker.py::test_a_server_that_is_not_there",
    "web/test_forgot.py::test_a_mail_server_that_is_down_is_not_noticed_by_who_asks",
)
REDIS_LOST = (
    "web/test_limits.py::test_with_redis_several_processes_count_together_and_without_it_each",
)
FAULTS: dict[str, Tried | NotTried | ByTests] = {
    "F1": Tried(f01_killed_workers.run),
    "F2": Tried(f02_power_cut.run),
    "F3": Tried(f03_sent_twice.run_f3),
    "F4": Tried(f03_sent_twice.run_f4),
    "F5": Tried(f05_nothing_stored.run_f5),
    "F6": Tried(f05_nothing_stored.run_f6),
    "F7": Tried(f07_database_restarted.run),
    "F8": Tried(f08_long_reader.run),
    "F9": Tried(f09_clock_set.run),
    "F10": Tried(f10_study_day.run),
    "F11": Tried(f11_edited_meanwhile.run),
    "F12": Tried(f12_migrations.run),
    "F13": Tried(f13_old_beside_new.run),
    "F14": Tried(f14_hostile_banks.run_f14),
    "F15": Tried(f14_hostile_banks.run_f15),
    "F16": NotTried(Untried("F16", "offline answers replayed", Verdict.DOES_NOT_APPLY, OFFLINE)),
    "F17": ByTests("F17", "mail server down or slow", MAIL_DOWN),
    "F18": ByTests("F18", "Redis lost", REDIS_LOST),
    "F19": Tried(f19_backup_in_use.run),
    "F20": Tried(f20_stopped.run),
}
