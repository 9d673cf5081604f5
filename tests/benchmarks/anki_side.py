"""Anki's half of the comparison, run by the Python of an environment that has `anki`.

Anki is under the AGPL, so the app and its tests never import it; this is a process of its own.
It makes a collection in the folder named, then does what each line of its input says and prints a
line of JSON: `answer N`, `history N`, `graphs N`, `size`.
"""

import json
import random
import sys
import time
from pathlib import Path
from typing import Any

from anki.collection import AddNoteRequest, Collection  # isort: skip  # has to be the first
from anki.cards import Card
from anki.scheduler.v3 import CardAnswer

RATINGS = (CardAnswer.AGAIN, CardAnswer.GOOD, CardAnswer.GOOD, CardAnswer.GOOD)
MOST = 9999  # cards a day that Anki lets one set
DAY_MS = 86_400_000
WORDS = ("alliance", "bond", "goal", "task", "rupture", "client", "counselor", "trust")
Reply = dict[str, Any]


class Peer:
    """A collection with so many notes, all of them due."""

    def __init__(self, folder: str, notes: int) -> None:
        self.path = str(Path(folder) / "collection.anki2")
        self.chance = random.Random(7)  # noqa: S311 - made-up notes
        self.col = Collection(self.path)
        conf = self.col.decks.config_dict_for_deck_id(1)
        conf["new"]["perDay"] = conf["rev"]["perDay"] = MOST
        self.col.decks.update_config(conf)
        self.col.set_config("fsrs", True)
        basic = self.col.models.by_name("Basic")
        requests = []
        for n in range(notes):
            note = self.col.new_note(basic)
            note.fields[:2] = [f"Q{n} {self.words(16)}?", f"A{n} {self.words(40)}."]
            requests.append(AddNoteRequest(note, 1))
        self.col.add_notes(requests)
        self.col.sched.set_due_date(self.col.find_cards(""), "0")
        self.reopen()

    def words(self, number: int) -> str:
        return " ".join(self.chance.choices(WORDS, k=number))

    def reopen(self) -> None:
        self.col.close()
        self.col = Collection(self.path)

    def answer(self, number: int) -> Reply:
        """Return how long the queue took to build, and each card with its answer then."""
        self.reopen()
        began = time.perf_counter()
        self.col.sched.get_queued_cards(fetch_limit=1)
        queue, times = time.perf_counter() - began, []
        for n in range(number):
            began = time.perf_counter()
            queued = self.col.sched.get_queued_cards(fetch_limit=1).cards[0]
            card = Card(self.col)
            card._load_from_backend_card(queued.card)  # noqa: SLF001 - as Anki's own scheduler does
            card.start_timer()
            rating = RATINGS[n % len(RATINGS)]
            answer = self.col.sched.build_answer(card=card, states=queued.states, rating=rating)
            self.col.sched.answer_card(answer)
            times.append(time.perf_counter() - began)
        return {"queue": queue, "times": times}

    def history(self, number: int) -> Reply:
        """Write so many answers of the past, ten of each card."""
        now, cards = int(time.time() * 1000), self.col.db.list("select id from cards")
        rows = []
        for n in range(number):
            card, turn = cards[n % len(cards)], n // len(cards)
            at = now - (400 - 30 * turn) * DAY_MS + n % len(cards) * 1000
            ease = 1 if n % 6 == 0 else 3
            rows.append((at, card, 0, ease, 20, 10, 2500, 9000, 1))
        self.col.db.executemany("insert or ignore into revlog values (?,?,?,?,?,?,?,?,?)", rows)
        return {"rows": self.col.db.scalar("select count() from revlog")}

    def graphs(self, number: int) -> Reply:
        """Return how long the statistics of the whole past took, each time."""
        times = []
        for _ in range(number):
            began = time.perf_counter()
            self.col._backend.graphs(search="", days=0)  # noqa: SLF001 - what the window asks for
            times.append(time.perf_counter() - began)
        return {"times": times}

    def size(self, _number: int) -> Reply:
        """Return the bytes of the collection, its log written back."""
        self.reopen()
        ends = ("", "-wal", "-shm")
        files = [Path(self.path + end) for end in ends]
        return {
            "bytes": sum(file.stat().st_size for file in files if file.exists()),
            "synchronous": self.col.db.scalar("pragma synchronous"),
        }


def main() -> None:
    peer = Peer(sys.argv[1], int(sys.argv[2]))
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        word, _, number = line.strip().partition(" ")
        print(json.dumps(getattr(peer, word)(int(number or 0))), flush=True)


if __name__ == "__main__":
    main()
