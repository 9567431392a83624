"""Everything of the folder `dashboards/`: the pages, and the ConfigMaps of Grafana's sidecar."""

from collections.abc import Mapping, Sequence

from observability.artefact import GENERATED, Artefact, file_names, kustomization
from observability.dashboards import grafana
from observability.dashboards.component import component_page
from observability.dashboards.overview import overview
from observability.dashboards.page import Page
from observability.dashboards.slo import slo_detail
from observability.model import naming
from observability.model.catalogue import Catalogue
from observability.model.environment import Environment


def pages(catalogue: Catalogue) -> tuple[Page, ...]:
    """Return all pages."""
    return (
        overview(catalogue),
        slo_detail(catalogue),
        *(component_page(dashboard, catalogue) for dashboard in catalogue.dashboards),
    )


def _kustomization(catalogue: Catalogue, dashboards: Sequence[Artefact]) -> Artefact:
    settings = {
        "configMapGenerator": [
            {"name": name.removesuffix(".json"), "files": [name]} for name in file_names(dashboards)
        ],
        "generatorOptions": {
            "annotations": {"grafana_folder": catalogue.system.title},
            # A suffix would leave the old ConfigMap there, and Grafana with two of one uid.
            "disableNameSuffixHash": True,
            "labels": naming.managed_by(catalogue.system) | {"grafana_dashboard": "1"},
        },
    }
    return kustomization("dashboards", catalogue.origin, settings)


def settings(environment: Environment) -> Mapping[str, object]:
    """Return what an environment's kustomization sets on the ConfigMaps."""
    return {
        "namespace": environment.monitoring.namespace,
        "commonAnnotations": {"grafana_folder": naming.dashboards_folder(environment)},
    }


def folder(catalogue: Catalogue) -> list[Artefact]:
    """Return the dashboards and their kustomization."""
    dashboards = [grafana.dashboard(page, GENERATED) for page in pages(catalogue)]
    return [*dashboards, _kustomization(catalogue, dashboards)]
