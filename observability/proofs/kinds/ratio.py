"""The cases of a ratio of events: two counters that do not fit together, and what is left out."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from observability.expressions import names
from observability.model.sli import RatioSLI
from observability.model.windows import MINUTE
from observability.proofs.builder import CaseBuilder
from observability.proofs.case import Case, ExpectedAlerts
from observability.proofs.exposed import inputs
from observability.proofs.kinds.counters import of_counters, of_events, total
from observability.proofs.recorded import others
from observability.proofs.traffic import ratio_traffic, up


def _bad_alone(build: CaseBuilder, sli: RatioSLI) -> Case:
    rows = [build.start, *build.burning(30, Fraction(1, 2))]
    assert sli.bad is not None  # noqa: S101  asked for by the caller
    name = sli.bad.metric.name
    series = [s for s in inputs(build, rows) if s.name in (name, "up")]
    return Case(
        name="bad events without valid ones are no row: half a pair never exists",
        series=[*series, *others(build, [names.VALID_MINUTE], (1,) * 31)],
        alerts=[ExpectedAlerts(alert=build.alert, at=30 * MINUTE)],
        samples=[build.nothing(names.VALID_MINUTE, 30), build.nothing(names.BAD_MINUTE, 30)],
    )


def _more_bad_than_valid(build: CaseBuilder, sli: RatioSLI) -> Case:
    """A failure counter that runs ahead of its operations cannot make a ratio above 1."""
    assert sli.bad is not None  # noqa: S101  asked for by the caller
    rows = [build.start, *build.burning(30, Fraction(1, 2))]
    series = [
        replace(s, samples=tuple(v * 3 if isinstance(v, int) else v for v in s.samples))
        if s.name == sli.bad.metric.name
        else s
        for s in inputs(build, rows)
    ]
    window = build.tiers[0].short_window
    return Case(
        name="more bad than valid events are recorded as they are, and are a ratio of 1",
        series=series,
        samples=[
            build.value(names.VALID_MINUTE, build.unit, 20),
            build.value(names.BAD_MINUTE, 3 * rows[20][1], 20),
            build.value(names.error_ratio(window), 1, 20),
        ],
    )


def _ends_later(build: CaseBuilder) -> Case:
    """Operations that fail in a later minute than they began: each is counted, in two rows."""
    begun, failed = (build.unit, 0), (0, build.unit)
    rows = [build.start, *build.healthy(10), *[begun, failed] * 10]
    valid, bad = (sum(events) for events in zip(*rows[11:], strict=True))
    return Case(
        name="events that end in another minute than they began are all counted",
        series=inputs(build, rows),
        samples=[
            build.value(names.VALID_MINUTE, 0, 20),
            build.value(names.BAD_MINUTE, build.unit, 20),
            total(build, names.VALID_MINUTE, 20, 30, valid),
            total(build, names.BAD_MINUTE, 20, 30, bad),
        ],
    )


def _has_own_failures(sli: RatioSLI) -> bool:
    """Tell whether bad events have a metric of their own, so that valid ones are one series."""
    return sli.valid is not None and sli.bad is not None and sli.valid.metric != sli.bad.metric


def _excluded(build: CaseBuilder, sli: RatioSLI) -> Iterator[Case]:
    if sli.excluded is None:
        return
    rows = [build.start, *build.healthy(60)]
    refused = ratio_traffic(sli, build.scope, rows, excluded=build.unit)
    yield Case(
        name="excluded events alone are no valid events: they never page",
        series=[*refused, *(up(build.scope, target, len(rows)) for target in (0, 1))],
        alerts=build.expect(rows, 60),
        samples=build.rows_at(rows, 30),
    )


def ratio_cases(build: CaseBuilder, sli: RatioSLI) -> Iterator[Case]:
    """Return the cases of a ratio of events."""
    yield from of_counters(build)
    yield from _excluded(build, sli)
    if sli.valid is None:
        # Each of the two counters may be there alone.
        yield from (*of_events(build, 0), *of_events(build, build.unit))
    if _has_own_failures(sli):
        yield from (_bad_alone(build, sli), _more_bad_than_valid(build, sli), _ends_later(build))
