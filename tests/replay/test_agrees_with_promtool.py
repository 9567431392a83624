"""Replay against promtool, which evaluates rules as a running Prometheus does, minute by minute."""

import json
import math
from collections.abc import Iterable, Sequence
from pathlib import Path

from observability.evaluation.firings import Firing
from observability.prometheus import promtool
from observability.recordings.openmetrics import format_value, read, write
from observability.recordings.relabel import relabelled
from observability.recordings.series import Sample, Series, named
from observability.replay.engine import Replay, replay
from observability.replay.rules import read_rules
from tests.programs import ROOT, tools
from tests.project import MONITORED
from tests.replay.conftest import asking, recording

START, END = 1_768_722_000, 1_768_743_600
"""Six hours of the week's 18 January: from 10:00 on two object nodes are dead, every push fails."""
COUNTED = (
    "gitstratum_frontend_git_operations_total",
    "gitstratum_frontend_git_operations_failed_total",
    "gitstratum_object_replications_total",
    "up",
)
RULES = tuple(
    ROOT / "alerts" / "promtool" / f"{slo}.rules.yaml"
    for slo in ("push-availability", "object-replication")
)


def stretch() -> tuple[Sample, ...]:
    """Return the six hours with each sample at its minute, where promtool can have it, too."""
    samples = relabelled(read(recording("week"), where=named(*COUNTED)), MONITORED)
    return tuple(
        Sample(series, value, minute)
        for series, value, timestamp in samples
        if START <= (minute := math.ceil(timestamp / 60) * 60) <= END
    )


def firing(alert: Firing) -> str:
    """Select the series that Prometheus writes while an alert fires."""
    labels = {**alert.labels, "alertstate": "firing"}
    return f"ALERTS{{{','.join(f'{k}={json.dumps(v)}' for k, v in sorted(labels.items()))}}}"


def edges(alert: Firing) -> Iterable[tuple[float, bool]]:
    """Return the minutes beside the edges of an alert, and whether it fires then."""
    yield from ((alert.firing_at - 60, False), (alert.firing_at, True))
    if alert.resolved_at is not None:
        yield from ((alert.resolved_at - 60, True), (alert.resolved_at, False))


def minutes_firing(alerts: Iterable[Firing], *, end: int) -> float:
    """Return at how many evaluations alerts fired."""
    return (
        sum(
            (end + 60 if alert.resolved_at is None else alert.resolved_at) - alert.firing_at
            for alert in alerts
        )
        // 60
    )


def expected(expression: str, at: float, value: float | None) -> dict[str, object]:
    """Return the expectation that an expression without labels has that value, or none."""
    samples = [] if value is None else [{"labels": "{}", "value": value}]
    return {"expr": expression, "eval_time": f"{at - START:g}s", "exp_samples": samples}


def input_series(samples: Iterable[Sample]) -> list[dict[str, str]]:
    """Return the samples as promtool's input series: a value for each minute, `_` if missing."""
    minutes: dict[Series, dict[float, str]] = {}
    for series, value, minute in samples:
        minutes.setdefault(series, {})[minute] = format_value(value)
    every = range(START, END + 60, 60)
    return [
        {"series": str(series), "values": " ".join(values.get(time, "_") for time in every)}
        for series, values in minutes.items()
    ]


def unit_test(
    samples: Sequence[Sample], rules: Sequence[Path], expectations: Sequence[dict[str, object]]
) -> str:
    """Return a unit test of rules on samples, as promtool reads it."""
    return json.dumps(
        {
            "rule_files": [str(path) for path in rules],
            "evaluation_interval": "1m",
            "tests": [
                {
                    "interval": "1m",
                    "input_series": input_series(samples),
                    "promql_expr_test": list(expectations),
                }
            ],
        }
    )


def alert_expectations(alerts: Sequence[Firing]) -> list[dict[str, object]]:
    """Return what promtool must find if the alerts are right: each edge, and no minute more."""
    beside = [
        expected(f"count({firing(alert)})", at, 1 if fires else None)
        for alert in alerts
        for at, fires in edges(alert)
    ]
    whole = f"sum(count_over_time(ALERTS{{alertstate='firing'}}[{END - START + 60}s]))"
    return [*beside, expected(whole, END, minutes_firing(alerts, end=END))]


def ledger_expectations(replayed: Replay, release: str) -> list[dict[str, object]]:
    """Return what promtool must find if the replayed ledger is right."""
    found = []
    with asking(replayed.storage, release) as client:
        for slo in ("push-availability", "object-replication"):
            for row in ("valid", "bad"):
                selector = f'slo:{row}:increase1m{{slo="{slo}"}}'
                expression = f"sum(sum_over_time({selector}[{END - START + 60}s]))"
                (series,) = client.query(expression, at=END).series
                found.append(expected(expression, END, series.samples[0][1]))
    return found


def test_the_same_minutes_of_a_recording(release: str, tmp_path: Path) -> None:
    """On six hours around an outage, ledger and pages are those of promtool, to the minute."""
    samples = stretch()
    write(tmp_path / "stretch.om", samples)
    rules = read_rules(RULES, promtool=tools(release).promtool)
    replayed = replay(tmp_path / "stretch.om", rules, tmp_path / "cache", tools=tools(release))
    assert len(replayed.firings) >= 4, "the outage pages for pushes and for copies"
    test = tmp_path / "test.yaml"
    expectations = alert_expectations(replayed.firings) + ledger_expectations(replayed, release)
    test.write_text(unit_test(samples, RULES, expectations))
    verdict = promtool.run_tests(tools(release).promtool, [test])
    assert verdict.passed, verdict.output
