"""Spans of time in words."""

MINUTE = 60
HOUR_MINUTES = 60


def short_span(seconds: float) -> str:
    """Return a span to read at a glance: 1 h 42 min, 48 min, under 1 min; minutes rounded down."""
    hours, minutes = divmod(int(seconds) // MINUTE, HOUR_MINUTES)
    if not hours and not minutes:
        return "under 1 min"
    return " ".join([f"{hours} h"] * bool(hours) + [f"{minutes} min"] * bool(minutes))


def span(seconds: float) -> str:
    """Return a span in whole words: 1 hour 42 minutes."""
    hours, minutes = divmod(int(seconds) // MINUTE, HOUR_MINUTES)
    if not hours and not minutes:
        return "less than a minute"
    said = [(hours, "hour"), (minutes, "minute")]
    return " ".join(f"{n} {word}{'' if n == 1 else 's'}" for n, word in said if n)
