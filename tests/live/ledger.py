"""The rows that the rules of an SLO recorded in the span of a fault. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tests.live.evidence import Rows
from tests.live.oracle import MINUTE, Range, Row
from tests.live.pods import Span, within

VALID, BAD = "slo:valid:increase1m", "slo:bad:increase1m"
ROLL_UPS = {"slo:valid:increase5m": VALID, "slo:bad:increase5m": BAD}
CATCH_UP = 2400.0
"""How far back rows of five minutes catch up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Emitted:
    """What the rules of an SLO say of themselves.

    Attributes:
        delay: how many seconds late they read raw series.
        roll_up_delay: how many seconds late rows of five minutes read those of a minute.
        minute: the names that are recorded every minute.
        roll_up: the names that are recorded every five minutes.
        groups: the names of the rule groups.

    """

    delay: float
    roll_up_delay: float
    minute: frozenset[str]
    roll_up: frozenset[str]
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """The rows of an SLO, and the span of the fault that is looked at.

    Attributes:
        emitted: what its rules say of themselves.
        rows: what they recorded.
        span: the fault's span.
        off: when Prometheus did not run.
        until: when the run ended.

    """

    emitted: Emitted
    rows: Rows
    span: Span
    off: tuple[Span, ...]
    until: float

    @property
    def times(self) -> list[float]:
        """The evaluations of the minute's group whose newest samples are from the span.

        They come every minute, whether anything was recorded or not. Around a span in which
        Prometheus did not run, those count at which something was.
        """
        recorded = self._recorded(self.emitted.minute)
        if not recorded:
            return []
        first = recorded[0]
        minutes = int((self.until - first) // MINUTE)
        slots = (round(first + n * MINUTE, 3) for n in range(minutes + 1))
        start, end = self.span
        return [
            time
            for time in slots
            if start < time - self.emitted.delay <= end
            and (time in recorded or not within(time, self.off))
        ]

    def valid(self, time: float) -> float:
        """Return the valid row of an evaluation; a missing row holds nothing."""
        return self.rows.get(VALID, {}).get(time, 0.0)

    def bad(self, time: float) -> float:
        """Return the bad row of an evaluation; a missing row holds nothing."""
        return self.rows.get(BAD, {}).get(time, 0.0)

    def wrong_minutes(self, due: Sequence[Row]) -> Iterator[str]:
        """Yield the rows of a minute that do not hold what is due."""
        for time, row in zip(self.times, due, strict=True):
            for name, value, wanted in (
                ("valid", self.valid(time), row.valid),
                ("bad", self.bad(time), row.bad),
            ):
                if value not in wanted:
                    yield f"at {time:.0f} {name} is {value:g}, due is {wanted}"

    def wrong_roll_ups(self) -> Iterator[str]:
        """Yield the rows of five minutes that do not hold all minutes since the row before."""
        evaluations = self._recorded(self.emitted.roll_up)
        for before, time in pairwise([-CATCH_UP, *evaluations]):
            if self.span[0] < time <= self.span[1]:
                late = self.emitted.roll_up_delay
                since = (max(before, time - CATCH_UP) - late, time - late)
                for name, minute in ROLL_UPS.items():
                    due = _sum(self.rows.get(minute, {}), since)
                    value = self.rows.get(name, {}).get(time, 0.0)
                    if value not in Range(due, due):
                        yield f"at {time:.0f} {name} is {value:g}, its minutes hold {due:g}"

    def _recorded(self, names: frozenset[str]) -> list[float]:
        return sorted({time for name in names for time in self.rows.get(name, {})})


def _sum(rows: Mapping[float, float], span: Span) -> float:
    return sum(value for time, value in rows.items() if span[0] < time <= span[1])
