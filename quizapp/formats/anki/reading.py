"""Reads the notes of an Anki package: a flashcard for each card, a cloze, a typed answer."""

import re
from string import ascii_uppercase
from typing import Final

from quizapp.core.bank.foreign import ImportedBank, Refused
from quizapp.core.bank.from_html import inline_from_text
from quizapp.core.bank.html import plain_inline
from quizapp.core.bank.ids import ID
from quizapp.core.bank.inline_markdown import GAP_CLOSE, GAP_OPEN
from quizapp.core.bank.intake import Intake
from quizapp.core.bank.model import Bank, Item, Kind, Option
from quizapp.core.bank.outgoing import choice_kind
from quizapp.formats.anki.models import CHOICE, OPTION
from quizapp.formats.anki.package import Note, opened

_USED: Final = re.compile(r"\{\{(?![#^/!])\s*((?:[\w-]+:)*)\s*([^}:]+?)\s*\}\}")
_SPECIAL: Final = frozenset({"FrontSide", "Tags", "Type", "Deck", "Subdeck", "Card", "CardFlag"})
_GAP: Final = re.compile(r"\{\{c(\d+)::((?:(?!\{\{c\d+::|\}\}).)*)\}\}", re.DOTALL)
_OPEN_GAP: Final = re.compile(r"\{\{c\d+::|\}\}")
_SOUND: Final = re.compile(r"\[sound:[^\]]*\]|\[anki:[^\]]*\]")
_BREAK: Final = "<br><br>"


def read(data: bytes, slug: str, title: str) -> ImportedBank:
    """Return the notes of a package as items; the second card of a note is one of its own."""
    package = opened(data)
    intake = Intake("anki")
    intake.files = package.media
    for note in package.notes:
        for card in note.cards if not note.note_type.is_cloze else [0]:
            first = plain_inline(inline_from_text(next(iter(note.fields.values()), "")))
            intake.begin(f"note {note.guid[:20]} ({first[:40]})")
            _Card(intake, note, card).take()
    if not intake.count:
        raise Refused("The package has no notes")
    return intake.done(Bank(slug, title))


class _Card:
    """One card of a note: what its front shows, and what its back adds."""

    def __init__(self, intake: Intake, note: Note, card: int) -> None:
        self.intake = intake
        self.note = note
        self.card = card
        front, back = note.note_type.cards[min(card, len(note.note_type.cards) - 1)]
        self.front = _names(front, note)
        self.back = [one for one in _names(back, note) if one not in self.front]

    def take(self) -> None:
        """Take the card in, or say why not."""
        item = self._shape()
        if item is None:
            return
        hints = [name for how, name in self.front if "hint" in how]
        made = Item(
            ref="",
            kind=item.kind,
            stem=item.stem,
            options=item.options,
            answer=item.answer,
            cloze=item.cloze,
            accepted=item.accepted,
            explanation=item.explanation,
            hint=self.intake.hint(self._field(hints[0])) if hints else "",
            tags=self.intake.tags(self.note.tags),
            part_title=inline_from_text(" / ".join(self.note.deck.split("::")[1:])),
        )
        if hints[1:]:
            self.intake.lose("hints after the first")
        self._add(made)

    def _shape(self) -> Item | None:
        if self.note.note_type.name == CHOICE:
            return self._choice()
        if self.note.note_type.is_cloze:
            return self._cloze()
        if any("type" in how for how, _ in self.front):
            return self._typed()
        stem, answer = self._shown(self.front), self._shown(self.back)
        return Item("", Kind.FLASHCARD, stem=stem, answer=answer)

    def _add(self, item: Item) -> None:
        guid = self.note.guid + (f"-{self.card + 1}" if self.card else "")
        bank, slash, ref = guid.partition("/")
        if slash and ID.match(bank) and ID.match(ref):
            self.intake.add(item, ref)  # it came from here
        else:
            self.intake.add(item, guid, words=item.stem or item.cloze, is_readable=False)

    def _field(self, name: str) -> str:
        html = self.note.fields.get(name, "")
        if _SOUND.search(html):
            self.intake.lose("a sound")
        return _SOUND.sub("", html)

    def _shown(self, names: list[tuple[str, str]]) -> str:
        html = [
            self._field(name) for how, name in names if not {"hint", "type"} & set(how.split(":"))
        ]
        return self.intake.block(_BREAK.join(one for one in html if one.strip()))

    def _typed(self) -> Item:
        name = next(name for how, name in self.front if "type" in how)
        answer = self.intake.line(self._field(name))
        more = [one for one in self.back if one[1] != name]
        return Item(
            "",
            Kind.TYPED,
            stem=self._shown(self.front),
            accepted=(answer,),
            explanation=self._shown(more),
        )

    def _cloze(self) -> Item | None:
        names = [name for how, name in self.front if "cloze" in how]
        html = self._field(names[0]) if names else ""
        numbers: dict[str, set[str]] = {}

        def gap(found: re.Match[str]) -> str:
            text, _, hint = found[2].partition("::")
            numbers.setdefault(found[1], set()).add(text)
            if hint:
                self.intake.lose("the hint of a gap")
            return f"{GAP_OPEN}{text}{GAP_CLOSE}"

        marked = _GAP.sub(gap, html.replace(GAP_OPEN, "").replace(GAP_CLOSE, ""))
        if _OPEN_GAP.search(marked) and numbers:
            self.intake.change("a gap around another gap is text")
            marked = _OPEN_GAP.sub("", marked)
        if any(len(texts) > 1 for texts in numbers.values()):
            self.intake.change("gaps that were asked together are asked one by one")
        if not numbers:
            self.intake.refuse("It has no gap")
            return None
        stem, cloze = self.intake.cloze_parts(marked)
        more = [one for one in self.back if one[1] not in names]
        return Item("", Kind.CLOZE, stem=stem, cloze=cloze, explanation=self._shown(more))

    def _choice(self) -> Item:
        texts, reasons = (_entries(self._field(name)) for name in ("Options", "Reasons"))
        key = {one.strip() for one in self._field("Key").split(",")}
        reasons += [""] * (len(texts) - len(reasons))
        options = tuple(
            Option(self.intake.lines(text), letter in key, self.intake.block(reason))
            for letter, text, reason in zip(ascii_uppercase, texts, reasons, strict=False)
        )
        stem, more = self._field("Question"), self._field("Explanation")
        return Item(
            "",
            choice_kind(options),
            stem=self.intake.block(stem),
            options=options,
            explanation=self.intake.block(more),
        )


def _names(template: str, note: Note) -> list[tuple[str, str]]:
    """Return filters and name of each field that a side of a card shows, each once."""
    found = [(how, name) for how, name in _USED.findall(template) if name not in _SPECIAL]
    return list(dict.fromkeys(one for one in found if one[1] in note.fields))


def _entries(html: str) -> list[str]:
    entries = html.split(OPTION)[1:]
    return [one.strip().removesuffix("</ol>").removesuffix("</li>") for one in entries]
