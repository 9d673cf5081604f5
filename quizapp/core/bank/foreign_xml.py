"""XML of others: no document types, no entities, nothing from elsewhere, nothing too deep."""

import io
from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from quizapp.core.bank.foreign import Refused, checked_size

MAX_DEPTH: Final = 60


def elements(data: bytes, *tags: str) -> Iterator[Element]:
    """Yield each whole element with one of `tags` in turn, and forget it afterwards.

    Tags stand without their namespace. A comment right before an element is its attribute
    `comment`. Raises Refused where this is no XML, or a trap.
    """
    try:
        yield from _elements(checked_size(data), tags)
    except DefusedXmlException as error:
        message = "It has a document type or entities, which could reach out of the file"
        raise Refused(message) from error
    except (ParseError, ValueError, LookupError) as error:
        raise Refused(f"This is no whole XML: {error}") from error


def _elements(data: bytes, tags: tuple[str, ...]) -> Iterator[Element]:
    open_elements: list[Element] = []
    inside = 0
    comment = ""
    events = ("start", "end", "comment")
    for event, element in iterparse(io.BytesIO(data), events=events, forbid_dtd=True):
        if event == "comment":
            comment = element.text or ""
            continue
        element.tag = element.tag.rpartition("}")[2]
        is_wanted = element.tag in tags
        if event == "start":
            open_elements.append(element)
            inside += is_wanted
            if comment:
                element.set("comment", comment.strip())
                comment = ""
            if len(open_elements) > MAX_DEPTH:
                raise Refused(f"Its elements are nested more than {MAX_DEPTH} deep")
            continue
        open_elements.pop()
        inside -= is_wanted
        if is_wanted and not inside:
            yield element
        if not inside and open_elements:
            open_elements[-1].clear()  # forgets what has been read of it


def text_at(element: Element, path: str) -> str:
    """Return the text at a path below an element, "" without one."""
    return (element.findtext(path) or "").strip()
