"""No topic with weight is left out of a plan, however little an item of it is worth."""

from collections import Counter
from datetime import timedelta

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from quizapp.core.scheduling.memory import Memory
from quizapp.core.scheduling.plan_cards import PlanCard
from quizapp.core.scheduling.planner import Index, fill_day, rank_day
from quizapp.core.scheduling.roll_out import roll_out
from tests.core.scheduling.plans import TODAY, cards, new_cards

outlines = st.lists(
    st.tuples(st.integers(1, 60), st.floats(0.001, 1.0)), min_size=1, max_size=12
).map(lambda pairs: {f"t{at}": pair for at, pair in enumerate(pairs)})


def owing(counts: Counter[str], sizes: dict[str, int], weights: dict[str, float]) -> list[str]:
    """The topics that break the guarantee, with so many items introduced of each."""
    total, whole = sum(counts.values()), sum(weights.values())
    return [
        topic
        for topic, size in sizes.items()
        if counts[topic] < size
        and (counts[topic] == 0 or counts[topic] / total < weights[topic] / whole / 2 - 1e-9)
    ]


@settings(max_examples=150)
@given(outlines)
@example({"big": (500, 0.01), "small": (5, 0.99)})
@example({f"t{at}": (40, 1 / 12) for at in range(12)})
def test_every_beginning_of_the_list_keeps_the_shares(
    outline: dict[str, tuple[int, float]],
) -> None:
    sizes = {topic: size for topic, (size, _) in outline.items()}
    weights = {topic: weight for topic, (_, weight) in outline.items()}
    assume(min(weights.values()) / sum(weights.values()) > 1e-5)
    topics = [topic for topic, size in sizes.items() for _ in range(size)]
    counts: Counter[str] = Counter()
    for place in rank_day(new_cards(sizes, dict(weights)), 30).places:
        counts[topics[place]] += 1
        if sum(counts.values()) >= 2 * len(sizes):
            assert not owing(counts, sizes, weights)
    assert counts == sizes


@settings(max_examples=25)
@given(outlines, st.integers(2, 20), st.integers(2, 30), st.sampled_from([0.0, 4e-3, 1.0]))
def test_a_whole_plan_keeps_the_shares(
    outline: dict[str, tuple[int, float]], days: int, minutes: int, floor: float
) -> None:
    sizes = {topic: size for topic, (size, _) in outline.items()}
    weights = {topic: weight for topic, (_, weight) in outline.items()}
    plan = roll_out(new_cards(sizes, dict(weights)), [60.0 * minutes] * days, strategy=Index(floor))
    counts = Counter({topic: size - plan.unseen.get(topic, 0) for topic, size in sizes.items()})
    assert sum(counts.values()) == plan.introduced[-1]
    if sum(counts.values()) >= 2 * len(sizes):
        assert not owing(counts, sizes, weights)


def test_a_topic_whose_items_are_worth_next_to_nothing_still_comes() -> None:
    sizes, weights = {"rich": 60, "poor": 200}, {"rich": 99.0, "poor": 1.0}
    plan = roll_out(new_cards(sizes, dict(weights)), [300.0] * 10)
    assert 0 < plan.unseen["poor"] < 200


def test_what_was_seen_before_the_plan_counts() -> None:
    known = PlanCard("known", memory=Memory(30.0, 5.0, TODAY - timedelta(days=4)))
    subject = cards([known] * 40 + [PlanCard("other")] * 200, {"known": 1.0, "other": 1.0})
    day = fill_day(rank_day(subject, 5), 38.0 * 14)
    # A quarter of all that is in: 14 of 54.
    assert all(place >= 40 for place in day)
    assert len(day) == 14


def test_fewer_items_than_topics_go_to_the_topics_whose_items_are_worth_most() -> None:
    sizes = {"a": 10, "b": 10, "c": 10}
    subject = new_cards(sizes, {"a": 1.0, "b": 3.0, "c": 2.0})
    assert fill_day(rank_day(subject, 9), 38.0 * 2) == [10, 20]


def test_the_index_has_its_way_where_no_topic_is_behind() -> None:
    subject = new_cards({"a": 20, "b": 20}, {"a": 2.0, "b": 1.0})
    first = rank_day(subject, 9).places[:12]
    assert sum(place < 20 for place in first) >= 9
