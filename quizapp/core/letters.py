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


def email_letter(site: Site, token: str) -> Letter:
    """The link that shows that an address is its reader's."""
    return _letter(
        site,
        "Confirm your address",
        f"Somebody, probably you, wants to use this address with {site.name}. Confirm it here:",
        site.link(f"/email/{token}"),
        "The link works once, for a day. If it was not you, do nothing.",
    )


def join_letter(site: Site, token: str) -> Letter:
    """The link that makes an account."""
    return _letter(
        site,
        "Finish your account",
        f"Somebody, probably you, wants an account at {site.name} with this address. Choose a "
        "password to finish it:",
        site.link(f"/join/{token}"),
        "The link works once, for a day. If it was not you, do nothing.",
    )


def taken_letter(site: Site) -> Letter:
    """What the owner of an address is told when somebody wants it for another account."""
    return _letter(
        site,
        "You have an account",
        "Somebody, perhaps you, wanted to use this address for an account. It has one already, "
        "so nothing was changed. Forgot the password? Choose a new one:",
        site.link("/login/forgot"),
    )


def changing_letter(site: Site, address: str, *, is_done: bool) -> Letter:
    """What the old address is told of a new one, when it is asked for and when it is so."""
    what = "is now" if is_done else "is to be, once it is confirmed,"
    return _letter(
        site,
        "Your address was changed" if is_done else "Your address is about to change",
        f"The address of your account {what} {address}.",
        "If it was not you, write to whoever runs this site."
        if is_done
        else "If it was not you, change your password: that stops it.",
        site.link("/settings/password"),
    )


def factor_letter(site: Site, *, is_on: bool) -> Letter:
    """What the owner is told when signing in begins or ends to take a code."""
    what = "now takes a code of an authenticator app" if is_on else "takes no code any more"
    return _letter(
        site,
        "Second factor turned on" if is_on else "Second factor turned off",
        f"Signing in to your account {what}.",
        "If it was not you, choose a new password at once, then look at your settings:",
        site.link("/login/forgot"),
    )
