"""What a Prometheus answers, as values that are read from its JSON by their types.

Whatever is not as Prometheus sends it is a `msgspec.ValidationError`, which names the place.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from msgspec import UNSET, DecodeError, Raw, Struct, UnsetType
from msgspec.json import decode

from observability.errors import PrometheusError

Value = TypeVar("Value")


class Answer(Struct, frozen=True, kw_only=True, rename="camel"):
    """What each answer has around its data, which are not read yet."""

    status: str = ""
    error: str = ""
    error_type: str = "error"
    warnings: tuple[str, ...] | None = None
    infos: tuple[str, ...] | None = None
    data: Raw | UnsetType = UNSET


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

    """

    series: tuple[Mapping[str, str], ...]
    warnings: tuple[str, ...]


class Rule(
    Struct,
    frozen=True,
    kw_only=True,
    rename={"kind": "type", "expression": "query", "error": "lastError"},
):
    """A rule as a server evaluates it.

    Attributes:
        kind: `alerting` or `recording`.
        name: the alert's name, or the series that is recorded.
        expression: its PromQL.
        labels: the labels that it adds; 2.42 leaves out what is empty.
        annotations: an alert's annotations; empty for a recording rule.
        health: `ok`, `err` or `unknown` (not evaluated yet).
        error: what went wrong at the last evaluation, or "".
        state: an alert's `inactive`, `pending`, `firing`, or from 3.x on `unknown` until it is
            evaluated; "" for a recording rule.

    """

    kind: str
    name: str
    expression: str
    labels: Mapping[str, str] = {}
    annotations: Mapping[str, str] = {}
    health: str
    error: str = ""
    state: str = ""


class RuleGroup(Struct, frozen=True, kw_only=True, rename="camel"):
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
    evaluation_time: float = 0
    rules: tuple[Rule, ...]


class Target(Struct, frozen=True, kw_only=True, rename={"url": "scrapeUrl", "error": "lastError"}):
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
    error: str = ""


class BuildInfo(Struct, frozen=True, kw_only=True):
    """What a server says it is.

    Attributes:
        version: such as `2.42.0`; "" for a server that was built by `go install`.

    """

    version: str


class RuntimeInfo(Struct, frozen=True, kw_only=True, rename="camel"):
    """How a server runs.

    Attributes:
        storage_retention: how long it keeps samples, as it says it: `15d`, `24h`, `15d or 10GiB`;
            "" if it does not say.

    """

    storage_retention: str = ""


class RuleGroups(Struct):
    """The data of `/api/v1/rules`."""

    groups: tuple[RuleGroup, ...]


class Targets(Struct, rename="camel"):
    """The data of `/api/v1/targets`."""

    active_targets: tuple[Target, ...]


_Pair = tuple[float, str]
"""A time, and a value as Prometheus writes it: in quotes, since JSON has no infinity."""


class _Samples(Struct, rename="camel"):
    total_queryable_samples: int


class _Stats(Struct):
    samples: _Samples


class _Result(Struct, tag_field="resultType", tag=lambda name: name.strip("_").lower()):
    stats: _Stats | None = None


# Other fields would be native histograms, which are no numbers.
class _Point(Struct, forbid_unknown_fields=True):
    metric: dict[str, str]
    value: _Pair


class _Points(Struct, forbid_unknown_fields=True):
    metric: dict[str, str]
    values: tuple[_Pair, ...]


class _Vector(_Result, kw_only=True):
    result: tuple[_Point, ...]


class _Matrix(_Result, kw_only=True):
    result: tuple[_Points, ...]


class _Scalar(_Result, kw_only=True):
    result: _Pair


def reader(kind: type[Value]) -> Callable[[Answer], Value]:
    """Return what reads the data of an answer as this kind; raises DecodeError if they are not."""

    def read(answer: Answer) -> Value:
        if answer.data is UNSET:
            raise DecodeError("Object missing required field `data`")
        return decode(answer.data, type=kind)

    return read


_RESULT: Callable[[Answer], _Vector | _Matrix | _Scalar] = reader(_Vector | _Matrix | _Scalar)  # type: ignore[arg-type]  # a union is a type to msgspec


def query_result(answer: Answer) -> QueryResult:
    """Return the result of `/api/v1/query` or `/api/v1/query_range`.

    Raises:
        DecodeError: it is none, or holds what is no number: a string, native histograms.
        ValueError: a value is no number.

    """
    data = _RESULT(answer)
    match data:
        case _Vector():
            series = [_series(point.metric, [point.value]) for point in data.result]
        case _Matrix():
            series = [_series(points.metric, points.values) for points in data.result]
        case _Scalar():
            series = [_series({}, [data.result])]
    return QueryResult(
        kind=type(data).__name__.strip("_").lower(),
        series=tuple(series),
        warnings=answer.warnings or (),
        infos=answer.infos or (),
        queryable_samples=None
        if data.stats is None
        else data.stats.samples.total_queryable_samples,
    )


def require_complete(result: QueryResult) -> QueryResult:
    """Return a result that is kept: in a part of one, missing data would look like no events.

    Raises:
        PrometheusError: Prometheus warns that it may be a part only.

    """
    if result.warnings:
        raise PrometheusError(
            f"Prometheus answers a part only: {'; '.join(result.warnings)}; ask again when it "
            "answers in full"
        )
    return result


def label_sets(answer: Answer) -> LabelSets:
    """Return the result of `/api/v1/series`, of which there may be a part only.

    Raises:
        DecodeError: it is none.

    """
    series = reader(tuple[dict[str, str], ...])(answer)
    return LabelSets(series=series, warnings=answer.warnings or ())


def _series(labels: Mapping[str, str], pairs: Sequence[_Pair]) -> ResultSeries:
    samples = tuple((time, float(value)) for time, value in pairs)
    return ResultSeries(labels=labels, samples=samples)
