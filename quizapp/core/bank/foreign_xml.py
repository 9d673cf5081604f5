"""XML of others: no document types, no entities, nothing from elsewhere, nothing too deep."""

import io
from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element, ParseError  # noqa: S405 - types only, nothing is parsed

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from quizapp.core.bank.foreign import Refused, checked_size

MAX_DEPTH: Final = 60


def elements(data: bytes, *tags: str) -> Iterator[Element]:
    """Yield each whole element with one of `tags` in turn, and forget it afterwards.

    Tags stand without their namespace. Raises Refused where this is no XML, or a trap.
    """
    depth, inside = 0, 0
    root: Element | None = None
    try:
        for event, element in iterparse(
            io.BytesIO(checked_size(data)), events=("start", "end"), forbid_dtd=True
        ):
            element.tag = element.tag.rpartition("}")[2]
            if event == "start":
                root = element if root is None else root
                depth += 1
                inside += element.tag in tags
                if depth > MAX_DEPTH:
                    raise Refused(f"Its elements are nested more than {MAX_DEPTH} deep")
                continue
            depth -= 1
            if element.tag in tags:
                inside -= 1
                if not inside:
                    yield element
            if not inside and root is not None:
                element.clear()
                if depth == 1:
                    root.clear()
    except DefusedXmlException as error:
        message = "It has a document type or entities, which could reach out of the file"
        raise Refused(message) from error
    except (ParseError, ValueError, LookupError) as error:
        raise Refused(f"This is no whole XML: {error}") from error


def text_at(element: Element, path: str) -> str:
    """Return the text at a path below an element, "" without one."""
    return (element.findtext(path) or "").strip()
