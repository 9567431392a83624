"""`observability explain`."""

import json
from dataclasses import replace
from typing import Any, cast

import pytest

from observability.catalogue.gitstratum import GITSTRATUM
from observability.commands.explain import alert_as_data, as_data, show, show_alert
from observability.errors import DefinitionError
from observability.explanations.alerts import AlertExplanation, explained
from observability.explanations.explanation import explanation
from observability.formats import read_yaml
from observability.model.environment import Environment
from tests import programs
from tests.hostile import HOSTILE
from tests.shop import ORDERS_ACCEPTED, PROD, SHOP


@pytest.mark.parametrize(
    "name", ["orders-accepted", "ShopOrdersAccepted", "shop_failed_orders_total"]
)
def test_an_slo_is_found_by_its_name_its_alert_or_its_metric(name: str) -> None:
    """Whatever somebody has in front of them."""
    assert explained(SHOP, PROD, name) == ORDERS_ACCEPTED


def test_an_unknown_name_says_which_exist() -> None:
    """And which of them may be meant."""
    with pytest.raises(DefinitionError) as error:
        explained(SHOP, PROD, "order-accepted")
    assert "did you mean orders-accepted?" in str(error.value)
    assert "the SLOs are: orders-accepted" in str(error.value)


def test_a_metric_of_several_slos_says_which() -> None:
    """A metric may be read by more than one."""
    two = replace(SHOP, slos=(ORDERS_ACCEPTED, replace(ORDERS_ACCEPTED, name="orders-kept")))
    with pytest.raises(DefinitionError, match="name one of: orders-accepted, orders-kept"):
        explained(two, PROD, "shop_orders_total")


@pytest.mark.parametrize("environment", GITSTRATUM.environments, ids=lambda each: each.name)
def test_every_alert_that_is_emitted_is_explained(environment: Environment) -> None:
    """Whoever is called by one of them asks what it is by its name, and reads its runbook."""
    emitted: dict[str, set[str]] = {}
    rules = (
        rule
        for path in (programs.ROOT / "alerts" / environment.name).rglob("*.yaml")
        for body in [cast("dict[str, Any]", read_yaml(path))]
        for group in body.get("spec", {}).get("groups", ())
        for rule in group["rules"]
        if "alert" in rule
    )
    for rule in rules:
        emitted.setdefault(rule["alert"], set()).add(rule["annotations"]["summary"])
    assert len(emitted) > 15
    others = set()
    for alert, summaries in emitted.items():
        subject = explained(GITSTRATUM, environment, alert)
        if isinstance(subject, AlertExplanation):
            others.add(alert.removeprefix("GitStratum"))
            assert subject.environment == environment.name
            assert [s for s in summaries if s not in subject.summary] == []
            assert (programs.ROOT / subject.runbook).is_file()
            assert subject.rules
    assert others == {
        *("TargetDown", "ScrapeLimitNear", "SLODataMissing", "SLOIdle", "RulesFailing"),
        *("RulesLate", "RulesDoubled", "ScrapeCoverage", "SLOContradicted", "Outage"),
        "TrafficStopped",
        *("FrontendsGone", "QuorumLost", "QuorumAtRisk", "MetadataNodeGone", "PortClosed"),
        *("ObjectQuorumLost", "ObjectNodeGone", "VolumeFull", "VolumeFilling"),
    }


def test_a_cause_is_explained_by_its_name_or_its_alert() -> None:
    """With what whoever is told does first, and why it is told."""
    by_name = explained(GITSTRATUM, GITSTRATUM.primary, "quorum-lost")
    assert by_name == explained(GITSTRATUM, GITSTRATUM.primary, "GitStratumQuorumLost")
    assert isinstance(by_name, AlertExplanation)
    [cause] = alert_as_data(by_name)["causes"]
    assert cause["condition"] == "present pods of control-plane below majority"
    assert cause["action"].startswith("Bring back any one coordinator")
    assert (cause["owner"], cause["waits_for"]) == ("git-platform", [])


def test_an_alert_that_several_slos_share_is_explained() -> None:
    """With a rule for each SLO and tier; no SLO need be named."""
    subject = explained(GITSTRATUM, GITSTRATUM.primary, "GitStratumScrapeCoverage")
    assert isinstance(subject, AlertExplanation)
    assert {rule.name for rule in subject.rules} == {
        f"{component}-scrape-coverage ({tier})"
        for component in ("frontend", "control-plane", "metadata", "object", "operator")
        for tier in ("slow", "creeping")
    }


def test_an_alert_on_targets_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    """What it says, for how long it must hold, whom it is about, and its PromQL."""
    subject = explained(SHOP, PROD, "ShopTargetDown")
    assert isinstance(subject, AlertExplanation)
    show_alert(subject)
    shown = " ".join(capsys.readouterr().out.split())
    assert "says Fewer targets of a component are scraped than are declared." in shown
    assert "fires when its expression has been true for 10m" in shown
    assert "about frontend" in shown
    assert "sum(up{" in shown
    data = alert_as_data(subject)
    assert data["pending_for"] == "10m"
    assert json.loads(json.dumps(data)) == data


def test_a_misspelt_alert_is_named_as_it_is() -> None:
    """Of alerts, too, it is said which may be meant."""
    with pytest.raises(DefinitionError, match="did you mean ShopTargetDown"):
        explained(SHOP, PROD, "ShopTargetsDown")


def test_json_has_the_figures_as_data() -> None:
    """Exact figures are text; `null` is never."""
    data = as_data(explanation(SHOP, ORDERS_ACCEPTED, PROD))
    assert data["budget"] == {
        "ratio": "0.001",
        "outage_minutes": "40.32",
        "bad_events_per_million": "1000",
    }
    [fast] = data["policy"]["tiers"]
    assert fast["fires_after_seconds"] == {"1": 49, "0.1": 484, "0.01": None}
    # The shop's floor is one event, and its one tier pages within an hour.
    assert data["policy"]["traffic"] == [
        {
            "severity": "critical",
            "bad_events": 1,
            "within": "1h",
            "least_valid_events_per_day": 24.0,
            "total_outage_after_seconds": {"1": 3600, "3": 1200, "20": 180, "60": 60},
        }
    ]
    assert json.loads(json.dumps(data)) == data


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_a_definition_says_is_shown_as_text(
    text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is markup, a template or a command to the terminal, and nothing is lost."""
    slo = replace(ORDERS_ACCEPTED, rationale=text, owner=text, description=text)
    explained = explanation(SHOP, slo, PROD)
    show(explained)
    shown = capsys.readouterr().out
    assert "\x1b]" not in shown
    letters = "".join(shown.split())
    assert "".join(text.encode("unicode_escape").decode().split()) in letters or (
        "".join(text.split()) in letters
    )
    assert as_data(explained)["rationale"] == text


@pytest.mark.parametrize(
    ("changes", "status"),
    [({}, "live"), ({"never_idle": True}, "live"), ({"retired": "2026-02-01"}, "retired")],
)
def test_what_is_said_of_an_slo_beside_its_objective_is_shown(
    changes: dict[str, Any], status: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """That its traffic never stops, and that nobody promises it any more."""
    explained = explanation(SHOP, replace(ORDERS_ACCEPTED, **changes), PROD)
    show(explained)
    shown = " ".join(capsys.readouterr().out.split())
    never = "idle never: 10m without a valid event page"
    assert (never in shown) is ("never_idle" in changes)
    assert f"status {status} {changes.get('retired', '')}".strip() in shown
    data = as_data(explained)
    assert data["never_idle"] is ("never_idle" in changes)
    assert (data["status"], data["retired"]) == (status, changes.get("retired", ""))
