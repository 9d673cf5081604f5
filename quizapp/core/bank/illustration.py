"""The pictures that a bank's prose refers to: are they there, and how they are shown."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from quizapp.core.bank.picture import Picture
from quizapp.core.bank.problems import Problem

# As rendering writes it; a `<` of the text itself is an entity there.
_IMAGE: Final = re.compile(r'<img src="(?P<path>[^"]*)" alt="(?P<alt>[^"]*)">')


@dataclass(frozen=True, slots=True)
class PictureRef:
    """One `![alt](path)` of a bank file, with an allowed path."""

    path: str
    line: int
    column: int


def missing_pictures(
    refs: tuple[PictureRef, ...], pictures: Mapping[str, Picture]
) -> Iterator[Problem]:
    """Yield a problem for each reference to a picture that is not there or cannot be shown."""
    for ref in refs:
        picture = pictures.get(ref.path)
        if picture is None:
            hint = "put the file there, below the bank's folder, or mend the path"
            message = f"There is no picture `{ref.path}`"
            yield Problem(ref.line, ref.column, "B068", message, hint)
        elif picture.fault:
            hint = "save it as PNG, JPEG, GIF or WebP, smaller where it is too large"
            message = f"The file `{ref.path}` {picture.fault}"
            yield Problem(ref.line, ref.column, "B069", message, hint)


def with_pictures(html: str, bank: str, pictures: Mapping[str, Picture]) -> str:
    """Return `html` with each picture named by its content, which is how revisions keep it.

    `<img src="a.png" alt="…">` becomes `<img src="image:BANK/SHA256" alt="…" width height>`;
    a picture that is not in `pictures` becomes its alternative text.
    """

    def shown(found: re.Match[str]) -> str:
        picture = pictures.get(found["path"])
        if picture is None:
            return found["alt"]
        return (
            f'<img src="image:{bank}/{picture.sha256}" alt="{found["alt"]}"'
            f' width="{picture.width}" height="{picture.height}">'
        )

    return _IMAGE.sub(shown, html)


def illustrated(body: Any, bank: str, pictures: Mapping[str, Picture]) -> Any:
    """Return the JSON body of a revision `with_pictures` in each of its values that is HTML."""
    if isinstance(body, list):
        return [illustrated(value, bank, pictures) for value in body]
    if not isinstance(body, dict):
        return body
    return {
        key: with_pictures(value, bank, pictures)
        if isinstance(value, str) and key.endswith("html")
        else illustrated(value, bank, pictures)
        for key, value in body.items()
    }
