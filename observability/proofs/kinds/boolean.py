"""The cases of a gauge that must add up to one value: who is running, and who was last seen."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from observability.evaluation.rows import Events
from observability.expressions import names
from observability.model.metric import MatchOp
from observability.model.sli import BooleanSLI
from observability.model.windows import MINUTE
from observability.proofs import faults
from observability.proofs.builder import CaseBuilder
from observability.proofs.case import Case
from observability.proofs.exposed import inputs
from observability.proofs.notation import Gap
from observability.proofs.series import Reads
from observability.proofs.traffic import DEAD, neighbours, up


def _too_few(build: CaseBuilder, sli: BooleanSLI) -> Case:
    """The other side of a sum that must be right: here it is too low, elsewhere too high."""
    rows = [build.start, *build.healthy(10)]
    nobody = [
        replace(s, samples=(sli.value - 1 if s.target == 0 else 0,) * len(rows))
        for s in inputs(build, rows)
        if s.name == sli.gauge.metric.name and s.target != DEAD
    ]
    return Case(
        name=f"a sum below {sli.value} is as bad as one above it",
        series=[*nobody, *(up(build.scope, s.target, len(rows)) for s in nobody)],
        samples=build.rows_at([(1, 1)] * 11, 10),
    )


def _none_running(build: CaseBuilder) -> Case:
    """The last values of dead targets linger; a target that is up says nothing."""
    rows = [build.start, *build.burning(10, Fraction(1))]
    series = [s for s in inputs(build, rows) if s.reads is Reads.GAUGE and s.target != DEAD]
    dead = [replace(up(build.scope, s.target, len(rows)), samples=(0,) * len(rows)) for s in series]
    return Case(
        name="what no running target says is no row, whatever dead ones said last",
        series=[
            *series,
            *dead,
            up(build.scope, 9, len(rows)),
            *neighbours(build.slo.sli, build.scope, len(rows)),
        ],
        samples=[build.nothing(names.VALID_MINUTE, 10), build.nothing(names.BAD_MINUTE, 10)],
    )


def _dead_leader(build: CaseBuilder, sli: BooleanSLI) -> Case:
    """What a dead target said last is nobody's value, now and one scrape before."""
    rows = [build.start, *build.burning(10, Fraction(1))]
    gauges = [
        replace(s, samples=(sli.value if s.target == DEAD else 0,) * len(rows))
        for s in inputs(build, rows)
        if s.name == sli.gauge.metric.name
    ]
    return Case(
        name="where nobody who is running has the value, a dead target's does not count",
        series=[
            *gauges,
            *(s for s in inputs(build, rows) if s.reads is Reads.UP),
        ],
        samples=build.rows_at([(1, 1)] * 11, 3, 10),
    )


def _just_failed(build: CaseBuilder, sli: BooleanSLI) -> Case:
    """The only target fails the newest scrape that has ended: bad is a minute that began so."""
    quarters, at = 28, 19
    (gauge,) = (
        replace(s, samples=(sli.value,) * quarters)
        for s in inputs(build, [build.start] * quarters)
        if s.name == sli.gauge.metric.name and s.target == 0
    )
    target = replace(up(build.scope, 0, quarters), samples=(*[1] * at, *[0] * (quarters - at)))
    return Case(
        name="one scrape that the last running target fails is no bad minute, the next ones are",
        interval=MINUTE / 4,
        series=[gauge, target],
        samples=[
            *build.rows_at([*[(1, 0)] * 5, (1, 1)], 3, 4, 5),
        ],
    )


def _all_down(build: CaseBuilder) -> Case:
    """Where no target is up nobody leads: the minute is bad, and not unknown."""
    at = 6
    rows: list[Events] = [*[build.start] * at, *[(1, 1)] * 5]
    down = [
        replace(s, samples=(*s.samples[:at], *[0 if s.reads is Reads.UP else Gap.NOTHING] * 5))
        for s in inputs(build, [build.start] * len(rows))
    ]
    return Case(
        name="minutes in which every target is down are bad",
        series=[*down, *neighbours(build.slo.sli, build.scope, len(rows))],
        samples=build.rows_at(rows, at - 1, at, len(rows) - 1),
    )


def _unscraped(build: CaseBuilder, sli: BooleanSLI, missed: int) -> Case:
    """The target that has the value is not scraped, of two scrapes a minute; the other one is."""
    # Every other half is an evaluation, and the newest sample is the one before.
    halves, at = 20, 10
    values = {0: sli.value, 1: 0}
    series = [
        replace(s, samples=(values[s.target],) * halves)
        for s in inputs(build, [build.start] * halves)
        if s.reads is Reads.GAUGE and s.target in values
    ]
    series += [up(build.scope, target, halves) for target in values]
    is_bad = missed > 1
    return Case(
        name=f"{missed} failed scrapes of what has the value are a bad minute"
        if is_bad
        else "a failed scrape of what has the value is bridged",
        interval=MINUTE / 2,
        series=faults.failed_scrapes(at - missed, missed)(series),
        samples=[
            build.value(names.VALID_MINUTE, 1, at // 2 - 1),
            build.value(names.BAD_MINUTE, int(is_bad), at // 2 - 1),
            build.value(names.BAD_MINUTE, 0, at // 2 + 1),
        ],
    )


def _handed_over(build: CaseBuilder, sli: BooleanSLI, late: int) -> Case:
    """The value moves from one target to the other, which is seen a scrape earlier or later."""
    halves, at = 20, 10
    values = {
        0: (*[sli.value] * at, *[0] * (halves - at)),
        1: (*[0] * (at + late), *[sli.value] * (halves - at - late)),
    }
    series = [
        replace(s, samples=values[s.target])
        for s in inputs(build, [build.start] * halves)
        if s.reads is Reads.GAUGE and s.target in values
    ]
    who = "nobody" if late > 0 else "both"
    return Case(
        name=f"a change that {who} shows for one scrape is no bad minute",
        interval=MINUTE / 2,
        series=[*series, *(up(build.scope, target, halves) for target in values)],
        samples=[build.value(names.BAD_MINUTE, 0, minute) for minute in range(3, 8)],
    )


def _first_scraped(build: CaseBuilder, sli: BooleanSLI) -> Case:
    """Of the first scrape there is none before: it is no bad minute."""
    value = sli.value if sli.bad_when is not MatchOp.EQUAL else sli.value + 1
    series = [
        replace(s, samples=(Gap.NOTHING, *[value if s.target == 0 else 0] * 9))
        for s in inputs(build, [build.start] * 10)
        if s.target != DEAD and s.name == sli.gauge.metric.name
    ]
    ups = (up(build.scope, s.target, 10) for s in series)
    return Case(
        name="the first minute in which there is a value is not bad for want of one before",
        interval=MINUTE / 2,
        series=[*series, *(replace(u, samples=(Gap.NOTHING, *u.samples[1:])) for u in ups)],
        samples=[build.value(names.VALID_MINUTE, 1, 0), build.value(names.BAD_MINUTE, 0, 0)],
    )


def _up_elsewhere(build: CaseBuilder) -> Case:
    rows = [build.start, *build.healthy(10)]
    return Case(
        name="a dead target is dead, although one of its address is up elsewhere",
        series=[
            *inputs(build, rows),
            up(replace(build.scope, job="other"), DEAD, len(rows)),
            up(replace(build.scope, namespace="elsewhere"), DEAD, len(rows)),
        ],
        samples=build.rows_at(rows, 1, 2),
    )


def boolean_cases(build: CaseBuilder, sli: BooleanSLI) -> Iterator[Case]:
    """Return the cases of an SLI that is true or false each minute."""
    yield from (_too_few(build, sli), _none_running(build), _up_elsewhere(build))
    yield from (_all_down(build), _first_scraped(build, sli), _just_failed(build, sli))
    if sli.bad_when is not MatchOp.EQUAL:
        yield _dead_leader(build, sli)
        yield from (_unscraped(build, sli, missed) for missed in (1, 2))
        yield from (_handed_over(build, sli, late) for late in (-1, 1))
