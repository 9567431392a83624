"""Times as people read them."""

from datetime import UTC, datetime


def moment(seconds: float) -> str:
    """Return Unix time as a minute of UTC."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M")


def until_the_end(start: float, end: float | None) -> str:
    """Return how long something lasted; without an end, that it did until the end."""
    return "until the end" if end is None else lasting(end - start)


def lasting(seconds: float) -> str:
    """Return seconds in the largest unit that leaves them legible: 90 s, 16 min, 7.5 h."""
    sign, length = ("-" if seconds < 0 else ""), abs(seconds)
    for size, unit in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if length >= 2 * size:
            return f"{sign}{length / size:.3g} {unit}"
    return f"{sign}{length:.3g} s"
