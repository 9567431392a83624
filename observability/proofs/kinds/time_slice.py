"""The cases of time slices: which minutes are busy, and which of these are slow."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from observability.evaluation.rows import Events
from observability.expressions import names
from observability.expressions.promql import duration
from observability.model.sli import TimeSliceSLI
from observability.model.windows import MINUTE
from observability.proofs import faults
from observability.proofs.builder import CaseBuilder
from observability.proofs.case import Case
from observability.proofs.exposed import AWAY, BRIDGED, inputs
from observability.proofs.notation import Gap
from observability.proofs.recorded import others, recorded_names
from observability.proofs.series import InputSeries, Reads
from observability.proofs.traffic import neighbours, up


def _alone(build: CaseBuilder, rows: Sequence[Events]) -> list[InputSeries]:
    """Return what target 0 exposes, the only one: whether it is busy decides alone."""
    return [s for s in inputs(build, rows) if s.target == 0]


def _counts(series: Sequence[InputSeries], samples: Sequence[int]) -> list[InputSeries]:
    """Return the series with these samples of each counter."""
    return [replace(s, samples=tuple(samples)) if s.reads is Reads.COUNTER else s for s in series]


def _busy_through(build: CaseBuilder) -> Iterator[Case]:
    """Whether a minute is busy, of one target, through what happens to telemetry."""
    at, gap = 10, BRIDGED
    rows: list[Events] = [build.start, *[(1, 1)] * 20]
    series = _alone(build, rows)
    one = _counts(series, range(1, len(rows) + 1))
    begun = [
        replace(s, samples=(*[Gap.NOTHING] * (at - 1), *s.samples[at - 1 :]))
        if s.reads is Reads.UP
        else s
        for s in faults.born(at)(series)
    ]
    # A target is new where another one shows that Prometheus was there before.
    begun.append(up(build.scope, 9, len(rows)))
    fewer = _counts(series, [*range(100, 100 + at), *range(90, 90 + len(rows) - at)])
    for name, changed, steps in (
        ("one request makes a minute busy", one, (1, at, 20)),
        ("a restart makes no busy minute idle", faults.restart(at)(series), (at, at + 1)),
        ("the first requests of a new target make a minute busy", begun, (at, at + 1)),
        ("a fall by a sixth of the requests is a restart", fewer, (at, at + 1)),
    ):
        yield Case(name=name, series=changed, samples=build.rows_at(rows, *steps))
    for name, changed in (
        ("what happens", series),
        ("a restart", faults.restart(at)(series)),
        ("a birth", faults.born(at)(series)),
    ):
        failed = faults.failed_scrapes(at, gap)(changed)
        yield Case(
            name=f"{name} during {gap} failed scrapes makes the minute after them busy",
            series=failed,
            samples=build.rows_at(rows, at + gap, at + gap + 1),
        )
    ended = [replace(s, samples=(*s.samples[:at], *[Gap.NOTHING] * 11)) for s in series]
    yield Case(
        name="without scrapes rows end when two of them are missing",
        series=ended,
        samples=[
            *build.rows_at(rows, at - 1),
            *(build.nothing(row, at) for row in (names.VALID_MINUTE, names.BAD_MINUTE)),
        ],
    )


def _beside(build: CaseBuilder, length: int) -> list[InputSeries]:
    """Return what target 1 exposes: busy and fast, so that the minute is valid anyway."""
    rows = [build.start, *[(1, 0)] * (length - 1)]
    return [s for s in inputs(build, rows) if s.target == 1]


def _idle_through(build: CaseBuilder, *, is_alone: bool) -> Iterator[Case]:
    """A slow target that is idle stays idle, whatever it counted before."""
    at, length = 10, 21
    series = _alone(build, [build.start, *[(1, 1)] * (length - 1)])
    more = [] if is_alone else _beside(build, length)
    idle = [(0, 0) if is_alone else (1, 0)] * length
    where = "" if is_alone else " bad, beside a fast one"
    yield Case(
        name=f"{BRIDGED} failed scrapes of an idle target make no minute busy{where}",
        series=[*faults.failed_scrapes(at, BRIDGED)(_counts(series, [1_000] * length)), *more],
        samples=build.rows_at(idle, at - 1, at + BRIDGED, at + BRIDGED + 1),
    )
    yield Case(
        name=f"a restart that is followed by no request makes no minute busy{where}",
        series=[*_counts(series, [1_000] * at + [0] * (length - at)), *more],
        samples=build.rows_at(idle, at, at + 1, at + 2),
    )
    yield Case(
        name=f"what a target counted before makes no later minute busy{where}",
        series=[*_counts(series, [*range(1, at + 1), *[at] * (length - at)]), *more],
        samples=build.rows_at(idle, at, at + 1, at + 2),
    )
    yield Case(
        name=f"with two scrapes a minute, a restart makes its own minute busy alone{where}",
        interval=MINUTE / 2,
        series=[*_counts(series, [1_000] * 15 + [0] + [10] * (length - 16)), *more],
        samples=[*build.rows_at([(1, 1)] * 9, 8), *build.rows_at(idle, 9)],
    )
    yield Case(
        name=f"with two scrapes a minute, requests of its first half make it busy{where}",
        interval=MINUTE / 2,
        series=[*_counts(series, [1_000] * 15 + [1_010] * (length - 15)), *more],
        samples=[*build.rows_at([(1, 1)] * 8, 7), *build.rows_at(idle, 8)],
    )


def _not_scraped(build: CaseBuilder) -> Case:
    at, gap = 10, 3
    rows: list[Events] = [build.start, *[(1, 1)] * 20]
    return Case(
        name="a slow target that is not scraped makes minutes bad again when it is back",
        series=[
            *faults.failed_scrapes(at, gap)(_alone(build, rows)),
            *_beside(build, len(rows)),
        ],
        samples=[
            *build.rows_at([(1, 0)] * 21, at, at + 1, at + 2),
            *build.rows_at(rows, at - 1, at + gap, at + gap + 1),
        ],
    )


def _busy_again(build: CaseBuilder, *, interval: timedelta, back: int, is_alone: bool) -> Case:
    steps = MINUTE // interval
    # A row holds the scrapes of a minute up to just before it.
    seen = -(-(back + 1) // steps) - 1
    rows: list[Events] = [build.start, *[(1, 1)] * (seen + 2) * steps]
    every = duration(interval)
    where = "" if is_alone else " bad, beside a fast one"
    return Case(
        name=f"a target away for {AWAY} minutes makes no minute busy{where} ({every} scrapes)",
        interval=interval,
        series=[
            *faults.failed_scrapes(back - AWAY * steps, AWAY * steps)(_alone(build, rows)),
            *([] if is_alone else _beside(build, len(rows))),
            up(build.scope, 9, len(rows)),
            *neighbours(build.slo.sli, build.scope, len(rows)),
        ],
        samples=[
            *(
                [build.nothing(row, seen) for row in (names.VALID_MINUTE, names.BAD_MINUTE)]
                if is_alone
                else build.rows_at([(1, 0)] * (seen + 1), seen)
            ),
            *build.rows_at([(1, 1)] * (seen + 2), seen + 1),
        ],
    )


def _no_quantile(build: CaseBuilder) -> Iterator[Case]:
    """Quantiles that are gone, or that say nothing: nobody knows whether the minute was slow."""
    at = 5
    rows: list[Events] = [build.start, *[(1, 1)] * 10]
    for name, shown in (("gone", Gap.NOTHING), ("not a number", float("nan"))):
        series = [
            replace(s, samples=(*s.samples[:at], *[shown] * (len(rows) - at)))
            if s.reads is Reads.GAUGE
            else s
            for s in _alone(build, rows)
        ]
        yield Case(
            name=f"a busy minute whose quantile is {name} is no row: neither good nor bad",
            series=[*series, *others(build, recorded_names(build), (1,) * len(rows))],
            samples=[
                *build.rows_at(rows, at - 1),
                *(
                    build.nothing(row, later)
                    for later in (at + 2, 10)
                    for row in (names.VALID_MINUTE, names.BAD_MINUTE)
                ),
            ],
        )


def _just_over(build: CaseBuilder, sli: TimeSliceSLI) -> Case:
    rows: list[Events] = [build.start, *[(1, 1)] * 10]
    slow = sli.limit.total_seconds() * 1.05
    series = [
        replace(s, samples=(slow,) * len(rows))
        if s.target == 0 and dict(s.labels).get("quantile") == sli.quantile
        else s
        for s in inputs(build, rows)
    ]
    return Case(
        name="one target a twentieth over the limit is bad, however fast the other",
        series=series,
        samples=build.rows_at(rows, 5),
    )


def time_slice_cases(build: CaseBuilder, sli: TimeSliceSLI) -> Iterator[Case]:
    """Return the cases of an SLI that counts busy minutes."""
    yield from (*_busy_through(build), _not_scraped(build))
    for is_alone in (True, False):
        yield from _idle_through(build, is_alone=is_alone)
        yield _busy_again(build, interval=MINUTE, back=20, is_alone=is_alone)
        yield _busy_again(build, interval=MINUTE / 2, back=39, is_alone=is_alone)
    yield from (*_no_quantile(build), _just_over(build, sli))
