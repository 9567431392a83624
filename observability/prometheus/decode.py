"""From the JSON of Prometheus's HTTP API to values. Pure; whoever asked adds which URL it was."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from observability.prometheus.answers import (
    BuildInfo,
    LabelSets,
    QueryResult,
    ResultSeries,
    Rule,
    RuleGroup,
    RuntimeInfo,
    Target,
)

Value = TypeVar("Value")


class MalformedAnswerError(ValueError):
    """An answer lacks what Prometheus always sends; the message says what was expected where."""


def query_result(answer: Mapping[str, object]) -> QueryResult:
    """Return the result of `/api/v1/query` or `/api/v1/query_range`.

    Raises:
        MalformedAnswerError: the answer is none of those, or holds what is not understood: a
            string, native histograms.

    """
    data = _mapping(answer.get("data"), "data")
    kind = _text(data.get("resultType"), "data.resultType")
    result = _sequence(data.get("result"), "data.result")
    match kind:
        case "vector" | "matrix":
            series = tuple(
                _series(item, f"data.result[{index}]") for index, item in enumerate(result)
            )
        case "scalar":
            series = (ResultSeries(labels={}, samples=(_sample(result, "data.result"),)),)
        case _:
            raise MalformedAnswerError(
                f"data.resultType is {kind!r}: expected vector, matrix or scalar"
            )
    return QueryResult(
        kind=kind,
        series=series,
        warnings=notes(answer, "warnings"),
        infos=notes(answer, "infos"),
        queryable_samples=_queryable_samples(data),
    )


def label_sets(answer: Mapping[str, object]) -> LabelSets:
    """Return the result of `/api/v1/series`."""
    found = _sequence(answer.get("data"), "data")
    return LabelSets(
        series=tuple(_labels(item, f"data[{index}]") for index, item in enumerate(found)),
        warnings=notes(answer, "warnings"),
        infos=notes(answer, "infos"),
    )


def rule_groups(answer: Mapping[str, object]) -> tuple[RuleGroup, ...]:
    """Return the result of `/api/v1/rules`."""
    data = _mapping(answer.get("data"), "data")
    return _each(_group, data.get("groups"), "data.groups")


def targets(answer: Mapping[str, object]) -> tuple[Target, ...]:
    """Return the active targets of `/api/v1/targets`."""
    data = _mapping(answer.get("data"), "data")
    return _each(_target, data.get("activeTargets"), "data.activeTargets")


def notes(answer: Mapping[str, object], name: str) -> tuple[str, ...]:
    """Return an answer's `warnings` or `infos`, which any answer may have."""
    return _each(_text, answer.get(name) or [], name)


def _target(item: object, where: str) -> Target:
    target = _mapping(item, where)
    return Target(
        labels=_labels(target.get("labels"), f"{where}.labels"),
        url=_text(target.get("scrapeUrl"), f"{where}.scrapeUrl"),
        health=_text(target.get("health"), f"{where}.health"),
        error=_text(target.get("lastError", ""), f"{where}.lastError"),
    )


def build_info(answer: Mapping[str, object]) -> BuildInfo:
    """Return the result of `/api/v1/status/buildinfo`."""
    data = _mapping(answer.get("data"), "data")
    return BuildInfo(version=_text(data.get("version"), "data.version"))


def runtime_info(answer: Mapping[str, object]) -> RuntimeInfo:
    """Return the result of `/api/v1/status/runtimeinfo`."""
    data = _mapping(answer.get("data"), "data")
    return RuntimeInfo(
        started=_text(data.get("startTime", ""), "data.startTime"),
        storage_retention=_text(data.get("storageRetention", ""), "data.storageRetention"),
        config_reloaded=data.get("reloadConfigSuccess") is True,
    )


def _series(item: object, where: str) -> ResultSeries:
    found = _mapping(item, where)
    if "histogram" in found or "histograms" in found:
        raise MalformedAnswerError(
            f"{where} holds native histograms: expected numbers; ask for a sum, count or quantile"
        )
    samples = (
        [found["value"]] if "value" in found else _sequence(found.get("values"), f"{where}.values")
    )
    return ResultSeries(
        labels=_labels(found.get("metric"), f"{where}.metric"),
        samples=tuple(
            _sample(sample, f"{where}.values[{index}]") for index, sample in enumerate(samples)
        ),
    )


def _sample(pair: object, where: str) -> tuple[float, float]:
    match pair:
        case [int() | float() as timestamp, str() as value]:
            try:
                return float(timestamp), float(value)
            except ValueError:
                pass
        case _:
            pass
    raise MalformedAnswerError(
        f"{where} is {_shown(pair)}: expected a pair of a time and a number in quotes"
    )


def _queryable_samples(data: Mapping[str, object]) -> int | None:
    if "stats" not in data:
        return None
    samples = _mapping(_mapping(data["stats"], "data.stats").get("samples"), "data.stats.samples")
    return int(
        _number(samples.get("totalQueryableSamples"), "data.stats.samples.totalQueryableSamples")
    )


def _group(item: object, where: str) -> RuleGroup:
    group = _mapping(item, where)
    return RuleGroup(
        name=_text(group.get("name"), f"{where}.name"),
        file=_text(group.get("file"), f"{where}.file"),
        interval=_number(group.get("interval"), f"{where}.interval"),
        evaluation_time=_number(group.get("evaluationTime", 0), f"{where}.evaluationTime"),
        rules=_each(_rule, group.get("rules"), f"{where}.rules"),
    )


def _rule(item: object, where: str) -> Rule:
    rule = _mapping(item, where)
    return Rule(
        kind=_text(rule.get("type"), f"{where}.type"),
        name=_text(rule.get("name"), f"{where}.name"),
        expression=_text(rule.get("query"), f"{where}.query"),
        # 2.42 leaves out what is empty.
        labels=_labels(rule.get("labels", {}), f"{where}.labels"),
        annotations=_labels(rule.get("annotations", {}), f"{where}.annotations"),
        health=_text(rule.get("health"), f"{where}.health"),
        error=_text(rule.get("lastError", ""), f"{where}.lastError"),
        state=_text(rule.get("state", ""), f"{where}.state"),
    )


def _each(decode: Callable[[object, str], Value], items: object, where: str) -> tuple[Value, ...]:
    return tuple(
        decode(item, f"{where}[{index}]") for index, item in enumerate(_sequence(items, where))
    )


def _labels(value: object, where: str) -> dict[str, str]:
    return {name: _text(text, f"{where}.{name}") for name, text in _mapping(value, where).items()}


def _mapping(value: object, where: str) -> dict[str, object]:
    if not isinstance(value, dict):
        raise MalformedAnswerError(f"{where} is {_shown(value)}: expected an object")
    return value


def _sequence(value: object, where: str) -> list[object]:
    if not isinstance(value, list):
        raise MalformedAnswerError(f"{where} is {_shown(value)}: expected a list")
    return value


def _text(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise MalformedAnswerError(f"{where} is {_shown(value)}: expected a text")
    return value


def _number(value: object, where: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise MalformedAnswerError(f"{where} is {_shown(value)}: expected a number")
    return value


def _shown(value: object) -> str:
    return "missing" if value is None else repr(value)[:100]
