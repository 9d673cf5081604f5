"""Cutting a long list into pages."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import request

PAGE_ROWS = 20
LAST_PAGE = 100_000  # what lies beyond is empty for everybody


@dataclass(frozen=True, slots=True)
class Page:
    first: int
    last: int
    total: int
    prev_url: str | None
    next_url: str | None


def page_number() -> int:
    """Return which page the address asks for, from 1."""
    return min(max(1, request.args.get("page", 1, type=int)), LAST_PAGE)


def page_of(number: int, total: int, url: Callable[[int], str]) -> Page:
    """Return which rows of `total` page `number` holds; `url` gives the address of a page."""
    return Page(
        first=min((number - 1) * PAGE_ROWS + 1, total),
        last=min(number * PAGE_ROWS, total),
        total=total,
        prev_url=url(number - 1) if number > 1 else None,
        next_url=url(number + 1) if number * PAGE_ROWS < total else None,
    )
