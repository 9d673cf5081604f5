"""A page in one state: who sees it, where, and after which form."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.browser.people import Person
from tests.browser.stage import Stage


@dataclass(frozen=True)
class Scene:
    """A page: `form` is filled into the first posting form of `path`'s main part and sent."""

    path: str
    cookie: str | None = None
    form: dict[str, str] | None = None
    status: int = 200


Builder = Callable[[Stage], Scene]


def seen_by(who: str, path: str, form: dict[str, str] | None = None, status: int = 200) -> Builder:
    """Return the builder of a page with a fixed address; `who` is a person of the stage."""

    def build(stage: Stage) -> Scene:
        person: Person | None = None if who == "nobody" else getattr(stage, who)
        return Scene(path, person.cookie if person else None, form, status)

    return build
