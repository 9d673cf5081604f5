"""How wrong sign-ins slow the next ones down. Nobody is ever locked out for good.

Three counts stand beside each other. One is of an account from one network: it slows down whoever
guesses there, and nobody elsewhere. One is of a network, for guessing at many accounts. One is of
an account from all networks that it was never signed in from, for guessing from many networks; its
owner, at home, does not notice it.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final


@dataclass(frozen=True, slots=True)
class Rule:
    """How many wrong ones are free, how long the waits get, and when all is forgotten."""

    free: int
    longest: timedelta
    forgotten_after: timedelta = timedelta(days=1)

    def wait(self, failures: int) -> timedelta:
        """Return how long to wait after so many wrong ones: 2 s, 4 s, 8 s and so on."""
        beyond = failures - self.free
        if beyond <= 0:
            return timedelta(0)
        return min(timedelta(seconds=2 ** min(beyond, 20)), self.longest)


PAIR: Final = "pair"
NETWORK: Final = "network"
ACCOUNT: Final = "account"
CODE: Final = "code"
OWN: Final = "own"
RULES: Final = {
    PAIR: Rule(free=5, longest=timedelta(minutes=15)),
    NETWORK: Rule(free=50, longest=timedelta(minutes=15)),
    ACCOUNT: Rule(free=50, longest=timedelta(minutes=5)),
    # Whoever gets as far as a code has the password; a code has a million values.
    CODE: Rule(free=5, longest=timedelta(minutes=15)),
    # The password asked for once more, of somebody who is signed in.
    OWN: Rule(free=5, longest=timedelta(minutes=15)),
}
KNOWN_FOR: Final = timedelta(days=180)  # that a network has been signed in from
