"""What differs between two texts of a bank, for whoever has to choose between them."""

from quizapp.web.editing import changed_lines
from tests.core.bank.generated import generated_bank


def test_of_a_long_bank_only_the_changed_questions_are_shown() -> None:
    mine = generated_bank(300, 1)
    assert mine.count("\n") > 1_000
    lines = changed_lines(
        mine, mine.replace("## [g-0007]", "## [g-0007] Named", 1) + "\n<!-- x -->\n"
    )
    assert 0 < len(lines) < 20
    assert changed_lines(mine, mine) == []
