"""How long what is kept is kept: for the code, the privacy page and docs/privacy.md alike."""

from typing import Final

from quizapp.core.backup_ages import WEEKLY_WEEKS

GUEST_DAYS: Final = 30
COOKIE_DAYS: Final = 30
LOGIN_DAYS: Final = 180
LEAVING_DAYS: Final = 7
LOG_DAYS: Final = 14

# (what, how long): what the privacy page and docs/privacy.md say.
KEPT: Final = (
    ("An account, its answers, plan and notes", "until you delete it"),
    ("An account after you asked to delete it", f"{LEAVING_DAYS} days"),
    ("A guest’s answers after the last thing they did", f"{GUEST_DAYS} days"),
    ("A sign-in, when the browser does not come back", f"{COOKIE_DAYS} days"),
    ("A sign-in, however often the browser comes back", f"{LOGIN_DAYS} days"),
    ("The log of sign-ins, refusals and faults", f"{LOG_DAYS} days"),
    ("A backup, with all that was in it", f"{WEEKLY_WEEKS} weeks"),
)
