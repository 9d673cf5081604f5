"""That no topic is left out of an exam plan, however little a single item of it is worth.

The index brings in new items by their worth, weight / number of items, so a topic with many
items and little weight would come last, and when minutes are short never. The guarantee: every
topic with weight is introduced, and its share of the items introduced is at least half its share
of the weight, or all its items are in.

The mechanism: a topic is behind when it has no item in, or would fall below half its share within
as many introductions as there are topics. As long as one is behind, its best new item goes before
whatever the index wants; the topic that would fall below first goes first. As the half shares
together take half of the introductions, each topic gets its turn in time, and the other half is
the index's own. Of a plan that begins with nothing seen the guarantee holds after every item, once
two a topic are in (with fewer the topics take turns). What was seen before the plan counts: who
comes with one topic learned meets the others first, and it holds once those have caught up.
"""

import heapq
from collections import deque
from collections.abc import Iterator, Sequence

from quizapp.core.scheduling.forgetting import Floats, Ints


class Turns:
    """The new items of one learner's day, in the order in which they are introduced."""

    def __init__(
        self,
        new: Sequence[int],
        topic: Ints,
        weights: Floats,
        introduced: Ints,
        most: int | None = None,
    ) -> None:
        """Take `new`, places by falling index, and how many are already in, by topic.

        `topic` is that of each place, `weights` those of the topics (sum 1), and `most` how many
        items the day may introduce (None: any number).
        """
        self._topic = topic
        self._half = [float(one) / 2 for one in weights]
        self._in = [int(one) for one in introduced]
        self._total = sum(self._in)
        self._left = len(new) if most is None else most
        self._rank = {place: at for at, place in enumerate(new)}
        self._waiting: list[deque[int]] = [deque() for _ in self._half]
        for place in new:
            self._waiting[topic[place]].append(place)
        self._due: list[tuple[float, int, int]] = []
        for one in range(len(self._half)):
            self._expect(one)

    def behind(self) -> Iterator[int]:
        """Introduce items of topics that are behind, until none is."""
        while self._due and self._left and self._due[0][0] < self._total + len(self._half):
            limit, _, topic = heapq.heappop(self._due)
            if self._waiting[topic] and limit == self._in[topic] / self._half[topic]:
                yield self._take(topic)

    def wants(self, place: int) -> bool:
        """Introduce the new item at `place`, unless it is in already or no more may come."""
        waiting = self._waiting[self._topic[place]]
        if not self._left or not waiting or waiting[0] != place:
            return False
        self._take(self._topic[place])
        return True

    def _take(self, topic: int) -> int:
        self._in[topic] += 1
        self._total += 1
        self._left -= 1
        place = self._waiting[topic].popleft()
        self._expect(topic)
        return place

    def _expect(self, topic: int) -> None:
        """Note at how many introductions the topic falls below half its share."""
        if self._waiting[topic] and self._half[topic] > 0:
            limit = self._in[topic] / self._half[topic]
            heapq.heappush(self._due, (limit, self._rank[self._waiting[topic][0]], topic))
