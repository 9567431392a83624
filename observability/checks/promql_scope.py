"""A selector that looks beyond its own component and environment.

Two environments in one Prometheus add up where a selector does not say which it means. Series of
our targets name `namespace` and `job`; series that we record name `environment`, and which SLOs
they are of, unless the result tells these apart; what other exporters say of us is narrowed by
`namespace`, Prometheus's own figures by `rule_group`.
The namespace must be the one of the rule's environment.
"""

from collections.abc import Iterator
from typing import Any

import promql_parser as promql

from observability.checks.problem import Problem
from observability.checks.shapes import (
    Known,
    equalities,
    has_only_known_labels,
    is_made_by_prometheus,
    matchers,
    series_name,
    shape,
)
from observability.checks.subject import Query, Subject
from observability.expressions.names import ENVIRONMENT_LABEL, SLO_LABEL

_OF_EXPORTERS = ("namespace", "rule_group")


def _missing(query: Query, selector: Any, known: Known) -> list[str]:
    """Return the labels that the selector must pin down and does not."""
    name = series_name(selector) or ""
    pinned = equalities(selector)
    source = known.family(name)
    if source is not None and has_only_known_labels(source):
        return [label for label in ("namespace", "job") if label not in pinned]
    if source is not None or is_made_by_prometheus(name):
        narrowed = {matcher.name for matcher in matchers(selector)}
        return [] if narrowed & {*_OF_EXPORTERS, ENVIRONMENT_LABEL} else ["namespace"]
    static = {label for rule, _ in known.recorded.get(name, ()) for label in rule.labels}
    named = {m.name for m in selector.matchers.matchers if m.op == promql.MatchOp.Re} | {*pinned}
    # A panel may show all SLOs of an environment, and so may what keeps them apart.
    all_slos = query.rule.panel is not None or SLO_LABEL in shape(query.tree, known).labels
    return [
        label
        for label, is_there in (
            (SLO_LABEL, all_slos or SLO_LABEL in named),
            (ENVIRONMENT_LABEL, ENVIRONMENT_LABEL in pinned),
        )
        if label in static and not is_there
    ]


def _elsewhere(query: Query, selector: Any, namespaces: dict[str, str]) -> str | None:
    """Return the namespace that a selector reads, if it is not its environment's."""
    own = namespaces.get(query.rule.environment or "")
    namespace = equalities(selector).get("namespace")
    return namespace if own is not None and namespace is not None and namespace != own else None


def check(subject: Subject) -> Iterator[Problem]:
    """Return the selectors that look too far."""
    namespaces = {e.name: e.namespace for e in subject.catalogue.environments}
    for query in subject.queries:
        for node in query.nodes:
            if not isinstance(node, promql.VectorSelector):
                continue
            name = series_name(node)
            missing = _missing(query, node, subject.known)
            if missing:
                wanted = ", ".join(f'{label}="…"' for label in missing)
                yield Problem(
                    check="promql/scope",
                    file=query.rule.path,
                    name=query.rule.title,
                    what=f"{name} is read without {' and '.join(missing)}",
                    consequence="series of other environments in the same Prometheus are mixed in",
                    cure=f"add {wanted} to the selector",
                )
            elsewhere = _elsewhere(query, node, namespaces)
            if elsewhere is not None:
                yield Problem(
                    check="promql/scope",
                    file=query.rule.path,
                    name=query.rule.title,
                    what=f"{name} is read from namespace {elsewhere}",
                    consequence="the rule judges one environment by what another does",
                    cure=f"read it from {namespaces[query.rule.environment or '']}",
                )
