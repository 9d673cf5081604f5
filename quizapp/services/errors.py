"""What can be wrong with a user's action. The web and the commands show each in one place."""

from collections.abc import Mapping


class ServiceError(Exception):
    """Base: `str(error)` is a sentence for the user."""


class NotFound(ServiceError):  # noqa: N818 - the glossary's names
    """There is no such thing, or not for this user."""


class NotAllowed(ServiceError):  # noqa: N818
    """The user may see it but not do this."""


class Conflict(ServiceError):  # noqa: N818
    """It changed meanwhile: another tab, another device, undone."""


class RateLimited(ServiceError):  # noqa: N818
    """It was tried too often; in `seconds` it may be tried again."""

    def __init__(self, seconds: int) -> None:
        wait = f"{seconds} seconds" if seconds <= 90 else f"{-(-seconds // 60)} minutes"  # noqa: PLR2004
        wait = "1 second" if seconds == 1 else wait
        super().__init__(f"That was tried too often just now. Wait {wait}, then try once more.")
        self.seconds = seconds


class Invalid(ServiceError):  # noqa: N818
    """The input cannot be used; `field` names the form field where there is one.

    `fields` has every fault that is known, a message a field.
    """

    def __init__(
        self, message: str, field: str = "", fields: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.field = field
        self.fields = dict(fields or {field: message})
