"""What an overlay applies, as `kubectl kustomize` builds it."""

from collections import Counter
from typing import Any

import pytest
import yaml

from observability.catalogue.gitstratum import GITSTRATUM
from tests.cluster.emitted import ENVIRONMENTS, emitted
from tests.cluster.gitstratum import Object
from tests.cluster.kustomize import kustomized
from tests.cluster.objections import CONFIG_MAP_LIMIT, objections

pytestmark = pytest.mark.kubectl


def _id(body: Object) -> tuple[str, str, str]:
    metadata: Any = body["metadata"]
    return str(body["kind"]), metadata["namespace"], metadata["name"]


def _waits(body: Object) -> bool:
    return str(_id(body)[2]).endswith("-waiting")


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_an_overlay_holds_what_is_live_and_no_more(environment: str) -> None:
    """Every generated object but the waiting ones is in the overlay, once."""
    built = Counter(_id(body) for body in kustomized(environment) if body["kind"] != "ConfigMap")
    assert built == Counter(_id(body) for body in emitted(environment) if not _waits(body))


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_the_waiting_overlay_adds_what_waits(environment: str) -> None:
    """The second overlay is the first and the waiting rules."""
    added = Counter(map(_id, kustomized(f"{environment}-waiting")))
    added.subtract(map(_id, kustomized(environment)))
    assert +added == Counter(_id(body) for body in emitted(environment) if _waits(body))
    assert -added == Counter()


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_dashboards_go_to_the_monitoring_stack(environment: str) -> None:
    """Each dashboard is a ConfigMap in the stack's namespace, small enough, with its folder."""
    wanted = GITSTRATUM.environment(environment)
    maps: list[Any] = [body for body in kustomized(environment) if body["kind"] == "ConfigMap"]
    assert maps
    for body in maps:
        metadata = body["metadata"]
        assert metadata["namespace"] == wanted.monitoring.namespace
        assert metadata["annotations"]["grafana_folder"] == "GitStratum"
        assert metadata["labels"]["grafana_dashboard"] == "1"
        assert sum(len(text.encode()) for text in body["data"].values()) < CONFIG_MAP_LIMIT


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_every_applied_object_says_its_environment(environment: str) -> None:
    """Pruning one environment leaves another in the same cluster alone."""
    for body in kustomized(f"{environment}-waiting"):
        labels: Any = body["metadata"]["labels"]  # type: ignore[index]
        assert labels["app.kubernetes.io/managed-by"] == "gitstratum-observability"
        # The dashboards are one set for all environments of a cluster.
        named = None if body["kind"] == "ConfigMap" else environment
        assert labels.get("observability.gitstratum.io/environment") == named


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_nothing_is_wrong_with_what_is_applied(environment: str) -> None:
    """No object of an overlay has a fault that any server, webhook or Operator would find."""
    for body in kustomized(f"{environment}-waiting"):
        assert objections(yaml.safe_dump(body)) == [], _id(body)


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_kustomize_changes_no_namespace_that_we_wrote(environment: str) -> None:
    """The RoleBinding still names the service account's own namespace."""
    (binding,) = (body for body in kustomized(environment) if body["kind"] == "RoleBinding")
    subjects: Any = binding["subjects"]
    assert [s["namespace"] for s in subjects] == [
        GITSTRATUM.environment(environment).monitoring.namespace
    ]
