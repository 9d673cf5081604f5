"""What an edit of an item means for the card of each of its parts."""

from typing import Any

from quizapp.core.bank.folding import fold_answer
from quizapp.core.bank.revision import ChangeClass


def change_of_part(
    change: ChangeClass, old: dict[str, Any], new: dict[str, Any], part: str
) -> ChangeClass:
    """Return what an edit of class `change` from body `old` to `new` is to the card of `part`.

    A cloze is corrected gap by gap. What stood in another gap is relearned; a gap that reads as
    before was learned rightly, in a sentence that was wrong: that is material to it. A gap that
    is gone counts as corrected, so that a miss of it does not wait for ever to be put right.
    """
    if change is not ChangeClass.KEY:
        return change
    before, after = _gap_texts(old), _gap_texts(new)
    corrected = {gap for gap, text in before.items() if after.get(gap) != text}
    is_untouched = part in after and part in before and part not in corrected
    return ChangeClass.MATERIAL if corrected and is_untouched else ChangeClass.KEY


def _gap_texts(body: dict[str, Any]) -> dict[str, str]:
    return {gap["id"]: fold_answer(gap["text"]) for gap in body["gaps"]}
