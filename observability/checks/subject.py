"""What is checked: the catalogue, what is generated from it, and the files that are there."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import promql_parser

from observability.artefact import Artefact
from observability.checks.emitted import Rule, is_prometheus_rule, panels, rules
from observability.checks.shapes import Known, nodes
from observability.model.catalogue import Catalogue
from observability.model.sli import Promql, RawSLI
from observability.model.slo import SLO


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A rule or panel whose expression parses.

    `tree` is what promql_parser makes of it, `nodes` all of that, outermost first: each check asks
    for them, and finding them takes longer than most checks do.
    """

    rule: Rule
    tree: Any
    nodes: tuple[Any, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The catalogue, the artefacts made of it, and the project that they are committed to.

    `folders` are those that hold generated files only, `queries` the parsed rules of all
    environments and the panels, `known` what is known of the series that they may read. While an
    SLO is `broken`, holding raw PromQL that does not parse, nothing can be generated and there are
    no artefacts.
    """

    catalogue: Catalogue
    artefacts: tuple[Artefact, ...]
    folders: tuple[str, ...]
    root: Path
    today: date
    rules: tuple[Rule, ...]
    panels: tuple[Rule, ...]
    queries: tuple[Query, ...]
    known: Known
    broken: tuple[SLO, ...]


def raw(slo: SLO) -> tuple[Promql, ...]:
    """Return the raw PromQL of an SLO."""
    return (slo.sli.valid, slo.sli.bad) if isinstance(slo.sli, RawSLI) else ()


def parsed(expression: str) -> Any:
    """Return the syntax tree of PromQL, or None if it does not parse."""
    try:
        return promql_parser.parse(expression)
    except ValueError:
        return None


def _queries(emitted: Iterable[Rule]) -> Iterator[Query]:
    for rule in emitted:
        tree = parsed(rule.expression)
        if tree is not None:
            yield Query(rule=rule, tree=tree, nodes=tuple(nodes(tree)))


def subject(
    catalogue: Catalogue,
    generate: Callable[[Catalogue], Iterable[Artefact]],
    *,
    folders: Iterable[str],
    root: Path,
    today: date,
) -> Subject:
    """Return what is checked: the catalogue and what `generate` makes of it."""
    broken = tuple(
        slo for slo in catalogue.slos if any(parsed(q.expression) is None for q in raw(slo))
    )
    artefacts = () if broken else tuple(generate(catalogue))
    emitted = tuple(rules(artefacts))
    operated = {artefact.path for artefact in artefacts if is_prometheus_rule(artefact)}
    shown = tuple(panels(artefacts, catalogue.primary))
    queries = tuple(_queries([*(rule for rule in emitted if rule.path in operated), *shown]))
    return Subject(
        catalogue=catalogue,
        artefacts=artefacts,
        folders=tuple(folders),
        root=root,
        today=today,
        rules=emitted,
        panels=shown,
        queries=queries,
        known=Known.of(catalogue.known_metrics, ((q.rule, q.tree) for q in queries)),
        broken=broken,
    )
