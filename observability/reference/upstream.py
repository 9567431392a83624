"""The page docs/reference/upstream.md: what upstream must change, and what each change unblocks."""

from collections.abc import Iterable

from observability.artefact import MARKUP, Artefact
from observability.model.catalogue import Catalogue
from observability.model.sli import TimeSliceSLI

_INTRODUCTION = """\
# What upstream must change

Each change with what it unblocks. The first list is about the programs as a whole; the second is
what single metrics wait for; the last would turn summaries into histograms, of which single
requests faster than a limit can be counted.
"""


def upstream_reference(catalogue: Catalogue) -> Artefact:
    """Return the page."""
    body = "\n".join(
        [_INTRODUCTION, *_programs(catalogue), *_metrics(catalogue), *_edges(catalogue)]
    )
    return Artefact("docs/reference/upstream.md", body, catalogue.origin, comment=MARKUP)


def _programs(catalogue: Catalogue) -> Iterable[str]:
    yield "## The programs\n"
    for number, change in enumerate(catalogue.upstream, start=1):
        yield f"{number}. **{change.what}**"
        yield f"   Seen: {change.seen}"
        yield f"   Unblocks: {change.unblocks}\n"


def _metrics(catalogue: Catalogue) -> Iterable[str]:
    yield "## What metrics wait for\n"
    awaited = dict.fromkeys(metric.awaits for metric in catalogue.metrics if metric.awaits)
    # What unblocks most comes first.
    counted = [(_unblocked(catalogue, awaits), awaits) for awaits in awaited]
    for slos, awaits in sorted(counted, key=lambda item: (-len(item[0]), item[1])):
        metrics = sorted(metric.name for metric in catalogue.metrics if metric.awaits == awaits)
        yield f"- **{awaits}**"
        yield f"  SLOs: {', '.join(slos) or 'none'}"
        yield f"  Metrics: {', '.join(f'`{name}`' for name in metrics)}\n"


def _unblocked(catalogue: Catalogue, awaits: str) -> list[str]:
    return [slo.name for slo in catalogue.slos if awaits in slo.waits_for]


def _edges(catalogue: Catalogue) -> Iterable[str]:
    yield "## Buckets\n"
    yield "Configure buckets (`set_buckets_for_metric`) with at least these edges:\n"
    edges: dict[str, dict[float, list[str]]] = {}
    for slo in catalogue.slos:
        if isinstance(slo.sli, TimeSliceSLI):
            metric = edges.setdefault(slo.sli.requests.metric.name, {})
            metric.setdefault(slo.sli.limit.total_seconds(), []).append(slo.name)
    yield "| metric | edge, seconds | for |"
    yield "|---|---|---|"
    for name, limits in sorted(edges.items()):
        for limit, slos in sorted(limits.items()):
            yield f"| `{name}` | {limit:g} | {', '.join(slos)} |"
    yield ""
