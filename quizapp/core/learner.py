"""Who studies, as far as dates depend on it."""

from dataclasses import dataclass
from datetime import date, datetime

from quizapp.core.scheduling.study_day import study_day


@dataclass(frozen=True, slots=True)
class Learner:
    """A learner's id with the zone and hour in which their study days begin."""

    user_id: int
    zone: str
    day_start_hour: int

    def study_on(self, at: datetime) -> date:
        """Return the study day that the moment `at` belongs to."""
        return study_day(at, self.zone, self.day_start_hour)
