"""Why a stretch of time proves nothing: the machine was too busy. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from tests.live.evidence import Up
from tests.live.oracle import Sample
from tests.live.pods import Pod, Span
from tests.live.slis import INTERVALS
from tests.live.worlds import Action, Away, times

LATE = 5.0
"""A scrape may come so many seconds after its slot; no evaluation may be skipped."""
EDGE = 3.0
"""So many seconds around the end of a process, a scrape may fail or not."""
RESTART = 15.0
"""What Prometheus may take to be itself again after something was done to it, in seconds."""


def late_scrapes(
    ups: Iterable[Up], pods: Mapping[str, Pod], actions: Iterable[Action], span: Span
) -> Iterator[str]:
    """Yield the scrapes in a span that came late although nothing in the scenario says so."""
    done = [at for action in actions for at in times(action)]
    for up in ups:
        pod = pods[up.instance]
        listings = [at for s in (*pod.listed, *pod.listed_twice) for at in s]
        longest = INTERVALS[pod.component] + LATE
        for (before, _), (after, _) in pairwise(up.samples):
            if after - before <= longest or not span[0] <= after <= span[1]:
                continue
            if not any(before - RESTART <= at <= after + RESTART for at in (*done, *listings)):
                yield f"{up.instance} was not scraped for {after - before:.0f} s at {after:.0f}"


def failed_scrapes(
    ups: Iterable[Up], pods: Mapping[str, Pod], actions: Iterable[Action], span: Span
) -> Iterator[str]:
    """Yield the scrapes in a span that failed although the pod was to answer."""
    done = [at for action in actions for at in times(action)]
    for up in ups:
        pod = pods[up.instance]
        for time, value in up.samples:
            if value or not span[0] <= time <= span[1]:
                continue
            answers = all(pod.answers(time + shift) for shift in (-EDGE, 0, EDGE))
            if answers and not any(abs(time - at) < RESTART for at in done):
                yield f"a scrape of {up.instance} failed at {time:.0f}"


def skipped_evaluations(missed: Iterable[Sample], span: Span) -> Iterator[str]:
    """Yield the evaluations that Prometheus says it skipped, by what it counts of them."""
    for (_, before), (time, after) in pairwise(missed):
        if after > before and span[0] <= time <= span[1]:
            yield f"{after - before:.0f} evaluations were skipped by {time:.0f}"


def off(actions: Iterable[Action]) -> tuple[Span, ...]:
    """Return when Prometheus does not run, or may not yet."""
    spans = (action.span for action in actions if isinstance(action, Away))
    return tuple((gone - EDGE, back + RESTART) for gone, back in spans)
