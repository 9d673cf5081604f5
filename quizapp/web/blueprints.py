"""Every blueprint there is."""

from quizapp.web import (
    accounts,
    banks,
    help,  # noqa: A004 - the page's name
    history,
    pages,
    progress,
    settings,
    signin,
    study,
    today,
)

ALL = (
    pages.bp,
    today.bp,
    study.bp,
    history.bp,
    progress.bp,
    banks.bp,
    settings.bp,
    help.bp,
    accounts.bp,
    signin.bp,
)
