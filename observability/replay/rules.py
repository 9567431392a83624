"""Rules as rule files and PrometheusRules hold them: plain data, whoever wrote it."""

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import promql_parser

from observability.errors import ReplayError
from observability.formats import read_yaml, yaml_text
from observability.prometheus.promtool import Promtool, check_rules

PATTERN = "*.rules.yaml"
"""Which files of a folder hold rules, unless it holds PrometheusRules."""

_KIND = "PrometheusRule"

_DEFAULT_INTERVAL = "1m"
"""Prometheus's own `evaluation_interval`, which a group without an interval has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingRule:
    """A rule that records a series.

    Attributes:
        record: the name of what it records.
        expression: its PromQL.
        labels: the labels that it adds.
        interval: seconds between two evaluations, the interval of its group.

    """

    record: str
    expression: str
    labels: Mapping[str, str]
    interval: int

    @property
    def name(self) -> str:
        """What errors call it."""
        return _called(self.record, self.labels)


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertingRule:
    """A rule that alerts.

    Attributes:
        alert: the alert's name.
        expression: its PromQL; the alert is active as long as it has a result.
        labels: the labels that it adds.
        interval: seconds between two evaluations, the interval of its group.
        for_: `for`: seconds that it must be active before it fires.
        keep_firing_for: `keep_firing_for`: seconds that it fires on after it was active last.

    """

    alert: str
    expression: str
    labels: Mapping[str, str]
    interval: int
    for_: int
    keep_firing_for: int

    @property
    def name(self) -> str:
        """What errors call it."""
        return _called(self.alert, self.labels)


Rule = RecordingRule | AlertingRule


def rule_files(path: Path) -> tuple[Path, ...]:
    """Return the files with rules that a path names, sorted.

    That is itself, or of a folder the rule files; if there are none, the PrometheusRules of the
    folder and of those below it.

    Raises:
        ReplayError: there is none.
        FilesError: a file cannot be read.

    """
    if path.is_file():
        return (path,)
    files = tuple(sorted(path.glob(PATTERN))) or tuple(
        file for file in sorted(path.rglob("*.yaml")) if _is_object(read_yaml(file))
    )
    if not files:
        raise ReplayError(
            f"{path}: no rules: expected a rule file, or a folder with {PATTERN} or with {_KIND}s"
        )
    return files


def read_rules(paths: Sequence[Path], *, promtool: Promtool) -> tuple[Rule, ...]:
    """Return the rules of rule files and PrometheusRules, if promtool finds nothing wrong.

    Raises:
        ReplayError: promtool refuses a file, or a rule cannot be replayed.
        FilesError: a file cannot be read.

    """
    with tempfile.TemporaryDirectory(prefix="rules-") as folder:
        plain = [_plain(path, Path(folder)) for path in paths]
        verdict = check_rules(promtool, plain, lint=False)
    if not verdict.passed:
        raise ReplayError(f"promtool refuses the rules:\n{verdict.output.strip()}")
    return tuple(rule for path in paths for rule in _rules(path))


def _is_object(body: Any) -> bool:  # noqa: ANN401  YAML has no types
    return isinstance(body, dict) and body.get("kind") == _KIND


def _plain(path: Path, folder: Path) -> Path:
    """Return a rule file itself, and for a PrometheusRule a rule file with what it holds."""
    body: Any = read_yaml(path)
    if not _is_object(body):
        return path
    # Below the folder it is called as it is, so that promtool's errors name it.
    plain = folder / path.resolve().relative_to(path.resolve().anchor)
    plain.parent.mkdir(parents=True, exist_ok=True)
    plain.write_text(yaml_text(body.get("spec")), encoding="utf-8")
    return plain


def _rules(path: Path) -> Iterable[Rule]:
    # Of what promtool has checked, no part needs to be checked again.
    body: Any = read_yaml(path)
    body = body.get("spec") if _is_object(body) else body
    # To promtool, a file without groups and a group without rules are right.
    for group in (body or {}).get("groups") or ():
        interval = _seconds(group.get("interval", _DEFAULT_INTERVAL))
        if interval < 1:
            raise ReplayError(
                f"{path}: {group['name']} is evaluated more than once a second: expected an "
                "interval of whole seconds"
            )
        for rule in group.get("rules") or ():
            yield _rule(path, rule, interval)


def _rule(path: Path, body: Mapping[str, Any], interval: int) -> Rule:
    labels = {str(name): str(value) for name, value in (body.get("labels") or {}).items()}
    if "record" in body:
        return RecordingRule(
            record=body["record"], expression=str(body["expr"]), labels=labels, interval=interval
        )
    for name, value in labels.items():
        if "{{" in value:
            raise ReplayError(
                f"{path}: {body['alert']}: the label {name} is a template, {value!r}: replay "
                "needs labels that are the same for each series"
            )
    return AlertingRule(
        alert=body["alert"],
        expression=str(body["expr"]),
        labels=labels,
        interval=interval,
        for_=_seconds(body.get("for", 0)),
        keep_firing_for=_seconds(body.get("keep_firing_for", 0)),
    )


def _seconds(duration: str | int) -> int:
    text = str(duration)
    # The parser refuses 0s, which Prometheus takes.
    if not text.strip("0smhdwy"):
        return 0
    return int(promql_parser.parse_duration(text).total_seconds())


def _called(name: str, labels: Mapping[str, str]) -> str:
    shown = ",".join(f'{label}="{value}"' for label, value in sorted(labels.items()))
    return f"{name}{{{shown}}}"
