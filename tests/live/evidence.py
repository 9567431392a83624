"""What a Prometheus holds after the run, and which of the program's answers it stored.

All times are seconds after the run's start.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from observability.prometheus.answers import ResultSeries
from observability.prometheus.client import PrometheusClient, local_http
from tests.live.exposition import SCRAPE_NUMBER
from tests.live.oracle import Sample, Scrape

RANGE = "20m"
"""Longer than a run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A line of the program's log: what a process had counted when it was asked.

    Attributes:
        time: when the program was asked.
        stored: the timestamp that Prometheus gave it; None if it was not stored.
        instance: the target, as Prometheus labels it; "" if the answer was not stored.
        pod: the pod's name.
        life: the number of the process.
        requests: how many requests it had counted.
        failed: how many of them had failed.
        slow: whether requests were slow, whatever the answer showed.
        samples: each sample's name, own labels and value.

    """

    time: float
    stored: float | None
    instance: str
    pod: str
    life: int
    requests: int
    failed: int
    slow: bool
    samples: tuple[tuple[str, tuple[tuple[str, str], ...], float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Up:
    """A series of `up`."""

    job: str
    instance: str
    samples: tuple[Sample, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Firing:
    """An alert that fired.

    Attributes:
        name: the alert's name, with its severity and tier.
        slo: its SLO, or "".
        component: its component, or "".
        since: when it fired first, and each time that it fired anew.
        until: when it fired last.

    """

    name: str
    slo: str
    component: str
    since: tuple[float, ...]
    until: float


Rows = Mapping[str, Mapping[float, float]]
"""Of each recorded name: the value of each evaluation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What one Prometheus holds.

    Attributes:
        answers: what it was answered, in the order of time.
        scrapes: the answers that it stored, as the oracle reads them.
        ups: all series of `up`.
        rows: what its rules recorded, of each SLO.
        firings: the alerts that fired.
        missed: how many evaluations each rule group has skipped, as Prometheus counts them.

    """

    answers: tuple[Answer, ...]
    scrapes: tuple[Scrape, ...]
    ups: tuple[Up, ...]
    rows: Mapping[str, Rows]
    firings: tuple[Firing, ...]
    missed: Mapping[str, tuple[Sample, ...]]


def read_log(file: Path) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """Return the entries of the program's log, by generation and world."""
    entries: dict[tuple[str, str], list[dict[str, Any]]] = {}
    with file.open() as lines:
        # The program was killed, perhaps in the middle of a line.
        for line in (line for line in lines if line.endswith("\n")):
            entry = json.loads(line)
            entries.setdefault((entry["generation"], entry["world"]), []).append(entry)
    return entries


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """The series that a Prometheus holds: as it answers, in Unix time."""

    url: str
    numbers: tuple[ResultSeries, ...]
    ups: tuple[ResultSeries, ...]
    rows: tuple[ResultSeries, ...]
    alerts: tuple[ResultSeries, ...]
    missed: tuple[ResultSeries, ...]


def held(url: str) -> Holding:
    """Ask a Prometheus for all that it holds."""
    with PrometheusClient(url, http=local_http) as client:

        def asked(selector: str) -> tuple[ResultSeries, ...]:
            return client.query(f"{selector}[{RANGE}]").series

        return Holding(
            url=url,
            numbers=asked(SCRAPE_NUMBER),
            ups=asked('up{job=~"gitstratum-.*"}'),
            rows=asked('{__name__=~"slo:.*"}'),
            alerts=asked('ALERTS{alertstate="firing"}'),
            missed=asked("prometheus_rule_group_iterations_missed_total"),
        )


def gathered(holding: Holding, entries: Sequence[Mapping[str, Any]], start: float) -> Evidence:
    """Lay what a Prometheus holds beside the program's log of its scrapes.

    Raises:
        AssertionError: it holds an answer that the program never gave, so the harness is wrong.

    """
    stored = {
        int(number): (time - start, series.labels["instance"])
        for series in holding.numbers
        for time, number in series.samples
    }
    answers = tuple(_answer(entry, stored) for entry in entries)
    unknown = stored.keys() - {entry["answer"] for entry in entries}
    assert not unknown, f"{holding.url} holds answers {sorted(unknown)[:5]}, which nobody gave"
    return Evidence(
        answers=answers,
        scrapes=tuple(
            sorted(
                (
                    Scrape(time=a.stored, instance=a.instance, samples=a.samples)
                    for a in answers
                    if a.stored is not None
                ),
                key=lambda scrape: scrape.time,
            )
        ),
        ups=tuple(
            Up(
                job=series.labels["job"],
                instance=series.labels["instance"],
                samples=_since(start, series),
            )
            for series in holding.ups
        ),
        rows=_rows(holding.rows, start),
        firings=tuple(_firing(series, start) for series in holding.alerts),
        missed={
            series.labels["rule_group"].rpartition(";")[2]: _since(start, series)
            for series in holding.missed
        },
    )


def _answer(entry: Mapping[str, Any], stored: Mapping[int, tuple[float, str]]) -> Answer:
    time, instance = stored.get(entry["answer"], (None, ""))
    return Answer(
        time=entry["time"],
        stored=time,
        instance=instance,
        pod=entry["pod"],
        life=entry["life"],
        requests=entry["requests"],
        failed=entry["failed"],
        slow=entry["slow"],
        samples=tuple(
            (name, tuple((label, text) for label, text in labels), value)
            for name, labels, value in entry["samples"]
        ),
    )


def _since(start: float, series: ResultSeries) -> tuple[Sample, ...]:
    # Prometheus counts in milliseconds.
    return tuple((round(time - start, 3), value) for time, value in series.samples)


def _rows(
    recorded: Iterable[ResultSeries], start: float
) -> dict[str, dict[str, dict[float, float]]]:
    """Return rows by SLO and name; if labels change, the old and the new series are one."""
    rows: dict[str, dict[str, dict[float, float]]] = {}
    for series in recorded:
        of_slo = rows.setdefault(series.labels.get("slo", ""), {})
        of_name = of_slo.setdefault(series.labels["__name__"], {})
        for time, value in _since(start, series):
            of_name[time] = of_name.get(time, 0.0) + value
    return rows


def _firing(series: ResultSeries, start: float) -> Firing:
    labels = series.labels
    words = (labels["alertname"], labels.get("severity", ""), labels.get("burn_tier", ""))
    times = [time for time, _ in _since(start, series)]
    # Both groups are evaluated more often than each ten minutes.
    anew = [b for a, b in zip([float("-inf"), *times], times, strict=False) if b - a > 600]
    return Firing(
        name=" ".join(filter(None, words)),
        slo=labels.get("slo", ""),
        component=labels.get("component", ""),
        since=tuple(anew),
        until=times[-1],
    )
