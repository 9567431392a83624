"""The check dashboards/variables."""

import pytest

from tests.faulty_dashboard import DASHBOARD, Json, faults, sound, with_panel

SOURCE, NAMESPACE = DASHBOARD["templating"]["list"]


def _listing(*variables: Json) -> Json:
    return sound() | {"templating": {"list": [*variables]}}


@pytest.mark.parametrize(
    ("dashboard", "what"),
    [
        (
            with_panel(title="Wait in $env"),
            "$env is no variable of the dashboard",
        ),
        (
            _listing(SOURCE, NAMESPACE, NAMESPACE | {"name": "shard"}),
            "shard: the variable is used nowhere",
        ),
        (
            _listing(SOURCE, NAMESPACE | {"refresh": 1}),
            "namespace: refresh is not 2",
        ),
        (
            _listing(SOURCE, {k: v for k, v in NAMESPACE.items() if k != "definition"}),
            "namespace: Grafana's own exports have definition, too",
        ),
    ],
)
def test_a_fault_is_found(dashboard: Json, what: str) -> None:
    """Used and not there, there and not used, read once only, unlike an export."""
    [fault] = faults("variables", dashboard)
    assert what in fault


def test_a_sound_dashboard_passes() -> None:
    """Grafana's own variables are always there."""
    assert faults("variables", with_panel(title="Wait in ${namespace:text}, $__range")) == []
