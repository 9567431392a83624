"""The period of a review: a calendar month or quarter, or the days until now. All in UTC."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from observability.errors import ReviewError
from observability.model.windows import ROLLUP_SECONDS

ALL = "all"
"""The name of the period of a whole recording."""

_ROLLING = re.compile(r"(?P<days>[1-9]\d{0,3})d")
_MONTH = re.compile(r"(?P<year>20\d{2})-(?P<month>0[1-9]|1[0-2])")
_QUARTER = re.compile(r"(?P<year>20\d{2})-Q(?P<quarter>[1-4])")
_MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """start < time <= end. `reached` is how far it had come when the review was written."""

    name: str
    start: datetime
    end: datetime
    reached: datetime

    @property
    def length(self) -> timedelta:
        """Its whole length, including what is yet to come."""
        return self.end - self.start

    @property
    def is_over(self) -> bool:
        """Whether it had ended when the review was written."""
        return self.reached >= self.end

    @property
    def last_day(self) -> date:
        """The day that it has reached: a day that has just begun is none of it."""
        return (self.reached - timedelta(microseconds=1)).date()


def _first(year: int, month: int) -> datetime:
    years, index = divmod(month - 1, _MONTHS)
    return datetime(year + years, index + 1, 1, tzinfo=UTC)


def _down(time: datetime) -> datetime:
    """Return the end of the last whole row of the roll-up: periods begin and end on one."""
    return datetime.fromtimestamp(time.timestamp() // ROLLUP_SECONDS * ROLLUP_SECONDS, UTC)


def period(text: str, now: datetime) -> Period:
    """Return the period that is written like 2026-01, 2026-Q1, 28d or 7d.

    Args:
        text: a month, a quarter, or a number of days until `now`.
        now: the time of the review, or the end of the recording.

    Raises:
        ReviewError: it is none of these, or it has not begun.

    """
    now = _down(now)
    if form := _ROLLING.fullmatch(text):
        start, end = now - timedelta(days=int(form["days"])), now
    elif form := _MONTH.fullmatch(text):
        year, month = int(form["year"]), int(form["month"])
        start, end = _first(year, month), _first(year, month + 1)
    elif form := _QUARTER.fullmatch(text):
        year, month = int(form["year"]), 3 * int(form["quarter"]) - 2
        start, end = _first(year, month), _first(year, month + 3)
    else:
        raise ReviewError(
            f"{text!r} is not a period: write a month (2026-01), a quarter (2026-Q1) or a number "
            "of days until now (28d)"
        )
    if start >= now:
        raise ReviewError(
            f"{text} begins on {start:%Y-%m-%d}, after the last sample that there can be "
            f"({now:%Y-%m-%d %H:%M} UTC): choose an earlier period"
        )
    return Period(name=text, start=start, end=end, reached=min(end, now))


def chunks(start: datetime, end: datetime, most: timedelta) -> Iterator[tuple[datetime, datetime]]:
    """Yield a time in parts of a length at most."""
    while start < end:
        until = min(end, start + most)
        yield start, until
        start = until


def whole_of(start: datetime, end: datetime) -> Period:
    """Return the period of a whole recording.

    Raises:
        ReviewError: it holds no whole row.

    """
    first, last = _down(start), _down(end)
    if last <= first:
        raise ReviewError(
            f"the recording is from {start:%Y-%m-%d %H:%M:%S} to {end:%H:%M:%S} UTC: a review "
            "needs at least five minutes"
        )
    return Period(name=ALL, start=first, end=last, reached=last)
