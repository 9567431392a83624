"""The catalogue's metrics against those that are exposed."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from observability.diagnosis.exposition import Families, Family
from observability.diagnosis.finding import Finding, Level
from observability.model.catalogue import Catalogue
from observability.model.metric import LabelKind, Metric, Status


def metric_findings(catalogue: Catalogue, exposed: Families) -> Iterator[Finding]:
    """Return how what is exposed differs from what the catalogue says."""
    known = {metric.name: metric for metric in catalogue.metrics}
    # What else a program exposes is not for us to judge.
    ours = catalogue.system.metric_prefixes
    missing = [
        m for m in catalogue.metrics if m.status is Status.RECORDED and m.name not in exposed
    ]
    unknown = sorted(name for name in exposed if name.startswith(ours) and name not in known)
    for metric in missing:
        yield _missing(catalogue, metric, unknown)
    for name in unknown:
        yield _unknown(name, known)
    for name, metric in known.items():
        if name in exposed:
            yield from _seen(metric, exposed[name])


def _readers(catalogue: Catalogue, metric: Metric) -> str:
    names = [slo.name for slo in catalogue.slos if metric in slo.metrics]
    return ", ".join(names) or "no SLO"


def _missing(catalogue: Catalogue, metric: Metric, unknown: list[str]) -> Finding:
    alike = get_close_matches(metric.name, unknown, n=1)
    renamed = f" Was it renamed to {alike[0]}?" if alike else ""
    return Finding(
        level=Level.ERROR,
        about=metric.name,
        what=f"The catalogue says it is recorded, and nobody exposes it.{renamed}",
        consequence=f"Blind: {_readers(catalogue, metric)}.",
        cure=(
            "Was nothing of the kind done since the start (a series appears at its first event)? "
            "Else mend the program, or set the metric's status to DEFINED and say what it awaits."
        ),
    )


def _unknown(name: str, known: Mapping[str, Metric]) -> Finding:
    alike = get_close_matches(name, known, n=1)
    near = f" It is nearly {alike[0]}." if alike else ""
    return Finding(
        level=Level.WARNING,
        about=name,
        what=f"It is exposed, and the catalogue does not know it.{near}",
        consequence="Nothing is made of it.",
        cure="Define it, or correct the name in the definition.",
    )


def _seen(metric: Metric, family: Family) -> Iterator[Finding]:
    if family.type and family.type != metric.type:
        yield Finding(
            level=Level.ERROR,
            about=metric.name,
            what=f"It is exposed as a {family.type}, and the catalogue says {metric.type}.",
            consequence="Rules count something else than they say, or nothing.",
            cure="Correct the type in its definition, generate, and read the diff.",
        )
    if metric.status in (Status.DEFINED, Status.PLANNED):
        yield Finding(
            level=Level.WARNING,
            about=metric.name,
            what=f"It is exposed, and the catalogue says {metric.status}.",
            consequence="SLOs wait for something that is there.",
            cure="Set its status to RECORDED, and say in `source` where it was seen.",
        )
    yield from _never_seen(metric, family)
    names = {label.name for label in metric.labels}
    stored = {label.stored_as for label in metric.labels}
    for labels in sorted(family.labels, key=sorted):
        if labels - names and labels - stored:
            yield Finding(
                level=Level.ERROR,
                about=metric.name,
                what=f"It has a label more: {', '.join(sorted(labels - names))}.",
                consequence="Of the series that differ by it alone, only the highest counts.",
                cure="List the label in its definition, and how many values it takes.",
            )
        if (names - labels) and (stored - labels):
            yield Finding(
                level=Level.ERROR,
                about=metric.name,
                what=f"It lacks a label: {', '.join(sorted(names - labels))}.",
                consequence="Selectors that name the label match nothing.",
                cure="Correct the labels in its definition, generate, and read the diff.",
            )


def _never_seen(metric: Metric, family: Family) -> Iterator[Finding]:
    for label in metric.labels:
        seen = {value for name, value in family.values if name in (label.name, label.stored_as)}
        never = [value for value in label.values if value not in seen]
        if label.kind is LabelKind.CLOSED and seen and never:
            yield Finding(
                level=Level.NOTE,
                about=metric.name,
                what=f"Never seen: {', '.join(f'{label.name}={value!r}' for value in never)}.",
                consequence="A series appears at its first event: either none happened, or the "
                "program does not count it.",
                cure="None, if none happened. Else ask upstream to count it.",
            )
