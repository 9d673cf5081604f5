"""Why a question was missed, as the learner says, and which missed ones are looked at."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from quizapp.core.scheduling.replay import MissedState


class MissReason(StrEnum):
    """Why the learner missed a question, in their own view."""

    UNKNOWN = "unknown"  # did not know it
    MISREAD = "misread"  # misread the question
    MIXED_UP = "mixed-up"  # mixed up two ideas
    GUESSED = "guessed"


class MissList(StrEnum):
    """The lists of missed questions: the three states, and right answers that were luck."""

    MISSING = MissedState.MISSING
    MENDING = MissedState.MENDING
    PUT_RIGHT = MissedState.PUT_RIGHT
    LUCKY = "lucky"


class MissOrder(StrEnum):
    """How missed questions are listed."""

    SURE = "sure"  # certain and wrong first, then the latest
    LAST = "last"
    OFTEN = "often"
    DUE = "due"


class MissSource(StrEnum):
    """Where an answer was given."""

    STUDY = "study"
    MOCK = "mock"


@dataclass(frozen=True, slots=True)
class MissFilter:
    """Which missed questions are looked at; what is empty or None does not narrow.

    `since` is the first study day of the last miss; `is_certain` asks for answers that the
    learner was certain of.
    """

    state: MissList = MissList.MISSING
    bank: str = ""
    concept: str = ""
    reason: str = ""
    since: date | None = None
    source: str = ""
    is_certain: bool = False
