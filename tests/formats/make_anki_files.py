"""Makes the .apkg files of this folder with the `anki` package, in an environment of its own.

Anki is under the AGPL, so the app and its tests never import it. To make the files anew:

    python3 -m venv /tmp/anki && /tmp/anki/bin/pip install anki==26.9.3
    /tmp/anki/bin/python tests/formats/make_anki_files.py tests/formats/files
"""

import base64
import sys
import tempfile
from pathlib import Path

from anki.collection import Collection, DeckIdLimit, ExportAnkiPackageOptions

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def fill(collection) -> int:  # type: ignore[no-untyped-def]
    deck = collection.decks.id("Alliance::Theory")
    name = collection.media.write_data("bond map.png", PNG)
    rows = [
        ("Basic", ["Who coined <b>therapeutic alliance</b>?", "Zetzel (1956)"], ["history", "who"]),
        ("Basic (and reversed card)", ["bond", "the attachment of both"], []),
        (
            "Cloze",
            ["Bordin: {{c1::goals}}, {{c2::tasks::what is done}} and a {{c3::bond}}.", "1979"],
            [],
        ),
        ("Basic (type in the answer)", ["The author of the WAI?", "Horvath"], []),
        ("Basic", [f'See <img src="{name}"> and 2 &lt; 3', "a map<script>alert(1)</script>"], []),
        ("Basic (optional reversed card)", ["task", "what is done", "y"], []),
    ]
    for model, fields, tags in rows:
        note = collection.new_note(collection.models.by_name(model))
        note.fields = fields
        note.tags = tags
        collection.add_note(note, deck)
    return int(deck)


def main(folder: Path) -> None:
    for name, legacy in (("anki_legacy.apkg", True), ("anki_new.apkg", False)):
        with tempfile.TemporaryDirectory() as place:
            collection = Collection(str(Path(place) / "collection.anki2"))
            deck = fill(collection)
            options = ExportAnkiPackageOptions(
                with_scheduling=False, with_media=True, with_deck_configs=False, legacy=legacy
            )
            collection.export_anki_package(
                out_path=str((folder / name).resolve()), options=options, limit=DeckIdLimit(deck)
            )
            collection.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
