"""What every alert tells whoever reads it."""

from collections.abc import Mapping

from observability.model.environment import Environment


def annotations(
    environment: Environment, alert: str, *, summary: str, description: str, dashboard: str
) -> Mapping[str, str]:
    """Return annotations: a static summary (it groups), a templated description, two links."""
    return {
        "dashboard_url": f"{environment.dashboards_url}/d/{dashboard}",
        "description": description,
        "runbook_url": f"{environment.runbooks_url}/{alert}.md",
        "summary": summary,
    }
