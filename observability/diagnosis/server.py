"""What a Prometheus knows of an environment's targets, metrics and rules."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from promql_parser import parse_duration

from observability.diagnosis.exposition import Family
from observability.diagnosis.finding import Finding, Level
from observability.expressions.printing import render
from observability.expressions.promql import Aggregate, Series, duration, equals, join, number
from observability.expressions.scope import scope
from observability.expressions.telemetry import limit_near, rules_late
from observability.model import naming
from observability.model.catalogue import Catalogue
from observability.model.environment import Environment
from observability.model.metric import Matcher, MatchOp, MetricType
from observability.model.target import ScrapeTarget
from observability.prometheus.answers import RuleGroup, Target
from observability.prometheus.client import PrometheusClient

_SUFFIXES = ("_bucket", "_count", "_sum")
_BLANK = "blank Content-Type"
_HOUR = timedelta(hours=1)
_SLOW = 0.8
"""A group that takes more than this share of its interval will miss evaluations soon."""


def exposed_families(client: PrometheusClient, environment: Environment) -> dict[str, Family]:
    """Return the system's families of an environment; a type only where the series show it."""
    ours = Matcher("__name__", MatchOp.REGEX, f"({'|'.join(environment.system.metric_prefixes)}).+")
    names = _names(client, environment, ours)
    summaries = _names(client, environment, ours, Matcher("quantile", MatchOp.NOT_EQUAL, ""))
    families: dict[str, Family] = {}
    for name in sorted(names):
        base = next((name.removesuffix(s) for s in _SUFFIXES if name.endswith(s)), name)
        kind = ""
        if f"{base}_bucket" in names:
            kind = MetricType.HISTOGRAM.value
        elif base in summaries:
            kind = MetricType.SUMMARY.value
        family = base if kind else name
        families[family] = Family(name=family, type=kind)
    return families


def _names(client: PrometheusClient, environment: Environment, *matchers: Matcher) -> set[str]:
    series = Series("", (*equals(namespace=environment.namespace), *matchers))
    counted = Aggregate("count", series, by=("__name__",))
    return {series.labels["__name__"] for series in client.query(render(counted)).series}


def server_findings(
    client: PrometheusClient, catalogue: Catalogue, environment: Environment
) -> Iterator[Finding]:
    """Return what is wrong with an environment as its Prometheus sees it."""
    active = [
        target
        for target in client.targets()
        if target.labels.get("namespace") == environment.namespace
    ]
    for target in catalogue.targets:
        yield from _target(target, environment, active)
    yield from _twice(active)
    yield from _bodies(client, catalogue, environment)
    yield from _rules(client, environment)
    longest = max((s.window for s in catalogue.promises(environment)), default=timedelta())
    yield from retention_findings(client.runtime_info().storage_retention, longest)


def _target(
    target: ScrapeTarget, environment: Environment, active: list[Target]
) -> Iterator[Finding]:
    job = naming.job(environment.system, target.component)
    declared = scope(environment, target).declared
    discovered = [each for each in active if each.labels.get("job") == job]
    if not discovered:
        yield Finding(
            level=Level.ERROR,
            about=job,
            what=f"No target is discovered in {environment.namespace}; {declared} are declared.",
            consequence="Nothing of this component is counted.",
            cure=(
                "Is the overlay applied, does the Prometheus select our monitors "
                "(doctor --kubectl), and may it discover the namespace (our Role)?"
            ),
        )
    elif len({each.labels.get("pod") for each in discovered}) < declared:
        yield Finding(
            level=Level.WARNING,
            about=job,
            what=f"{len(discovered)} targets are discovered; {declared} are declared.",
            consequence="The missing ones count as down.",
            cure="Start them, or correct the declared size (replicas) of the environment.",
        )
    down = [each for each in discovered if each.health == "down"]
    for error, count in sorted(Counter(each.error for each in down).items()):
        yield _down(job, error, count)


def _down(job: str, error: str, count: int) -> Finding:
    cure = "Read the error; from a pod of the monitoring namespace, ask the port yourself."
    if _BLANK in error:
        cure = (
            "The program sends no Content-Type: name Prometheus 3 and Operator 0.79.1 in the "
            "environment, so that its monitors say fallbackScrapeProtocol."
        )
    elif "connection refused" in error:
        cure = (
            "Nobody listens on the port: upstream's start-up code drops the listener "
            "(docs/reference/upstream.md, first entry)."
        )
    elif "deadline exceeded" in error or "timeout" in error:
        cure = "Does a NetworkPolicy stop it? Ours must be applied: servicemonitors/."
    elif "sample limit" in error:
        cure = "Raise the target's sample_limit, and look which label grew."
    return Finding(
        level=Level.ERROR,
        about=job,
        what=f"{count} targets are down: {error or 'no reason is given'}.",
        consequence="What they do is not counted.",
        cure=cure,
    )


def _twice(active: list[Target]) -> Iterator[Finding]:
    jobs: dict[str, list[str]] = {}
    for target in active:
        pod = target.labels.get("pod", target.labels.get("instance", target.url))
        jobs.setdefault(pod, []).append(target.labels.get("job", ""))
    for pod, scraping in sorted(jobs.items()):
        if len(scraping) > 1:
            yield Finding(
                level=Level.ERROR,
                about=pod,
                what=f"It is scraped {len(scraping)} times, by: {', '.join(sorted(scraping))}.",
                consequence="Sums over its series are that many times too large.",
                cure=(
                    "Remove the other monitor, or the job that follows prometheus.io/scrape "
                    "annotations; ours keeps one Service of the two."
                ),
            )


def _bodies(
    client: PrometheusClient, catalogue: Catalogue, environment: Environment
) -> Iterator[Finding]:
    ours = equals(namespace=environment.namespace)
    is_empty = join(
        "and",
        join("==", Series("scrape_samples_scraped", ours), number(0)),
        join("==", Series("up", ours), number(1)),
    )
    empty = client.query(render(is_empty)).series
    for job, count in sorted(Counter(s.labels.get("job", "") for s in empty).items()):
        yield Finding(
            level=Level.WARNING,
            about=job,
            what=f"{count} targets answer with an empty body.",
            consequence="They are up, and nothing that they do is counted.",
            cure="Upstream must call its collectors: docs/reference/upstream.md.",
        )
    for target in catalogue.targets:
        where = scope(environment, target)
        for series in client.query(render(limit_near(where))).series:
            yield Finding(
                level=Level.WARNING,
                about=where.job,
                what=f"A scrape has {series.samples[-1][1]:.0f} samples of {target.sample_limit}.",
                consequence="Above the limit the whole scrape fails.",
                cure="Raise the target's sample_limit, and look which label grew.",
            )


def _rules(client: PrometheusClient, environment: Environment) -> Iterator[Finding]:
    prefix = naming.group(environment.system, environment.name, "")
    groups = [group for group in client.rules() if group.name.startswith(prefix)]
    if not groups:
        yield Finding(
            level=Level.ERROR,
            about=environment.name,
            what=f"No rule group {prefix}… is evaluated here.",
            consequence="No SLO is counted, and no alert fires.",
            cure="Is the overlay applied, and does its ruleSelector select our PrometheusRules?",
        )
    for group in groups:
        yield from slow_or_failing(group)
    for series in client.query(render(rules_late(environment, _HOUR))).series:
        name = series.labels.get("rule_group", "").rpartition(";")[2]
        yield Finding(
            level=Level.ERROR,
            about=name,
            what=f"{series.samples[-1][1]:.0f} evaluations were missed within an hour.",
            consequence="Their minutes are in no ledger: the SLO's coverage falls.",
            cure="Prometheus is too slow: give it CPU, or look which group takes long.",
        )


def slow_or_failing(group: RuleGroup) -> Iterator[Finding]:
    """Yield the rules of a group that fail, and the group if it may soon come too late."""
    for rule in group.rules:
        if rule.health == "err":
            yield Finding(
                level=Level.ERROR,
                about=f"{group.name} {rule.name}",
                what=f"Its last evaluation failed: {rule.error}.",
                consequence="The SLO is not counted, or the alert is blind.",
                cure="Read the error; two series where one is expected mean a double scrape.",
            )
    if group.interval and group.evaluation_time > _SLOW * group.interval:
        yield Finding(
            level=Level.WARNING,
            about=group.name,
            what=f"It takes {group.evaluation_time:.1f} s of its {group.interval:.0f} s.",
            consequence="Soon evaluations are missed, and minutes with them.",
            cure="Give Prometheus CPU, or look which of its rules reads most series.",
        )


def _retention(said: str) -> tuple[str, timedelta | None]:
    """Return the part of a retention that is a time: none where it is by size, or for ever."""
    for part in said.split(" or "):
        try:
            return part, parse_duration(part)
        except ValueError:
            continue
    return said, None


def retention_findings(said: str, longest: timedelta) -> Iterator[Finding]:
    """Return a finding if a retention such as `15d or 10GiB` is shorter than the longest window."""
    by_time, retention = _retention(said)
    if retention is not None and retention < longest:
        yield Finding(
            level=Level.WARNING,
            about="retention",
            what=f"Prometheus keeps {by_time}; windows are up to {duration(longest)}.",
            consequence="Figures of the period are PARTIAL: they cover what is kept.",
            cure=f"Set spec.retention to at least {duration(longest)}, or windows={{…}} here.",
        )
