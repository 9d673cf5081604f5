"""What a load did, in lines for the terminal."""

from quizapp.core.bank.ownership import Diffs
from quizapp.core.bank.revision import ChangeClass
from quizapp.services.load_result import Change, LoadResult


def load_lines(result: LoadResult, *, is_dry: bool = False) -> list[str]:
    """Return the sum first, then a line for each item that was more than touched up."""
    if result.conflict is not None:
        return _conflict(result.conflict)
    if result.is_refused:
        return ["not loaded; what was loaded before goes on being served"]
    if result.is_left:
        return ["noted as seen; what the browser published goes on being served"]
    if result.is_untouched:
        return ["unchanged"]
    total = (
        f"{len(result.new)} new, {len(result.changed)} changed, "
        f"{len(result.same)} same, {len(result.retired)} retired"
    )
    return [f"{total} (dry run: nothing was stored)" if is_dry else total, *_items(result)]


def _items(result: LoadResult) -> list[str]:
    cosmetic = [one.ref for one in result.changes if _is_quiet(one)]
    named = (
        ("brought back", result.brought_back),
        ("withdrawn (draft)", result.withdrawn),
        ("retired", result.retired),
        ("not live: the check finds errors in", result.held),
        ("cosmetic", cosmetic),
    )
    return [
        *(f"  {old} is called {new} now" for old, new in result.renamed),
        *(_change(one) for one in result.changes if not _is_quiet(one)),
        *(f"  {word}: {', '.join(refs)}" for word, refs in named if refs),
    ]


def _is_quiet(one: Change) -> bool:
    return one.change is one.found is ChangeClass.COSMETIC


def _change(one: Change) -> str:
    """Return the class of a change, and who hears of a corrected key."""
    text = f"  {one.ref}: {one.change}"
    if one.change is not one.found:
        text += f" (found: {one.found})"
    if one.change is ChangeClass.KEY:
        text += f", {one.told} {'learner is' if one.told == 1 else 'learners are'} told"
    if one.change is ChangeClass.IDENTITY:
        text += ", a new item; the old one is retired"
    return text


def _conflict(diffs: Diffs) -> list[str]:
    return [
        "not loaded: the file and the browser have both changed since it was loaded last",
        *diffs.file.splitlines(),
        *diffs.browser.splitlines(),
        "`--ours` loads the file, `--theirs` keeps what the browser published",
    ]
