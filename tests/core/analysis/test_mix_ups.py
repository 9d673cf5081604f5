"""Pairs of ideas that are mixed up: both directions together, the most often first."""

from quizapp.core.analysis.mix_ups import MixUp, mix_ups


def test_both_directions_are_one_pair() -> None:
    chosen = [("bond", "task"), ("task", "bond"), ("bond", "task"), ("goal", "task")]
    assert mix_ups(chosen, 5) == [MixUp("bond", "task", 2, 1)]


def test_the_most_often_first_and_once_is_none() -> None:
    chosen = [("b", "a")] * 2 + [("c", "d")] * 3 + [("e", "f")]
    assert [(one.right, one.other, one.total) for one in mix_ups(chosen, 5)] == [
        ("c", "d", 3),
        ("b", "a", 2),
    ]
    assert len(mix_ups(chosen, 1)) == 1


def test_no_idea_is_mixed_up_with_itself_or_with_none() -> None:
    assert mix_ups([("a", "a"), ("a", ""), ("", "a")] * 3, 5) == []
