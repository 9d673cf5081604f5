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
)
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


def not_yet(fault: str, title: str, waits_for: str) -> NotTried:
    return NotTried(Untried(fault, title, Verdict.NOT_YET, waits_for))


OFFLINE = (
    "Answers are not collected without a connection: there is no endpoint that takes several, "
    "and a form that did not arrive is sent again by the learner, with its id (F3)."
)
FAULTS: dict[str, Tried | NotTried] = {
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
    "F17": not_yet("F17", "mail server down or slow", "Waits for mail."),
    "F18": not_yet("F18", "Redis lost", "Waits for limits kept in Redis."),
    "F19": not_yet("F19", "backup while writing, and restored", "Waits for the backup command."),
    "F20": not_yet("F20", "SIGTERM under load", "Waits for the graceful stop."),
}
