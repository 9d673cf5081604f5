"""Every blueprint there is."""

from quizapp.web import (
    accounts,
    banks,
    concepts,
    exams,
    help,  # noqa: A004 - the page's name
    history,
    images,
    items,
    kept,
    marked,
    offline,
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
    concepts.bp,
    exams.bp,
    images.bp,
    items.bp,
    marked.bp,
    settings.bp,
    help.bp,
    accounts.bp,
    signin.bp,
    kept.bp,
    offline.bp,
)
