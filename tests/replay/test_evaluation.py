"""Replaying invented rules on an invented recording, whose every minute is known."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from observability.errors import ReplayError
from observability.prometheus import promtool
from observability.recordings.openmetrics import write
from observability.recordings.series import Sample, Series
from observability.replay.engine import Replay, replay
from observability.replay.rules import read_rules
from tests.programs import OLDEST, tools
from tests.replay.conftest import asking

NOON = 1_768_219_200
"""2026-01-12 12:00 UTC."""
HEAT = Series.of("heat", {"job": "oven"})
UP = Series.of("up", {"job": "oven"})
COOLED = 20
"""The minute of the last sample of `heat`; the oven is watched for an hour."""
RULES = """\
groups:
  - name: minutes
    interval: 1m
    rules:
      - record: oven:heat
        expr: heat * 2
        labels:
          kitchen: main
      - alert: Hot
        expr: oven:heat >= 20
        labels:
          severity: warning
      - alert: HotForLong
        expr: oven:heat >= 20
        for: 5m
        keep_firing_for: 7m
      - alert: TooHotToLast
        expr: oven:heat >= 38
        for: 5m
      - record: oven:alerts:count
        expr: count by (alertstate) (ALERTS)
  - name: fives
    interval: 5m
    rules:
      - record: oven:heat:max5m
        expr: max_over_time(oven:heat[4m59s999ms])
"""


def minute(number: float) -> int:
    """Return a minute after noon in seconds of Unix time."""
    return round(NOON + 60 * number)


def oven() -> list[Sample]:
    """Heat up by 1 each minute until the sensor dies, scraped every minute for an hour."""
    heat = [Sample(HEAT, number, minute(number)) for number in range(COOLED + 1)]
    return heat + [Sample(UP, 1, minute(number)) for number in range(61)]


def replayed(folder: Path, release: str, rules: str = RULES) -> Replay:
    """Replay rules on the oven."""
    write(folder / "oven.om", oven())
    (folder / "oven.rules.yaml").write_text(rules)
    read = read_rules([folder / "oven.rules.yaml"], promtool=tools(release).promtool)
    return replay(folder / "oven.om", read, folder / "cache", tools=tools(release))


@pytest.fixture(name="oven_replay", scope="module")
def _oven_replay(release: str, tmp_path_factory: pytest.TempPathFactory) -> Replay:
    """Replay the rules above, once for each release."""
    return replayed(tmp_path_factory.mktemp("oven"), release)


def times(found: Replay, alert: str) -> list[tuple[float | None, float, float | None]]:
    """Return when an alert was pending, firing and over, in seconds of Unix time."""
    return [
        (firing.pending_at, firing.firing_at, firing.resolved_at)
        for firing in found.firings
        if firing.alert == alert
    ]


def test_alert_fires_as_long_as_its_expression_has_a_result(oven_replay: Replay) -> None:
    """It fires from minute 10 on, and is over one minute after the last sample."""
    assert times(oven_replay, "Hot") == [(minute(10), minute(10), minute(COOLED + 1))]


def test_for_and_keep_firing_for(oven_replay: Replay) -> None:
    """It fires after 5 minutes of being active, and 7 minutes longer than it is."""
    assert times(oven_replay, "HotForLong") == [(minute(10), minute(15), minute(COOLED + 1 + 7))]


def test_what_was_only_pending_is_no_firing(oven_replay: Replay) -> None:
    """An alert that is over before its `for` is, has not fired."""
    assert times(oven_replay, "TooHotToLast") == []


def test_labels_of_an_alert(oven_replay: Replay) -> None:
    """An alert has the labels of its series, then those of its rule, and its name."""
    (hot,) = (firing for firing in oven_replay.firings if firing.alert == "Hot")
    assert hot.labels == {
        "alertname": "Hot",
        "job": "oven",
        "kitchen": "main",
        "severity": "warning",
    }


def test_recorded_series_end_with_what_they_read(release: str, oven_replay: Replay) -> None:
    """A recorded series has no sample after the sensor died, as with a stale marker."""
    with asking(oven_replay.storage, release) as client:
        (series,) = client.query("oven:heat[2h]", at=minute(60)).series
    assert [time for time, _ in series.samples] == [minute(n) for n in range(COOLED + 1)]


def test_groups_keep_their_interval(release: str, oven_replay: Replay) -> None:
    """A five-minute group is evaluated every five minutes, after what it reads."""
    with asking(oven_replay.storage, release) as client:
        (series,) = client.query("oven:heat:max5m[2h]", at=minute(60)).series
    assert series.samples == tuple((minute(n), 2.0 * n) for n in range(0, COOLED + 1, 5))


def unit_test(rules: Path, expectations: Sequence[dict[str, object]]) -> str:
    """Return promtool's unit test of the oven; `stale` is what a scrape without `heat` leaves."""
    return json.dumps(
        {
            "rule_files": [str(rules)],
            "evaluation_interval": "1m",
            "tests": [
                {
                    "interval": "1m",
                    "input_series": [
                        {"series": str(HEAT), "values": f"0+1x{COOLED} stale"},
                        {"series": str(UP), "values": "1x60"},
                    ],
                    "promql_expr_test": list(expectations),
                }
            ],
        }
    )


def test_promtool_sees_the_same_minutes(release: str, oven_replay: Replay, tmp_path: Path) -> None:
    """At every minute of the hour, promtool has the alerts firing that replay has."""
    expectations: list[dict[str, object]] = [
        {
            "expr": f'count(ALERTS{{alertname="{alert}",alertstate="firing"}})',
            "eval_time": f"{number}m",
            "exp_samples": [{"labels": "{}", "value": 1}] if fires else [],
        }
        for alert in ("Hot", "HotForLong", "TooHotToLast")
        for number in range(61)
        for fires in [
            any(
                firing <= minute(number) and (over is None or minute(number) < over)
                for _, firing, over in times(oven_replay, alert)
            )
        ]
    ]
    rules, test = tmp_path / "oven.rules.yaml", tmp_path / "test.yaml"
    rules.write_text(RULES)
    test.write_text(unit_test(rules, expectations))
    verdict = promtool.run_tests(tools(release).promtool, [test])
    assert verdict.passed, verdict.output


def test_promtool_records_the_same_alerts(
    release: str, oven_replay: Replay, tmp_path: Path
) -> None:
    """At every minute, `ALERTS` and what a rule makes of it are those that promtool records."""
    names = ("ALERTS", "oven:alerts:count")
    with asking(oven_replay.storage, release) as client:
        recorded = {name: client.query(f"{name}[2h]", at=minute(60)).series for name in names}
    assert {series.labels["alertstate"] for series in recorded["ALERTS"]} == {"pending", "firing"}
    expectations: list[dict[str, object]] = [
        {
            "expr": name,
            "eval_time": f"{number}m",
            "exp_samples": [
                {"labels": str(Series.of(name, labels)), "value": value}
                for series in recorded[name]
                for labels in [{k: v for k, v in series.labels.items() if k != "__name__"}]
                for time, value in series.samples
                if time == minute(number)
            ],
        }
        for name in names
        for number in range(61)
    ]
    rules, test = tmp_path / "oven.rules.yaml", tmp_path / "test.yaml"
    rules.write_text(RULES)
    test.write_text(unit_test(rules, expectations))
    verdict = promtool.run_tests(tools(release).promtool, [test])
    assert verdict.passed, verdict.output


def test_a_late_scrape_is_no_gap(tmp_path: Path) -> None:
    """Every fourth minute has no scrape: what the one before it showed holds until the next."""
    scraped = [minute(number) for number in range(41) if number % 4 != 3]
    samples = [Sample(series, 1, time) for series in (HEAT, UP) for time in scraped]
    write(tmp_path / "late.om", samples)
    alert = {"alert": "On", "expr": "heat > 0"}
    group = {"name": "late", "interval": "1m", "rules": [alert]}
    (tmp_path / "late.rules.yaml").write_text(json.dumps({"groups": [group]}))
    read = read_rules([tmp_path / "late.rules.yaml"], promtool=tools(OLDEST).promtool)
    found = replay(tmp_path / "late.om", read, tmp_path / "cache", tools=tools(OLDEST))
    assert [(on, firing) for on, firing, _ in times(found, "On")] == [(minute(0), minute(0))]


def test_second_replay_is_the_first(tmp_path: Path) -> None:
    """The same rules and recording give the same result, and nothing is evaluated again."""
    first = replayed(tmp_path, OLDEST)
    made = sorted(path.name for path in (tmp_path / "cache").iterdir())
    assert replayed(tmp_path, OLDEST) == first
    assert sorted(path.name for path in (tmp_path / "cache").iterdir()) == made


def test_other_rules_are_another_replay(tmp_path: Path) -> None:
    """Another threshold is another result."""
    first = replayed(tmp_path, OLDEST)
    other = replayed(tmp_path, OLDEST, RULES.replace(">= 20", ">= 30"))
    assert (times(first, "Hot"), times(other, "Hot")) == (
        [(minute(10), minute(10), minute(21))],
        [(minute(15), minute(15), minute(21))],
    )


def test_rule_that_fails_on_the_recording(release: str, tmp_path: Path) -> None:
    """A rule that Prometheus cannot evaluate is named, with Prometheus's reason."""
    failing = (
        "groups:\n  - name: g\n    rules:\n      - record: doubled\n"
        "        expr: heat * on () group_left () {__name__=~'up|heat'}\n"
    )
    with pytest.raises(ReplayError, match=r"doubled\{\} cannot be evaluated .*many"):
        replayed(tmp_path, release, failing)


def test_an_alert_without_any_of_its_series_is_named_and_left_out(
    release: str, tmp_path: Path
) -> None:
    """What is missing is not zero; one of several series is enough, and `up` tells by itself."""
    rules = """\
groups:
  - name: minutes
    interval: 1m
    rules:
      - alert: Cold
        expr: absent(oven_ice)
      - alert: NoIceThoughUp
        expr: count(up) unless count(oven_ice)
      - alert: HotOrCold
        expr: heat >= 10 or oven_ice
      - alert: Scraped
        expr: up == 1
      - alert: NoCooler
        expr: absent(up{job="cooler"})
      - record: oven:ice
        expr: oven_ice
      - alert: NoIceRecorded
        expr: absent(oven:ice)
      - alert: Always
        expr: vector(1)
"""
    found = replayed(tmp_path, release, rules)
    assert sorted(found.not_judged) == ["Cold", "NoIceRecorded", "NoIceThoughUp"]
    assert {firing.alert for firing in found.firings} == {
        "HotOrCold",
        "Scraped",
        "NoCooler",
        "Always",
    }
