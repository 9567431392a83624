"""Words for numbers: `percent(99.9)`, `days(28)`, `milliseconds(100)`. All of them exact."""

from datetime import timedelta
from decimal import Decimal, InvalidOperation

from observability.errors import DefinitionError

Number = int | float | str | Decimal


def _exact(value: Number) -> Decimal:
    """Return `value` as the decimal that a reader sees: 99.9 is 99.9, not 99.900000000000005."""
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise DefinitionError(f"{value!r} is not a number: write it like 99.9") from None
    if not number.is_finite():
        raise DefinitionError(f"{value!r} is not a finite number")
    return number


def percent(value: Number) -> Decimal:
    """Return a percentage as an exact ratio: `percent(99.9)` is `Decimal("0.999")`."""
    return _exact(value).scaleb(-2)


def percentage(share: Decimal) -> str:
    """Return a ratio as a percentage with the digits that it has: 99.95 %."""
    return f"{(share * 100).normalize():f} %"


def in_seconds(time: timedelta) -> Decimal:
    """Return a time in seconds, exact."""
    return Decimal(time // timedelta(microseconds=1)).scaleb(-6)


def ratio(value: Number) -> Decimal:
    """Return a ratio as an exact decimal: `ratio(0.02)` is `Decimal("0.02")`."""
    return _exact(value)


def _duration(value: Number, microseconds: int) -> timedelta:
    whole = _exact(value) * microseconds
    if whole != whole.to_integral_value():
        raise DefinitionError(f"{value!r} is finer than a microsecond, the finest that we keep")
    return timedelta(microseconds=int(whole))


def days(value: Number) -> timedelta:
    """Return a duration of `value` days."""
    return _duration(value, 86_400_000_000)


def hours(value: Number) -> timedelta:
    """Return a duration of `value` hours."""
    return _duration(value, 3_600_000_000)


def minutes(value: Number) -> timedelta:
    """Return a duration of `value` minutes."""
    return _duration(value, 60_000_000)


def seconds(value: Number) -> timedelta:
    """Return a duration of `value` seconds."""
    return _duration(value, 1_000_000)


def milliseconds(value: Number) -> timedelta:
    """Return a duration of `value` milliseconds."""
    return _duration(value, 1_000)
