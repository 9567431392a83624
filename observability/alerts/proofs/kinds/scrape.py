"""The cases of what is scraped: targets that are declared and those that are found."""

from collections.abc import Iterator
from dataclasses import replace

from observability.alerts.proofs.case import Case
from observability.alerts.proofs.stage import Stage
from observability.alerts.proofs.traffic import (
    neighbours,
    traffic,
)
from observability.evaluation.rows import Events
from observability.expressions import names


def _all_missing(stage: Stage) -> Case:
    declared = stage.scope.declared
    return Case(
        name="targets that left discovery are down, not forgotten",
        series=neighbours(stage.slo.sli, stage.scope, 11),
        samples=[
            stage.value(names.VALID_MINUTE, declared, 10),
            stage.value(names.BAD_MINUTE, declared, 10),
        ],
    )


def _some_missing(stage: Stage) -> Case:
    declared = stage.scope.declared
    fewer = replace(stage.scope, declared=declared - 1)
    return Case(
        name="one target that left discovery is one that is down",
        series=traffic(stage.slo.sli, fewer, [(declared - 1, 0)] * 11),
        samples=stage.rows_at([(declared, 1)] * 11, 10),
    )


def _scaled_up(stage: Stage) -> Case:
    more = replace(stage.scope, declared=stage.scope.declared + 1)
    rows: list[Events] = [(more.declared, 1)] * 11
    return Case(
        name="a target above the declared number is promised too",
        series=traffic(stage.slo.sli, more, rows),
        samples=stage.rows_at(rows, 10),
    )


def scrape_cases(stage: Stage) -> Iterator[Case]:
    """Return the cases of an SLI that counts scrapes of declared targets."""
    yield from (_all_missing(stage), _some_missing(stage), _scaled_up(stage))
