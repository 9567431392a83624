"""The kinds of SLI that GitStratum has no use for today are proven on an invented shop."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from observability import (
    BurnRatePolicy,
    LatencySLI,
    MetricType,
    RatioSLI,
    RawSLI,
    closed,
    days,
    percent,
    promql,
    seconds,
)
from observability.alerts.plain import plain_rules
from observability.catalogue.burn_rates import FEW_EVENTS, STANDARD
from observability.expressions.counting import counting
from observability.expressions.names import VALID_MINUTE
from observability.expressions.printing import render
from observability.expressions.promql import Series
from observability.expressions.scope import scope
from observability.files import write
from observability.model.sli import SLI
from observability.prometheus.promtool import Promtool, check_rules
from observability.proofs.files import proofs
from tests.hostile import HOSTILE
from tests.programs import promtool
from tests.proving import proven
from tests.shop import LAG, PROD, SHOP, metric, with_slo

REQUESTS = metric(
    "shop_requests_total",
    MetricType.COUNTER,
    labels=(closed("outcome", "ok", "failed", "refused"),),
)

KINDS: dict[str, SLI] = {
    "latency on buckets": LatencySLI(requests=LAG.all, faster_than=seconds(1)),
    "excluded events": RatioSLI(
        valid=REQUESTS.all,
        bad=REQUESTS.where(outcome="failed"),
        excluded=REQUESTS.where(outcome="refused"),
    ),
    "valid and good of one metric": RatioSLI(valid=REQUESTS.all, good=REQUESTS.where(outcome="ok")),
    "good and bad of one metric": RatioSLI(
        good=REQUESTS.where(outcome="ok"), bad=REQUESTS.where(outcome="failed")
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_passes_its_own_proofs(kind: str, tool: Promtool, tmp_path: Path) -> None:
    """What a kind of SLI counts is what its definition says, on both Prometheus releases."""
    catalogue = replace(with_slo(sli=KINDS[kind]), metrics=(*SHOP.metrics, REQUESTS))
    write(plain_rules(catalogue, PROD) + proofs(catalogue, PROD), tmp_path, ["alerts"])
    tests = sorted((tmp_path / "alerts/promtool").glob("orders-accepted*.test.yaml"))
    assert len(tests) == 4
    verdict = proven(tool, tests)
    assert verdict.passed, verdict.output


@pytest.mark.parametrize(
    ("objective", "window", "policy"),
    [
        # An outage at steady traffic never spends the share of its tiers.
        (percent(90), days(90), FEW_EVENTS),
        (percent(95), days(7), FEW_EVENTS),
        # The products of factor and budget are rounded; no whole event is near the threshold.
        (percent(99.97), days(30), STANDARD),
        # More rows than promtool reads at once.
        (percent(99.999), days(90), STANDARD),
    ],
)
def test_any_objective_and_window_are_proven(
    objective: Decimal, window: timedelta, policy: BurnRatePolicy, tmp_path: Path
) -> None:
    """Whatever a definition promises, for how long and by which policy, its proofs hold."""
    catalogue = with_slo(objective=objective, window=window, policy=policy)
    write(plain_rules(catalogue, PROD) + proofs(catalogue, PROD), tmp_path, ["alerts"])
    tests = sorted((tmp_path / "alerts/promtool").glob("orders-accepted*.test.yaml"))
    verdict = proven(promtool(), tests)
    assert verdict.passed, verdict.output


def test_a_bucket_is_found_as_prometheus_3_stores_it() -> None:
    """An edge exposed as 1 is matched as 1 and as 1.0."""
    sli = KINDS["latency on buckets"]
    bad = counting(sli, scope(PROD, SHOP.targets[0]), Series(VALID_MINUTE)).bad
    assert r'le=~"1(\\.0)?"' in render(bad)


def test_raw_promql_is_scoped_and_sound(tmp_path: Path) -> None:
    """A raw SLI's expressions become its rows, scoped and bounded, and pass promtool's lint."""
    raw = RawSLI(
        valid=promql("sum(increase(shop_orders_total[1m]))", reason="a trial"),
        bad=promql("sum(increase(shop_failed_orders_total[1m]))", reason="a trial"),
        metrics=SHOP.metrics[:2],
    )
    write(plain_rules(with_slo(sli=raw), PROD), tmp_path, ["alerts"])
    rules = tmp_path / "alerts/promtool/orders-accepted.rules.yaml"
    assert 'shop_orders_total{job="shop-frontend",namespace="shop"}[1m]' in rules.read_text()
    verdict = check_rules(promtool(), [rules])
    assert verdict.passed, verdict.output


@pytest.mark.parametrize("text", HOSTILE)
def test_a_description_is_printed_as_it_is(text: str, tmp_path: Path) -> None:
    """Braces in a description are text, not a template: promtool takes the rules."""
    write(plain_rules(with_slo(description=text), PROD), tmp_path, ["alerts"])
    rules = tmp_path / "alerts/promtool/orders-accepted.rules.yaml"
    verdict = check_rules(promtool(), [rules])
    assert verdict.passed, verdict.output
