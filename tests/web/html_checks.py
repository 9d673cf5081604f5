"""What holds for the HTML of every page, whoever sees it."""

from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib
from html5lib.constants import E as MESSAGES

UNLABELED_TYPES = {"hidden", "submit", "button", "reset", "image"}
NAMED_BY_OTHERS = ("aria-labelledby", "aria-describedby", "aria-controls", "for", "form", "headers")


class Document:
    """A page as a browser reads it, with what the parser complained about."""

    def __init__(self, html: str) -> None:
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        self.root: Element = parser.parse(html)
        self.errors = [
            f"line {place[0]}: {MESSAGES.get(code, code) % values}"
            for place, code, values in parser.errors
        ]
        self.parents = {child: parent for parent in self.root.iter() for child in parent}

    def all(self, *tags: str) -> list[Element]:
        """Return the elements with one of these tags, in order; without tags, every element."""
        elements = (one for one in self.root.iter() if isinstance(one.tag, str))
        return [one for one in elements if not tags or one.tag in tags]

    def by_id(self, wanted: str) -> Element | None:
        return next((one for one in self.all() if one.get("id") == wanted), None)

    def above(self, element: Element) -> Iterator[Element]:
        """Return the elements around `element`, innermost first."""
        while element in self.parents:
            element = self.parents[element]
            yield element


def text_of(element: Element) -> str:
    """Return an element's text with single spaces."""
    return " ".join("".join(element.itertext()).split())


def html_faults(document: Document) -> list[str]:
    """Return everything that is wrong with a page's HTML, in words."""
    return [
        *document.errors,
        *_frame_faults(document),
        *_id_faults(document),
        *_label_faults(document),
        *_form_faults(document),
        *_inline_faults(document),
    ]


def _frame_faults(document: Document) -> list[str]:
    faults = []
    titles = [text_of(title) for title in document.all("head") for title in title.iter("title")]
    if len(titles) != 1 or not titles[0] or titles[0].startswith("|"):
        faults.append(f"titles: {titles}")
    headings = [text_of(heading) for heading in document.all("h1")]
    if len(headings) != 1 or not headings[0]:
        faults.append(f"h1: {headings}")
    if not document.root.get("lang"):
        faults.append("no lang")
    if len(document.all("main")) != 1:
        faults.append("not one main")
    return faults


def _id_faults(document: Document) -> list[str]:
    counts = Counter(one.get("id") for one in document.all() if one.get("id") is not None)
    faults = [f"id {name} {count} times" for name, count in counts.items() if count > 1]
    return faults + [
        f"{attribute} names {name}, which is not there"
        for element in document.all()
        for attribute in NAMED_BY_OTHERS
        for name in (element.get(attribute) or "").split()
        if name not in counts
    ]


def _label_faults(document: Document) -> list[str]:
    labeled = {label.get("for") for label in document.all("label") if text_of(label)}
    return [
        f"no label: {element.tag} {element.get('name')}"
        for element in document.all("input", "select", "textarea")
        if element.get("type") not in UNLABELED_TYPES
        and element.get("id", "") not in labeled
        and not element.get("aria-label")
        and not element.get("aria-labelledby")
        and not any(one.tag == "label" and text_of(one) for one in document.above(element))
    ] + [
        f"nameless {element.tag}"
        for element in document.all("button", "a")
        if not text_of(element) and not element.get("aria-label")
    ]


def _form_faults(document: Document) -> list[str]:
    posting = [form for form in document.all("form") if form.get("method", "").lower() == "post"]
    return [
        f"no csrf_token: form {form.get('action')}"
        for form in posting
        if not any(
            one.get("name") == "csrf_token" and one.get("value") for one in form.iter("input")
        )
    ]


def _inline_faults(document: Document) -> list[str]:
    """The CSP would refuse these without a word to the reader."""
    faults = [
        f"inline {name} on {element.tag}"
        for element in document.all()
        for name in element.attrib
        if name == "style" or name.startswith("on")
    ]
    faults += ["inline <style>" for _ in document.all("style")]
    return faults + ["inline <script>" for one in document.all("script") if not one.get("src")]
