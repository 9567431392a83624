"""What a Prometheus answers, as values."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultSeries:
    """One series of a query's result.

    Attributes:
        labels: its labels, `__name__` among them if the result has it.
        samples: pairs of time (seconds of Unix time) and value; one pair for an instant vector or a
            scalar.

    """

    labels: Mapping[str, str]
    samples: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryResult:
    """The result of a query.

    Attributes:
        kind: `vector`, `matrix` or `scalar`.
        series: its series, in the order of the answer.
        warnings: what Prometheus warns of; the result may be incomplete.
        infos: what Prometheus remarks on, such as a rate of something that is no counter (from 3.0
            on).
        queryable_samples: what the query cost: `totalQueryableSamples`, the samples that its steps
            looked at; None if it was not asked for.

    """

    kind: str
    series: tuple[ResultSeries, ...]
    warnings: tuple[str, ...]
    infos: tuple[str, ...]
    queryable_samples: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelSets:
    """The series that some selectors match, without samples.

    Attributes:
        series: the labels of each, `__name__` among them.
        warnings: what Prometheus warns of; the list may be incomplete.
        infos: what Prometheus remarks on.

    """

    series: tuple[Mapping[str, str], ...]
    warnings: tuple[str, ...]
    infos: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule as a server evaluates it.

    Attributes:
        kind: `alerting` or `recording`.
        name: the alert's name, or the series that is recorded.
        expression: its PromQL.
        labels: the labels that it adds.
        annotations: an alert's annotations; empty for a recording rule.
        health: `ok`, `err` or `unknown` (not evaluated yet).
        error: what went wrong at the last evaluation, or "".
        state: an alert's `inactive`, `pending`, `firing`, or from 3.x on `unknown` until it is
            evaluated; "" for a recording rule.

    """

    kind: str
    name: str
    expression: str
    labels: Mapping[str, str]
    annotations: Mapping[str, str]
    health: str
    error: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleGroup:
    """A group of rules as a server evaluates it.

    Attributes:
        name: the group's name.
        file: the rule file on the server.
        interval: seconds between two evaluations.
        evaluation_time: seconds that the last evaluation took.
        rules: its rules, in their order.

    """

    name: str
    file: str
    interval: float
    evaluation_time: float
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A target that a server scrapes.

    Attributes:
        labels: its labels after relabelling.
        url: what is asked, such as `http://10.0.0.1:9090/metrics`.
        health: `up`, `down` or `unknown` (not scraped yet).
        error: what went wrong at the last scrape, or "".

    """

    labels: Mapping[str, str]
    url: str
    health: str
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildInfo:
    """What a server says it is.

    Attributes:
        version: such as `2.42.0`; "" for a server that was built by `go install`.

    """

    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuntimeInfo:
    """How a server runs.

    Attributes:
        started: when it started, as RFC 3339 text.
        storage_retention: how long it keeps samples, as it says it: `15d`, `24h`, `15d or 10GiB`;
            "" if it does not say.
        config_reloaded: whether its configuration was read without an error the last time.

    """

    started: str
    storage_retention: str
    config_reloaded: bool
