"""Which raw series a recording holds: those that the ledger's expressions read."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from observability.expressions.counting import counting
from observability.expressions.printing import render
from observability.expressions.promql import Series, series_in
from observability.expressions.scope import Scope, scope
from observability.model.catalogue import Catalogue
from observability.model.environment import Environment
from observability.model.slo import SLO

_ROW = Series("slo:valid")
"""Stands for the recorded row that the bad row reads: no raw series."""


def selectors(catalogue: Catalogue, environment: Environment, slos: Iterable[SLO]) -> list[str]:
    """Return the selectors of the raw series that some SLOs read, and of their targets' `up`."""
    found: dict[str, None] = {}
    for slo in slos:
        where = scope(environment, catalogue.target(slo.component))
        found[render(where.up)] = None
        for series in _read(slo, where):
            found[render(replace(series, over=None, offset=None))] = None
    return sorted(found)


def _read(slo: SLO, where: Scope) -> Iterator[Series]:
    counted = counting(slo.sli, where, _ROW)
    for expression in (counted.valid, counted.bad):
        yield from (series for series in series_in(expression) if series != _ROW)
