"""What a study page offers beside a question: flag, story, report."""

from dataclasses import dataclass, replace

from flask import url_for

from quizapp.core.bank.model import Kind
from quizapp.core.scheduling.leech import is_leech
from quizapp.db.queries.study import AnswerRow, ShownItemRow


@dataclass(frozen=True, slots=True)
class ItemTools:
    """`here` is the page to come back to. The rest is set once the question is answered.

    `slipped` is how often a leech has lapsed, 0 otherwise; `can_mean_same` that what was typed
    may be another way to say the answer.
    """

    bank: str
    ref: str
    revision: int
    is_flagged: bool
    here: str
    story_url: str = ""
    report_url: str = ""
    answer_id: str = ""
    can_mean_same: bool = False
    slipped: int = 0


def tools_before(item: ShownItemRow, here: str) -> ItemTools:
    """Return what is offered while the question is open: nothing that gives it away."""
    return ItemTools(item.bank_slug, item.ref, item.revision, item.is_flagged, here)


def tools_behind(item: ShownItemRow, here: str) -> ItemTools:
    """Return what is offered beside the answer of a card, before it is graded."""
    story = url_for("items.item", bank=item.bank_slug, ref=item.ref)
    slipped = item.lapses if is_leech(item.lapses) else 0
    return replace(tools_before(item, here), story_url=story, slipped=slipped)


def tools_after(item: ShownItemRow, answer: AnswerRow, here: str) -> ItemTools:
    """Return what is offered beside the verdict on `answer`."""
    bank, ref = item.bank_slug, item.ref
    return ItemTools(
        bank,
        ref,
        answer.revision,
        item.is_flagged,
        here,
        story_url=url_for("items.item", bank=bank, ref=ref),
        report_url=url_for(
            "items.item", bank=bank, ref=ref, about=answer.answer_id, _anchor="report"
        ),
        answer_id=answer.answer_id,
        can_mean_same=not answer.is_right and item.body["kind"] == Kind.TYPED,
        slipped=item.lapses if not answer.is_right and is_leech(item.lapses) else 0,
    )
