"""The benchmarks' arithmetic, encoding and tables, without a server or Sloth."""

import math
import subprocess
import sys
from itertools import islice

import pytest

from benchmarks import attained, dashboards, generation, samples, sloth
from benchmarks.generate_dashboards import endless
from benchmarks.generation import OURS, PLAIN, SERVICE_LEVEL, Took
from benchmarks.invented import PROD, catalogue
from benchmarks.remote_write import encoded_labels, encoded_samples, snappy, varint
from benchmarks.table import table
from observability.alerts.groups import ledger_group, period_group
from observability.alerts.rules import group_body
from observability.catalogue.gitstratum import GITSTRATUM
from observability.expressions.promise import promises
from observability.expressions.scope import scope

ONE = catalogue(1)
WHERE = scope(PROD, ONE.targets[0])


def costed(expression: str, *, touched: int, interval: int = 60) -> samples.Cost:
    """Return the cost of an invented rule."""
    rule = samples.Rule(
        group="g",
        name="x",
        labels={},
        expression=expression,
        interval=interval,
        is_alert=False,
    )
    return samples.Cost(rule=rule, samples=touched)


@pytest.mark.parametrize(
    ("number", "encoded"), [(0, b"\x00"), (127, b"\x7f"), (128, b"\x80\x01"), (300, b"\xac\x02")]
)
def test_a_varint_has_seven_bits_a_byte(number: int, encoded: bytes) -> None:
    """300 is `ac 02`, the example of protobuf's own documentation."""
    assert varint(number) == encoded


def test_labels_are_sent_sorted() -> None:
    """Prometheus refuses labels that are not sorted by name."""
    assert (
        encoded_labels({"b": "2", "a": "1"})
        == b"\x0a\x06\x0a\x01a\x12\x011\x0a\x06\x0a\x01b\x12\x012"
    )


def test_a_sample_is_a_double_and_milliseconds() -> None:
    """A sample of 1 at one second is field 1 as a double and field 2 as 1,000 ms."""
    assert encoded_samples([(1, 1.0)]) == (
        b"\x12\x0c" + b"\x09\x00\x00\x00\x00\x00\x00\xf0\x3f" + b"\x10\xe8\x07"
    )


def test_a_snappy_block_may_be_one_literal() -> None:
    """Its length, the tag of a literal with a length of four bytes, that length less one."""
    assert snappy(b"abc") == b"\x03" + b"\xfc" + b"\x02\x00\x00\x00" + b"abc"


def test_samples_of_a_kind_follow_each_other_over_the_hours() -> None:
    """Two hours sent apart are the two hours sent at once: no sample is lost or doubled."""
    kind = samples.Kind(labels=(), history=7_200, step=60, growth=7, is_counter=True)
    start, middle, end = samples.END - 7_200, samples.END - 3_600, samples.END
    assert kind.samples(start, middle) + kind.samples(middle, end) == kind.samples(start, end)


def test_a_slower_group_costs_less_a_minute() -> None:
    """600 samples every five minutes are 120 a minute."""
    assert samples.total([costed("a", touched=600, interval=300), costed("b", touched=1)]) == 121


def test_a_group_without_an_interval_has_prometheuss_own() -> None:
    """Sloth's groups name no interval: they are evaluated every minute."""
    group = {"name": "g", "rules": [{"record": "x", "expr": "1", "labels": {}}]}
    assert [rule.interval for rule in samples.rules([group])] == [60]


def test_all_rules_of_an_slo_are_costed() -> None:
    """Both groups of our SLO are read as Prometheus would, alerts among them."""
    [promise] = promises(ONE, PROD)
    groups = [ledger_group(promise), period_group(promise)]
    found = samples.rules(map(group_body, groups))
    assert len(found) == sum(len(group.rules) for group in groups)
    assert {rule.interval for rule in found} == {60, 300}


def test_a_ratio_short_of_its_goal_is_said_to_be() -> None:
    """One size reaches 1 : 200, the other does not."""
    found = [
        samples.Measured(
            series=1, ours=(costed("a", touched=1),), sloths=(costed("b", touched=touched),)
        )
        for touched in (200, 199)
    ]
    assert samples.report(found).splitlines()[-1] == "| at most 1 : 200 | yes | NO |"


def test_sloth_is_asked_for_the_same_series() -> None:
    """Its queries select by the same namespace, job and operation as our rows."""
    slos = sloth.plain(ONE.slos, WHERE)["slos"]
    assert isinstance(slos, list)
    assert slos[0]["sli"]["events"]["total_query"] == (
        'sum(rate(shop_requests_total{job="shop-frontend",namespace="shop",'
        'operation="order-0000"}[{{.window}}]))'
    )


def test_the_median_of_runs_is_reported() -> None:
    """One slow run among three changes nothing."""
    runs = [Took(wall=wall, cpu=wall) for wall in (1.0, 9.0, 2.0)]
    assert generation.middle(runs) == Took(wall=2.0, cpu=2.0)


def test_a_time_over_its_goal_is_said_to_be() -> None:
    """At 30 SLOs, 4 s are more than three times 1 s."""
    took = {
        OURS: Took(wall=4, cpu=1),
        PLAIN: Took(wall=1, cpu=1),
        SERVICE_LEVEL: Took(wall=2, cpu=1),
    }
    found = generation.Measured(slos=30, took=took, written=dict.fromkeys(took, 1_000))
    assert "| 4.00 | 2.00 | 3: NO |" in generation.report([found])


def dashboards_measured(*, fifty: float) -> dashboards.Measured:
    """Return invented times: 0.3 s to start, 0.1 s for 7 dashboards, and so much for 50."""
    cpu = {
        dashboards.COMMAND: 2.5,
        dashboards.SEVEN: 0.4,
        dashboards.FIFTY: 0.3 + fifty,
        dashboards.START: 0.3,
    }
    return dashboards.Measured(
        took={name: Took(wall=seconds, cpu=seconds) for name, seconds in cpu.items()},
        written=dict.fromkeys(cpu, 1_000),
    )


def test_growth_is_told_without_the_start() -> None:
    """50 dashboards in 50 sevenths of the time of 7 are linear, whatever the start takes."""
    assert dashboards_measured(fifty=5 / 7).growth == pytest.approx(1)
    assert dashboards_measured(fifty=5 / 7).ratio == pytest.approx(2.536, abs=0.001)


def test_dashboards_that_take_too_long_are_said_to() -> None:
    """2.5 s are more than 2 s, and twice the time a dashboard is more than linear."""
    text = dashboards.report(dashboards_measured(fifty=10 / 7))
    assert "2.50 s; at most 2 s: NO." in text
    assert "2.00; at most 1.25: NO." in text


def test_any_number_of_dashboards_have_uids_of_their_own() -> None:
    """Fifty files, none written over another."""
    assert len({page.uid for page in islice(endless(), dashboards.MANY)}) == dashboards.MANY


def test_a_bad_row_is_asked_for_without_recorded_rows() -> None:
    """A recording holds no ledger, so the valid row stands in the bad one as an expression."""
    slo = GITSTRATUM.slo("push-availability")
    where = scope(GITSTRATUM.environment("prod"), GITSTRATUM.target(slo.component))
    valid, bad = attained.expressions(slo.sli, where)  # type: ignore[arg-type]
    assert valid in bad
    assert "slo:" not in bad


def test_one_minute_without_traffic_makes_sloths_period_nan() -> None:
    """0 / 0 is recorded as NaN, and a sum with a NaN is NaN; the kind mean leaves it out."""
    events = attained.Attained(valid=4, bad=1)
    found = attained.Compared(
        recording="r", slo="s", truth=events, ours=events, sloths=(0.5, math.nan), minutes=3
    )
    assert math.isnan(found.sloths_error_ratio)
    assert found.sloths_kindly == 0.5
    assert attained.report([found]).splitlines()[-1] == (
        "| r, s | 4 | 4 | 1 | 1 | 75.0000 | 75.0000 | nan | 50.0000 | +0.00 | +nan | +100.00 "
        "| 1 of 3 |"
    )


def test_a_table_has_a_row_a_line() -> None:
    """Words stand left, numbers right."""
    assert table(["a", "b"], [["x", "1"]]) == "| a | b |\n| --- | ---: |\n| x | 1 |"


def test_an_unknown_benchmark_is_named_with_the_known_ones() -> None:
    """`python -m benchmarks speed` says which there are, and exits 2."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "speed"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "speed; there are: samples, generation, attained, dashboards" in done.stderr
