"""Item statistics: equal to those computed by hand, and near those of simulated learners."""

import statistics
from collections.abc import Sequence
from math import exp, isclose
from random import Random

import pytest

from quizapp.core.analysis.item_findings import (
    Finding,
    FindingKind,
    findings,
    idle_options,
    is_early,
    option_names,
    sentence,
    trouble,
)
from quizapp.core.analysis.item_stats import (
    FEWEST,
    FirstAttempt,
    ItemStatistics,
    Total,
    item_statistics,
    point_biserial,
    rest_scores,
    statistics_of,
    thirds_of,
)
from quizapp.core.scheduling.rating import Confidence

GUESSING, FAIRLY, CERTAIN = Confidence
OPTIONS = (("a", True), ("b", False), ("c", False))
# learner, chosen, how sure, seconds; and right of 20 other questions
BY_HAND: Sequence[tuple[int, str, Confidence | None, float, int]] = (
    (1, "b", CERTAIN, 10, 4),
    (2, "c", GUESSING, 20, 6),
    (3, "a", FAIRLY, 30, 8),
    (4, "b", CERTAIN, 40, 8),
    (5, "a", CERTAIN, 50, 10),
    (6, "a", None, 60, 12),
    (7, "b", FAIRLY, 70, 12),
    (8, "a", CERTAIN, 80, 14),
    (9, "a", CERTAIN, 90, 16),
    (10, "a", GUESSING, 1000, 20),
)


def attempts_by_hand() -> list[FirstAttempt]:
    return [
        FirstAttempt(who, chosen == "a", (chosen,), sure, seconds)
        for who, chosen, sure, seconds, _ in BY_HAND
    ]


def by_hand() -> ItemStatistics:
    own = attempts_by_hand()
    totals = {
        one.learner: Total(21, right + one.is_right)
        for one, (*_, right) in zip(own, BY_HAND, strict=True)
    }
    figures = item_statistics(own, rest_scores(totals, own), OPTIONS, answers=40, reports=2)
    assert figures is not None
    return figures


def test_it_is_what_was_computed_by_hand() -> None:
    """Six of ten are right.

    Wilson: z = 1.96, z² = 3.8415; middle (.6 + .19207) / 1.38415 = .57225; half 1.96 / 1.38415 *
    sqrt(.024 + .0096036) = .25958; from .31267 to .83182.

    Rest scores, in twentieths: right 8 10 12 14 16 20, mean 80/6 = 13.333; wrong 4 6 8 12, mean
    30/4 = 7.5; all: mean 11, squares 1420, variance 142 - 121 = 21, s = 4.5826.
    r = (13.333 - 7.5) / 4.5826 * sqrt(.24) = .62361. Fisher: atanh .73089, half 1.96 / sqrt 7 =
    .74080; from tanh(-.00991) = -.00991 to tanh(1.47169) = .89990.

    Thirds by place among ten: 4 and 6 and the two of 8 (places 0 to 3, the middle of those of 8
    is 3/10 < 1/3) are lower; 10 and the two of 12 middle (6/10); 14, 16 and 20 upper.
    """
    figures = by_hand()
    assert (figures.n, figures.right, figures.facility) == (10, 6, 0.6)
    assert figures.facility_interval == pytest.approx((0.31267, 0.83182), abs=5e-5)
    assert figures.r == pytest.approx(0.62361, abs=5e-6)
    assert figures.r_interval == pytest.approx((-0.00991, 0.89990), abs=5e-5)
    assert figures.thirds == (4, 3, 3)
    shown = [(one.option, one.chosen, one.by_third, one.certain) for one in figures.options]
    assert shown == [
        ("a", 6, (1, 2, 3), 3),  # 3; 5 and 6; 8, 9 and 10
        ("b", 3, (2, 1, 0), 2),  # 1 and 4; 7
        ("c", 1, (1, 0, 0), 0),  # 2
    ]
    assert figures.sure_right == (2 + 3 + 3 + 3 + 1) / 5, "one did not say"
    assert figures.sure_wrong == (3 + 1 + 3 + 2) / 4
    assert figures.confident_errors == 2
    assert figures.median_seconds == 55, "a page left open does not move it"
    assert figures.reports_per_100 == 5


def test_the_point_biserial_is_pearsons_r() -> None:
    chance = Random(3)  # noqa: S311 - no secret
    pairs = [(chance.random() < 0.6, chance.random()) for _ in range(40)]
    expected = statistics.correlation([float(one) for one, _ in pairs], [s for _, s in pairs])
    found = point_biserial(pairs)
    assert found is not None
    assert isclose(found, expected)


@pytest.mark.parametrize(
    "pairs",
    [
        [(True, 0.1 * n) for n in range(10)],
        [(n % 2 == 0, 0.7) for n in range(10)],
        [(n % 2 == 0, 0.1 * n) for n in range(9)],
    ],
    ids=["all right", "all alike", "too few"],
)
def test_there_is_no_r_where_nothing_varies(pairs: list[tuple[bool, float]]) -> None:
    assert point_biserial(pairs) is None


def test_too_few_learners_have_no_figures() -> None:
    attempts = attempts_by_hand()
    assert item_statistics(attempts[: FEWEST - 1], {}, OPTIONS) is None
    figures = item_statistics(attempts, {}, OPTIONS)
    assert figures is not None
    assert (figures.r, figures.r_interval, figures.thirds) == (None, None, None)
    assert statistics_of({}) is None


def test_the_question_itself_is_left_out_of_the_rest() -> None:
    own = [FirstAttempt(who, who == 1, (), None, 1) for who in (1, 2, 3)]
    totals = {1: Total(21, 15), 2: Total(21, 15), 3: Total(20, 9), 4: Total(20, 9)}
    # 3 has 19 others; 4 has not answered this one, so that all twenty count.
    assert rest_scores(totals, own) == {1: 14 / 20, 2: 15 / 20, 4: 9 / 20}


def test_learners_of_equal_score_stay_together() -> None:
    assert set(thirds_of(dict.fromkeys(range(12), 0.5)).values()) == {1}
    scores = {who: float(who) for who in range(9)} | {9: 8.0, 10: 8.0, 11: 8.0}
    assert [thirds_of(scores)[who] for who in range(12)] == [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2]
    assert thirds_of(dict.fromkeys(range(FEWEST - 1), 0.5)) == {}


def test_what_is_stored_comes_back() -> None:
    figures = by_hand()
    assert statistics_of(figures.fields) == figures


# Simulated learners: abilities are normal; the chance to be right follows the two-parameter
# logistic model (Birnbaum 1968), and who errs chooses a distractor by chance.
LEARNERS, ITEMS, OPTION_IDS = 500, 60, ("a", "b", "c", "d")


def simulated(seed: int) -> tuple[list[list[FirstAttempt]], list[float]]:
    """Return the attempts by item, and the share right among so many learners to expect of each.

    The key of item 0 is wrong: its best distractor is what should be right. Item 1 is answered by
    chance. Item 2 tells strong from weak very well.
    """
    chance = Random(seed)  # noqa: S311 - no secret
    abilities = [chance.gauss(0, 1) for _ in range(LEARNERS)]
    items, expected = [], []
    for n in range(ITEMS):
        slope, hardness = (1.6 if n in {0, 2} else 1.1), chance.uniform(-1.2, 1.2)
        shares = [0.25 if n == 1 else 1 / (1 + exp(-slope * (one - hardness))) for one in abilities]
        attempts = []
        for who, share in enumerate(shares):
            knows = chance.random() < share
            chosen = "a" if knows else chance.choice("bcd")
            key = "b" if n == 0 else "a"
            attempts.append(FirstAttempt(who, chosen == key, (chosen,), FAIRLY, 30))
        items.append(attempts)
        expected.append(statistics.fmean(shares))
    return items, expected


def of_simulated(items: list[list[FirstAttempt]]) -> list[ItemStatistics]:
    right = [sum(item[who].is_right for item in items) for who in range(LEARNERS)]
    totals = {who: Total(ITEMS, count) for who, count in enumerate(right)}
    found = []
    for n, item in enumerate(items):
        options = [(one, one == ("b" if n == 0 else "a")) for one in OPTION_IDS]
        figures = item_statistics(item, rest_scores(totals, item), options)
        assert figures is not None
        found.append(figures)
    return found


def test_simulated_learners_are_recovered() -> None:
    items, expected = simulated(seed=11)
    found = of_simulated(items)
    inside = 0
    for figures, share in list(zip(found, expected, strict=True))[1:]:
        low, high = figures.facility_interval
        inside += low <= share <= high
    assert inside >= 0.9 * (ITEMS - 1)
    kinds = [[one.kind for one in findings(figures)] for figures in found]
    assert kinds[0][:2] == [FindingKind.KEY, FindingKind.WEAK], "the key is wrong"
    assert findings(found[0])[0].options == ("a",), "strong learners know better"
    assert FindingKind.WEAK in kinds[1], "it was answered by chance"
    assert abs(found[1].r or 0) < 0.1
    assert kinds[2] == [], "it is a good one"
    assert (found[2].r or 0) > 0.45
    false_alarms = [n for n, found_kinds in enumerate(kinds[2:], 2)
                    if {FindingKind.KEY, FindingKind.WEAK} & set(found_kinds)]  # fmt: skip
    assert false_alarms == []


def of_choices(counts: dict[str, int], sure: int = 0) -> ItemStatistics:
    """Return the figures of so many who chose each; the first `sure` of b were certain."""
    attempts: list[FirstAttempt] = []
    left = sure
    for option, count in counts.items():
        for _ in range(count):
            is_sure = option == "b" and left > 0
            left -= is_sure
            certain = CERTAIN if is_sure else GUESSING
            attempts.append(FirstAttempt(len(attempts), option == "a", (option,), certain, 20))
    figures = item_statistics(attempts, {}, [(one, one == "a") for one in OPTION_IDS])
    assert figures is not None
    return figures


@pytest.mark.parametrize(
    ("counts", "sure", "expected"),
    [
        ({"a": 30, "b": 40, "c": 30, "d": 6}, 0, [FindingKind.HARD]),
        ({"a": 30, "b": 40, "c": 30}, 0, [FindingKind.IDLE]),
        ({"a": 60, "b": 30, "c": 4, "d": 6}, 10, [FindingKind.SURE, FindingKind.IDLE]),
        ({"a": 60, "b": 30, "c": 5, "d": 5}, 9, []),
        ({"a": 96, "b": 2, "c": 2}, 2, [FindingKind.IDLE, FindingKind.EASY]),
        ({"a": 95, "b": 5}, 0, [FindingKind.IDLE]),
        ({"a": 20, "b": 29}, 0, []),  # too few to call an option idle
        ({"a": 6, "b": 4}, 3, [FindingKind.SURE]),
    ],
)
def test_thresholds(counts: dict[str, int], sure: int, expected: list[FindingKind]) -> None:
    assert [one.kind for one in findings(of_choices(counts, sure))] == expected


def test_findings_are_said_in_words() -> None:
    names = option_names([{"id": one} for one in OPTION_IDS])
    assert sentence(Finding(FindingKind.KEY, ("c",)), names) == (
        "Strong learners choose C more than the key: the key may be wrong."
    )
    assert sentence(Finding(FindingKind.SURE, ("b",), 12), names) == (
        "12 learners chose B and were certain of it."
    )
    idle = Finding(FindingKind.IDLE, ("b", "c", "d"))
    assert sentence(idle, names) == "Hardly anybody chooses B, C and D."
    assert sentence(Finding(FindingKind.HARD), names) == "Fewer than 30% get it right."
    assert "miss it more often" in sentence(Finding(FindingKind.WEAK, count=1), names)
    assert "hardly tells" in sentence(Finding(FindingKind.WEAK), names)


def test_the_worst_come_first_and_those_with_too_few_answers_last() -> None:
    items, _ = simulated(seed=11)
    found = of_simulated(items)
    keys = [trouble(findings(one), one) for one in found[:3]] + [trouble([], None)]
    assert sorted(keys) == keys[:2] + keys[2:]
    assert not is_early(found[0])
    assert is_early(by_hand())
    assert idle_options(by_hand()) is None
