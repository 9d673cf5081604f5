"""What the app writes by e-mail: data in, subject and text out."""

from dataclasses import dataclass
from typing import Final

# Of a link that sets a password or proves an address. Resetting has to be short (NIST, ASVS).
RESET_MINUTES: Final = 30
LINK_MINUTES: Final = 24 * 60


@dataclass(frozen=True, slots=True)
class Site:
    """Who writes: the app's name, and the address that links begin with."""

    name: str
    address: str

    def link(self, path: str) -> str:
        """Return the whole address of a page."""
        return f"{self.address}{path}"


@dataclass(frozen=True, slots=True)
class Letter:
    subject: str
    text: str


def _letter(site: Site, subject: str, *paragraphs: str) -> Letter:
    text = "\n\n".join((*paragraphs, f"{site.name}\n{site.address}"))
    return Letter(f"{subject} ({site.name})", text + "\n")


def reset_letter(site: Site, token: str) -> Letter:
    """The link that chooses a new password."""
    return _letter(
        site,
        "Choose a new password",
        "Somebody, probably you, forgot the password of the account with this address. Choose a "
        "new one here:",
        site.link(f"/reset/{token}"),
        f"The link works once, for {RESET_MINUTES} minutes. If it was not you, do nothing: your "
        "password stays as it is.",
    )


def password_letter(site: Site) -> Letter:
    """What the owner is told once the password is another."""
    return _letter(
        site,
        "Your password was changed",
        "The password of your account was changed, and every other browser was signed out.",
        "If it was not you, choose a new password at once:",
        site.link("/login/forgot"),
    )
