"""What happens to telemetry and not to users: restarts, rollouts, failed scrapes, outages."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction

from observability.model import naming
from observability.model.system import System
from observability.proofs.notation import Gap, Sample
from observability.proofs.series import InputSeries, Reads, labelled
from observability.proofs.traffic import LIFETIME

Change = Callable[[Sequence[InputSeries]], list[InputSeries]]


def _since(samples: Sequence[Sample], start: int) -> list[Sample]:
    """Return a counter's samples counted from 0 at the sample before `start`."""
    before = samples[start - 1]
    base = before if isinstance(before, int) else 0
    return [s - base if isinstance(s, int) else s for s in samples[start:]]


def restart(at: int) -> Change:
    """Return the change that restarts target 0 between two scrapes: its counters begin again."""

    def change(series: Sequence[InputSeries]) -> list[InputSeries]:
        return [
            replace(s, samples=s.samples[:at] + tuple(_since(s.samples, at)))
            if s.target == 0 and s.reads is Reads.COUNTER
            else s
            for s in series
        ]

    return change


def born(at: int) -> Change:
    """Return the change in which the counters of target 0 begin, although it was scraped before."""

    def change(series: Sequence[InputSeries]) -> list[InputSeries]:
        return [
            replace(s, samples=(*[Gap.NOTHING] * at, *_since(s.samples, at)))
            if s.target == 0 and s.reads is Reads.COUNTER
            else s
            for s in series
        ]

    return change


def waver(at: int, share: Fraction) -> Change:
    """Return the change in which counters of target 0 show only a share of their value once.

    Only those that have counted for a while: a share of few events is no little less.
    """

    def change(series: Sequence[InputSeries]) -> list[InputSeries]:
        return [
            replace(s, samples=(*s.samples[:at], int(value * share), *s.samples[at + 1 :]))
            if s.target == 0
            and s.reads is Reads.COUNTER
            and isinstance(value := s.samples[at], int)
            and value >= LIFETIME
            else s
            for s in series
        ]

    return change


def failed_scrapes(at: int, minutes: int) -> Change:
    """Return the change that makes the scrapes of target 0 fail for some minutes."""

    def change(series: Sequence[InputSeries]) -> list[InputSeries]:
        changed = []
        for s in series:
            if s.target != 0:
                changed.append(s)
                continue
            gap: list[Sample] = [Gap.STALE, *[Gap.NOTHING] * (minutes - 1)]
            missed = [0] * minutes if s.reads is Reads.UP else gap
            samples = (*s.samples[:at], *missed, *s.samples[at + minutes :])
            changed.append(replace(s, samples=samples))
        return changed

    return change


def off_the_list(at: int, minutes: int) -> Change:
    """Return the change in which discovery forgets target 0 for some minutes."""

    def change(series: Sequence[InputSeries]) -> list[InputSeries]:
        gap = (Gap.STALE, *[Gap.NOTHING] * (minutes - 1))
        return [
            replace(s, samples=(*s.samples[:at], *gap, *s.samples[at + minutes :]))
            if s.target == 0
            else s
            for s in series
        ]

    return change


def prometheus_outage(at: int, minutes: int) -> Change:
    """Return the change in which Prometheus itself is away: no sample of anything."""

    def change(series: Sequence[InputSeries]) -> list[InputSeries]:
        return [
            replace(
                s,
                samples=(*s.samples[:at], *[Gap.NOTHING] * minutes, *s.samples[at + minutes :]),
            )
            for s in series
        ]

    return change


def scraped_twice(at: int, minutes: int) -> Change:
    """Return the change that lists each target twice for some minutes, once with a label more."""

    def change(series: Sequence[InputSeries]) -> list[InputSeries]:
        end = at + minutes
        again = [
            replace(
                labelled(s, replica="b"),
                samples=(
                    *[Gap.NOTHING] * at,
                    *s.samples[at:end],
                    Gap.STALE,
                    *[Gap.NOTHING] * (len(s.samples) - end - 1),
                ),
            )
            for s in series
        ]
        return [*series, *again]

    return change


def relabelled(at: int) -> Change:
    """Return the change by which all targets have a label more: each series ends, one begins."""

    def change(series: Sequence[InputSeries]) -> list[InputSeries]:
        changed = []
        for s in series:
            gap = [Gap.NOTHING] * (len(s.samples) - at - 1)
            changed.append(replace(s, samples=(*s.samples[:at], Gap.STALE, *gap)))
            samples = (*[Gap.NOTHING] * at, *s.samples[at:])
            changed.append(replace(labelled(s, team="git"), samples=samples))
        return changed

    return change


def rollout(at: int, system: System) -> Change:
    """Return the change in which target 0 ends and a new one takes its place and its traffic."""

    def change(series: Sequence[InputSeries]) -> list[InputSeries]:
        changed = []
        for s in series:
            if s.target != 0:
                changed.append(s)
                continue
            length = len(s.samples)
            ended = (*s.samples[:at], Gap.STALE, *[Gap.NOTHING] * (length - at - 1))
            changed.append(replace(s, samples=ended))
            later = _since(s.samples, at) if s.reads is Reads.COUNTER else list(s.samples[at:])
            pod = naming.object_name(system, "new-9")
            new = labelled(s, instance="10.0.0.9:9090", pod=pod)
            begun = (*[Gap.NOTHING] * at, *later)
            changed.append(replace(new, target=9, samples=begun))
        return changed

    return change
