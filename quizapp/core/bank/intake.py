"""Takes in the items of a foreign file one by one, and notes what does not fit."""

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import unquote

from quizapp.core.bank.foreign import (
    MAX_ITEMS,
    ImportedBank,
    Note,
    NoteLevel,
    Refused,
    alias_of,
    field_text,
    ref_of,
    settled,
    word,
)
from quizapp.core.bank.from_html import (
    Converted,
    cloze_from_html,
    from_html,
    inline_from_html,
    split_cloze,
)
from quizapp.core.bank.ids import ID
from quizapp.core.bank.inline_markdown import escaped
from quizapp.core.bank.model import Bank, Item
from quizapp.core.bank.picture import picture_path, read_picture

_DATA: Final = re.compile(r"data:image/(png|jpeg|gif|webp);base64,", re.IGNORECASE)
_ODD: Final = re.compile(r"[^\w./ -]")
LINE_BREAK: Final = "\\\n"


@dataclass(slots=True)
class Intake:
    """The items of one file so far. `files` are what came with it, by the name used there."""

    format_name: str
    files: Mapping[str, bytes] = field(default_factory=dict)
    place: str = ""  # of the item at hand: a line, or a name
    items: dict[str, Item] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    used: dict[str, bytes] = field(default_factory=dict)
    count: int = 0
    prefix: str = ""  # stands before the name of a file in an address

    def begin(self, place: str) -> None:
        """Turn to the next item of the file; raises Refused where there are too many."""
        self.place = place
        self.count += 1
        if self.count > MAX_ITEMS:
            raise Refused(f"The file has more than {MAX_ITEMS:,} questions; split it")

    def lose(self, message: str) -> None:
        """Note that something of the item at hand is left out."""
        self._note(NoteLevel.LOST, message)

    def change(self, message: str) -> None:
        """Note that something of the item at hand is said in another way."""
        self._note(NoteLevel.CHANGED, message)

    def refuse(self, message: str) -> None:
        """Note that the item at hand is not taken in."""
        self._note(NoteLevel.REFUSED, message)

    def block(self, html: str) -> str:
        """Return HTML as the Markdown of paragraphs, lists and tables."""
        return self._told(from_html(html, self.picture))

    def line(self, html: str) -> str:
        """Return HTML as Markdown on one line."""
        return self._told(inline_from_html(html, self.picture))

    def lines(self, html: str) -> str:
        """Return HTML as Markdown of one paragraph, which may have several lines."""
        return self._told(inline_from_html(html, self.picture, by=LINE_BREAK))

    def cloze(self, html: str) -> str:
        """Return HTML with marked gaps as the text of a cloze."""
        return self._told(cloze_from_html(html, self.picture))

    def cloze_parts(self, html: str) -> tuple[str, str]:
        """Return the stem and the text of a cloze in HTML with marked gaps."""
        return split_cloze(self.block(html)) or ("", self.cloze(html))

    def hint(self, html: str) -> str:
        """Return HTML as the value of a field."""
        return field_text(self.line(html))

    def tags(self, tags: list[str]) -> tuple[str, ...]:
        """Return tags as an item may have them."""
        if any("," in one for one in tags):
            self.change("a comma in a tag is a space now")
        found = (field_text(escaped(word(one), is_first=False)) for one in tags)
        return tuple(dict.fromkeys(one for one in found if one))

    def picture(self, src: str) -> str:
        """Return the path in the bank of a picture that came with the file, "" without one."""
        name, data = self._picture_file(src)
        fault = read_picture(data).fault if data else "is empty"
        if not name or fault:
            return ""
        if self.used.get(name, data) != data:  # another item has another picture of this name
            folder, slash, last = name.rpartition("/")
            name = f"{folder}{slash}{hashlib.sha256(data).hexdigest()[:8]}-{last}"
        self.used[name] = data
        return name

    def add(
        self, item: Item, foreign_id: str, words: str = "", *, is_readable: bool = True
    ) -> None:
        """Take in an item with its id there; its ref is made of that, its title or its words.

        An id that only programs read, such as `x4udt52629`, makes no ref.
        """
        id_for_ref = foreign_id if is_readable else ""
        ref = ref_of(id_for_ref, words or item.title or item.stem, self.items, self.numbers)
        alias = (alias_of(self.format_name, foreign_id),) if foreign_id not in ("", ref) else ()
        title = "" if item.title in (ref, foreign_id) else item.title
        self.places[ref] = self.place
        self.items[ref] = replace(item, ref=ref, alias=item.alias + alias, title=title)

    def keep(self, item: Item) -> None:
        """Take in an item of ours with the ref it has, if no other has it."""
        if not ID.match(item.ref) or item.ref in self.items:
            self.refuse("Its id is used twice, or is none")
            return
        self.places[item.ref] = self.place
        self.items[item.ref] = item

    def done(self, bank: Bank) -> ImportedBank:
        """Return the bank with all that was taken in and can be held."""
        whole = replace(bank, items=tuple(self.items.values()))
        return settled(ImportedBank(whole, tuple(self.notes), self.used), self.places)

    def _note(self, level: NoteLevel, message: str) -> None:
        note = Note(self.place, level, message)
        if note not in self.notes[-9:]:
            self.notes.append(note)

    def _told(self, made: Converted) -> str:
        for message in made.lost:
            self.lose(message)
        return made.text

    def _picture_file(self, src: str) -> tuple[str, bytes]:
        embedded = _DATA.match(src)
        if embedded:
            try:
                data = base64.b64decode(src[embedded.end() :])
            except (ValueError, binascii.Error):
                return "", b""
            return f"pictures/{hashlib.sha256(data).hexdigest()[:12]}.{embedded[1].lower()}", data
        file = unquote(src).removeprefix(self.prefix)
        if file not in self.files:
            return "", b""
        name = file if picture_path(file) == file else _ODD.sub("-", file).lstrip("./ -")
        return picture_path(name), self.files[file]
