"""What a day of learners came to, as JSON lines and as tables."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from tests.benchmarks.table import table
from tests.load.crowd import STUDYING, Day, Stage, percentile

HELLOS_AT_MOST = 20.0  # p99 over the p50 of a Flask hello


def is_slow(stage: Stage) -> bool:
    """Return whether the slowest question, answer or verdict of a hundred took too long."""
    return stage.p99(STUDYING) > HELLOS_AT_MOST * stage.hello


def is_right(day: Day) -> bool:
    """Return whether every answer told of is stored, once, and nothing went wrong."""
    stored = day.stored
    return stored.acknowledged == stored.stored > 0 and not stored.lost and not day.broken


def lines(name: str, day: Day) -> Iterator[str]:
    """Yield a JSON line for what is stored, then one a route."""
    stored = day.stored
    yield json.dumps(
        {
            "name": f"{name}: answers",
            "acknowledged": stored.acknowledged,
            "stored": stored.stored,
            "lost": stored.lost,
            "unacknowledged": stored.unacknowledged,
            "errors": len(day.broken),
            "faults": [f"{n} x {what}" for what, n in Counter(day.broken).most_common(5)],
            "ok": is_right(day),
        }
    )
    hello = day.stages[0].hello
    for route, times in by_route(day).items():
        yield json.dumps(
            {
                "name": f"{name}: {route}",
                "requests": len(times),
                **{f"p{n}": round(percentile(times, n) / hello, 2) for n in (50, 95, 99)},
                "unit": "Flask hellos",
            }
        )


def by_route(day: Day) -> dict[str, list[float]]:
    """Return the times of each route, the most asked for first."""
    found = defaultdict[str, list[float]](list)
    for sample in day.samples:
        found[sample.route].append(sample.seconds)
    return dict(sorted(found.items(), key=lambda one: -len(one[1])))


def route_table(day: Day) -> str:
    """Return times in milliseconds, and over the p50 of a Flask hello."""
    hello = day.stages[0].hello
    rows = []
    for route, times in by_route(day).items():
        at = [percentile(times, n) for n in (50, 95, 99)]
        cells = [f"{1000 * one:,.0f} ms ({one / hello:,.1f})" for one in at]
        rows.append((route, f"{len(times):,}", *cells))
    return table(("route", "requests", "p50", "p95", "p99"), rows)


def stage_table(stages: Sequence[Stage]) -> str:
    """Return how it went with ever more learners; p99 in Flask hellos."""
    rows = []
    for stage in stages:
        studying, all_pages = (stage.p99(routes) / stage.hello for routes in (STUDYING, ()))
        verdict = "slow" if is_slow(stage) else "ok"
        size, hello = f"{stage.learners:,}", f"{1000 * stage.hello:.2f} ms"
        rows.append(
            (
                size,
                hello,
                f"{stage.hello_p99 / stage.hello:,.1f}",
                f"{len(stage.samples):,}",
                f"{studying:,.1f}",
                f"{all_pages:,.1f}",
                verdict,
            )
        )
    return table(
        (
            "learners",
            "hello p50",
            "its p99 / p50",
            "requests",
            "studying, p99",
            "all pages, p99",
            "",
        ),
        rows,
    )
