"""What is emitted of causes."""

from dataclasses import replace

from observability import MetricType, Status, Value, above
from observability.alerts.causes import cause_group
from observability.alerts.prometheusrule import prometheus_rules
from observability.alerts.rules import AlertingRule, RecordingRule
from observability.model.catalogue import Catalogue
from observability.proofs.files import proofs
from tests.causes import with_cause
from tests.shop import FRONTEND, PROD, SHOP, metric

WISHED = metric(
    "shop_wished_length", MetricType.GAUGE, status=Status.PLANNED, awaits="count wishes"
)


def alert(catalogue: Catalogue, *, live: bool = True) -> AlertingRule:
    """Return the one alert of the shop's causes."""
    group = cause_group(FRONTEND, catalogue, catalogue.primary, live=live)
    assert group is not None
    [rule] = [rule for rule in group.rules if isinstance(rule, AlertingRule)]
    return rule


def test_an_alert_says_who_is_hurt_how_bad_it_is_and_what_to_do() -> None:
    """In this order: half asleep, one reads no further than one must."""
    rule = alert(with_cause())
    assert rule.alert == "ShopShopGone"
    assert rule.annotations["description"] == (
        "Nobody can buy. In prod, {{ $value }} pods of frontend serve, too long: for 2m or more. "
        "First: Describe a pod."
    )
    assert rule.labels == {
        "cause": "shop-gone",
        "component": "frontend",
        "environment": "prod",
        "namespace": "shop",
        "owner": "shop",
        "severity": "critical",
    }


def test_an_environment_that_never_pages_has_tickets() -> None:
    """As of SLOs."""
    quiet = replace(PROD, pages=False)
    catalogue = replace(with_cause(), environments=(quiet,), primary=quiet)
    assert alert(catalogue).labels["severity"] == "warning"


def test_a_cause_that_waits_is_applied_by_nobody_unless_asked() -> None:
    """Its rules are in the folder of those that wait, with the label that routes lock."""
    metrics = (*SHOP.metrics, WISHED)
    catalogue = replace(replace(with_cause(), causes=()), metrics=metrics)
    waiting = replace(with_cause().causes[0], when=above(Value(gauge=WISHED.all), 3))
    catalogue = replace(catalogue, causes=(waiting,))
    assert cause_group(FRONTEND, catalogue, PROD, live=True) is None
    assert alert(catalogue, live=False).labels["status"] == "waiting"
    paths = {artefact.path for artefact in prometheus_rules(catalogue, PROD)}
    assert "alerts/prod/waiting/frontend-causes.yaml" in paths
    assert "alerts/prod/frontend-causes.yaml" not in paths


def test_pods_are_counted_only_where_a_cause_asks() -> None:
    """A limit of one pod needs no row of how many there should be."""
    group = cause_group(FRONTEND, with_cause(), PROD, live=True)
    assert group is not None
    recorded = [rule.record for rule in group.rules if isinstance(rule, RecordingRule)]
    assert recorded == ["component:pods_present:count"]


def test_a_catalogue_without_causes_emits_nothing_of_them() -> None:
    """They are optional."""
    emitted = (*prometheus_rules(SHOP, PROD), *proofs(SHOP, PROD))
    assert [artefact.path for artefact in emitted if "causes" in artefact.path] == []
