"""The cases of what is scraped: targets that are declared and those that are found."""

from collections.abc import Iterator
from dataclasses import replace

from observability.evaluation.rows import Events
from observability.expressions import names
from observability.model.windows import MINUTE
from observability.proofs.builder import CaseBuilder
from observability.proofs.case import Case
from observability.proofs.notation import Gap
from observability.proofs.traffic import neighbours, traffic


def _all_missing(build: CaseBuilder) -> Case:
    declared = build.scope.declared
    return Case(
        name="targets that left discovery are down, not forgotten",
        series=neighbours(build.slo.sli, build.scope, 11),
        samples=[
            build.value(names.VALID_MINUTE, declared, 10),
            build.value(names.BAD_MINUTE, declared, 10),
        ],
    )


def _some_missing(build: CaseBuilder) -> Case:
    declared = build.scope.declared
    fewer = replace(build.scope, declared=declared - 1)
    return Case(
        name="one target that left discovery is one that is down",
        series=traffic(build.slo.sli, fewer, [(declared - 1, 0)] * 11),
        samples=build.rows_at([(declared, 1)] * 11, 10),
    )


def _scaled_up(build: CaseBuilder) -> Case:
    more = replace(build.scope, declared=build.scope.declared + 1)
    rows: list[Events] = [(more.declared, 1)] * 11
    return Case(
        name="a target above the declared number is promised too",
        series=[
            *traffic(build.slo.sli, more, rows),
            *neighbours(build.slo.sli, replace(more, declared=more.declared + 1), len(rows)),
        ],
        samples=build.rows_at(rows, 10),
    )


def _just_started(build: CaseBuilder) -> Case:
    """The first evaluation of all: Prometheus has scraped one target, and had no time for others.

    A minute later it had, and what it does not know is missing.
    """
    declared = build.scope.declared
    down = replace(build.scope, declared=1)
    return Case(
        name="targets that Prometheus had no time to scrape are not missing yet",
        interval=MINUTE / 4,
        series=[
            replace(s, samples=(Gap.NOTHING, *s.samples))
            for s in traffic(build.slo.sli, down, [(1, 1)] * 20)
        ],
        samples=[
            build.value(names.VALID_MINUTE, declared, -1),
            build.value(names.BAD_MINUTE, 0, -1),
            *build.rows_at([(declared, declared)] * 2, 0, 1),
        ],
    )


def _relabelled(build: CaseBuilder) -> Case:
    """Targets are given a label; their old series ended, and the new ones have no sample yet."""
    declared, gap = build.scope.declared, [Gap.NOTHING] * 41
    ended = traffic(build.slo.sli, build.scope, [(declared, 0)] * 38)
    begun = traffic(build.slo.sli, build.scope, [(declared, 0)] * 20)
    return Case(
        name="no target is missing between two series of it",
        interval=MINUTE / 4,
        series=[
            *(replace(s, samples=(*s.samples, Gap.STALE)) for s in ended),
            *(
                replace(s, labels=(*s.labels, ("team", "git")), samples=(*gap, *s.samples))
                for s in begun
            ),
        ],
        samples=build.rows_at([(declared, 0)] * 11, 8, 9, 10),
    )


def scrape_cases(build: CaseBuilder) -> Iterator[Case]:
    """Return the cases of an SLI that counts scrapes of declared targets."""
    yield from (_all_missing(build), _some_missing(build), _scaled_up(build))
    yield from (_just_started(build), _relabelled(build))
