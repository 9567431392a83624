"""How numbers and times are written in a review. Nothing is rounded in a promise's favour."""

from datetime import datetime, timedelta
from decimal import ROUND_FLOOR, Decimal
from fractions import Fraction
from math import floor

from observability.drawing.times import lasting, moment

NOTHING = "–"
_MINUTE = 60


def events(number: int | Decimal | None) -> str:
    """Return a number of events, rounded down: only budgets have parts of an event."""
    return NOTHING if number is None else f"{floor(number):,}"


def attained(share: Fraction | None) -> str:
    """Return a share rounded down, so that 99.99996 % is not 100 %: 99.8712 %."""
    if share is None:
        return NOTHING
    exact = Decimal(share.numerator) / Decimal(share.denominator) * 100
    return f"{exact.quantize(Decimal('0.0001'), ROUND_FLOOR):f} %"


def percentage(share: Fraction | Decimal | None) -> str:
    """Return a share as whole percents, small ones with a digit: 176 %, 0.6 %."""
    if share is None:
        return NOTHING
    value = float(share) * 100
    return f"{value:,.1f} %" if 0 < abs(value) < 10 else f"{value:,.0f} %"  # noqa: PLR2004


def minutes(number: Fraction | float | None) -> str:
    """Return minutes of full outage: 12.3 min, 1.9 h."""
    if number is None:
        return NOTHING
    value = float(number)
    return f"{value:,.1f} min" if abs(value) < _MINUTE else f"{value / _MINUTE:,.1f} h"


def duration(time: timedelta | None) -> str:
    """Return a length of time: 45 s, 12 min, 3.4 h; a minus says before."""
    return NOTHING if time is None else lasting(time.total_seconds())


def days(time: timedelta) -> str:
    """Return a length of time in days: 28 days, 8.5 days."""
    number = time / timedelta(days=1)
    text = f"{number:.1f}".removesuffix(".0")
    return f"{text} {'day' if text == '1' else 'days'}"


def when(time: datetime) -> str:
    """Return a time in UTC, to the minute."""
    return moment(time.timestamp())


def times(number: int) -> str:
    """Return how often something was: not once, once, 3 times."""
    return {0: "not once", 1: "once"}.get(number, f"{number:,} times")


def counted(number: int, singular: str, plural: str) -> str:
    """Return a number with its noun."""
    return f"{number:,} {singular if number == 1 else plural}"
