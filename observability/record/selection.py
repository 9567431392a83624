"""Which raw series a recording holds: those that the ledger's expressions read."""

from collections.abc import Iterable
from dataclasses import replace

from observability.expressions.counting import counting
from observability.expressions.printing import render
from observability.expressions.promise import promise
from observability.expressions.promql import series_in
from observability.model.catalogue import Catalogue
from observability.model.environment import Environment
from observability.model.slo import SLO


def selectors(catalogue: Catalogue, environment: Environment, slos: Iterable[SLO]) -> list[str]:
    """Return the selectors of the raw series that some SLOs read, and of their targets' `up`."""
    selectors: set[str] = set()
    for slo in slos:
        where = promise(catalogue, slo, environment).scope
        selectors.add(render(where.up))
        counted = counting(slo.sli, where)
        for series in (*series_in(counted.valid), *series_in(counted.bad)):
            selectors.add(render(replace(series, over=None, offset=None)))
    return sorted(selectors)
