"""Pods as functions of time: which process runs, what it has counted, how it answers a scrape.

Times are seconds after the run's start; what was there before it has a negative start.
"""

from dataclasses import dataclass
from math import inf

Span = tuple[float, float]
"""From a time to another; the second is outside."""

ALWAYS: tuple[Span, ...] = ((-inf, inf),)


def within(time: float, spans: tuple[Span, ...]) -> bool:
    """Tell whether a time is in one of the spans."""
    return any(start <= time < end for start, end in spans)


def without(spans: tuple[Span, ...], gap: Span) -> tuple[Span, ...]:
    """Return the spans with nothing of `gap` in them."""
    start, end = gap
    cut = ((a, min(b, start)) for a, b in spans), ((max(a, end), b) for a, b in spans)
    return tuple((a, b) for part in cut for a, b in part if a < b)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What a process has counted so far."""

    begun: int
    """Requests; the total is raised when a request begins."""
    failed: int
    succeeded: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Traffic:
    """The requests that a process gets.

    Attributes:
        rate: requests a second.
        bad_in_ten: how many of ten fail.
        lasts: seconds from a request's begin to its end, when it is counted as failed or succeeded.
        until: no request begins later.
        before: requests that the process had counted before the first of these.

    """

    rate: float = 2.0
    bad_in_ten: int = 0
    lasts: float = 0.0
    until: float = inf
    before: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """One process, from its start to its end."""

    start: float = -600.0
    end: float = inf
    traffic: Traffic = Traffic()

    def counts(self, time: float) -> Counts:
        """Return what the process has counted at a time of its life."""
        begun = self._begun(time)
        ended = self._begun(time - self.traffic.lasts)
        failed = ended * self.traffic.bad_in_ten // 10
        return Counts(begun=begun, failed=failed, succeeded=ended - failed)

    def _begun(self, time: float) -> int:
        seconds = max(0.0, min(time, self.traffic.until) - self.start)
        return self.traffic.before + int(self.traffic.rate * seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pod:
    """A pod: the processes that live in it one after the other, and how it is scraped.

    Attributes:
        component: `frontend`, `metadata` or `control-plane`.
        name: its name, unique in its world.
        lives: its processes.
        listed: when discovery lists it.
        listed_twice: when discovery lists it a second time, with a label `replica`.
        delays: how many seconds later it answers, and when.
        refuses: when it answers scrapes with an error.
        slow: when its requests take a second instead of 5 ms.
        without_quantiles: when its summaries have `_count` and `_sum` alone.
        leads: when it is the leader.

    """

    component: str
    name: str
    lives: tuple[Life, ...]
    listed: tuple[Span, ...] = ALWAYS
    listed_twice: tuple[Span, ...] = ()
    delays: tuple[tuple[Span, float], ...] = ()
    refuses: tuple[Span, ...] = ()
    slow: tuple[Span, ...] = ()
    without_quantiles: tuple[Span, ...] = ()
    leads: tuple[Span, ...] = ()

    @property
    def instance(self) -> str:
        """Its address, as Prometheus labels it: a new pod has a new one."""
        return f"{self.name}:9090"

    def life(self, time: float) -> int | None:
        """Return the number of the process that runs at a time, or None."""
        for number, life in enumerate(self.lives):
            if life.start <= time < life.end:
                return number
        return None

    def answers(self, time: float) -> bool:
        """Tell whether a scrape at this time is answered with samples."""
        return self.life(time) is not None and not within(time, self.refuses)

    def delay(self, time: float) -> float:
        """Return how many seconds a scrape that is sent at this time waits for its answer."""
        return next((seconds for span, seconds in self.delays if within(time, (span,))), 0.0)
