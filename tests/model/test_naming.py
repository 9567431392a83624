"""Every name of a system's follows from its `System`, and from nothing else."""

from dataclasses import replace

from observability.model import naming
from tests.shop import FRONTEND, ORDERS_ACCEPTED, PROD, SYSTEM


def test_alerts_begin_with_the_title_in_one_word() -> None:
    """A title of two words makes no name with a space."""
    assert naming.alert(SYSTEM, naming.TARGET_DOWN) == "ShopTargetDown"
    corner = replace(SYSTEM, title="Corner shop")
    assert naming.alert(corner, naming.TARGET_DOWN) == "CornerShopTargetDown"


def test_an_alert_is_named_after_its_slo_or_its_family() -> None:
    """Page and ticket share the name, so that one inhibits the other."""
    assert naming.burn_alert(SYSTEM, ORDERS_ACCEPTED) == "ShopOrdersAccepted"
    one_of_many = replace(ORDERS_ACCEPTED, alert_family="scrape-coverage")
    assert naming.burn_alert(SYSTEM, one_of_many) == "ShopScrapeCoverage"


def test_groups_jobs_and_dashboards_begin_with_the_name() -> None:
    """So that two systems in one Prometheus, Grafana or namespace do not mix."""
    assert naming.group(SYSTEM, "prod", "orders", "period") == "shop:prod:orders:period"
    assert naming.any_group(SYSTEM, "prod") == ".*;shop:prod:.*"
    assert naming.job(SYSTEM, FRONTEND) == "shop-frontend"
    assert naming.overview(SYSTEM) == "shop-overview"
    assert naming.slo_detail(SYSTEM) == "shop-slo"
    assert naming.component_page(SYSTEM, "${component}") == "shop-${component}"
    assert naming.page_title(SYSTEM, "SLO") == "Shop / SLO"


def test_objects_say_whose_they_are_and_of_which_environment() -> None:
    """By these labels `apply` finds what is obsolete: ours of this environment, and no others."""
    monitoring = replace(PROD.monitoring, selector_labels={"release": "stack"})
    assert naming.object_labels(replace(PROD, monitoring=monitoring)) == {
        "app.kubernetes.io/managed-by": "shop-observability",
        "app.kubernetes.io/part-of": "shop",
        "observability.shop.example.org/environment": "prod",
        "release": "stack",
    }


def test_an_environment_may_say_its_own_folder_and_secret() -> None:
    """Else they are named after the system."""
    assert naming.dashboards_folder(PROD) == "Shop"
    assert naming.receivers_secret(PROD) == "shop-receivers"
    own = replace(PROD, dashboards_folder="Team", receivers_secret="pager")  # noqa: S106 (a name)
    assert (naming.dashboards_folder(own), naming.receivers_secret(own)) == ("Team", "pager")
