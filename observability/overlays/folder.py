"""The folders `overlays/<environment>/` and `overlays/<environment>-waiting/`.

Kustomize reads no file outside a kustomization's folder, only other kustomizations: so an overlay
lists the generated folders, each of which lists its own files.
"""

from collections.abc import Iterable, Mapping

from observability.artefact import Artefact
from observability.model import naming
from observability.model.catalogue import Catalogue
from observability.model.environment import Environment
from observability.overlays.alerting import alertmanager_config


def _kustomization(
    folder: str,
    environment: Environment,
    resources: Iterable[str],
    more: Mapping[str, object] | None = None,
) -> Artefact:
    body = {
        "apiVersion": "kustomize.config.k8s.io/v1beta1",
        "kind": "Kustomization",
        "resources": list(resources),
    }
    return Artefact(f"{folder}/kustomization.yaml", body | dict(more or {}), environment.origin)


def overlays(catalogue: Catalogue, environment: Environment) -> list[Artefact]:
    """Return what is applied to an environment: with what is live only, and with what waits."""
    name = environment.name
    folder = f"overlays/{name}"
    dashboards = {
        "namespace": environment.monitoring.namespace,
        "commonAnnotations": {"grafana_folder": naming.dashboards_folder(environment)},
    }
    artefacts = [
        _kustomization(
            folder,
            environment,
            (
                f"../../alerts/{name}",
                f"../../servicemonitors/{name}",
                "alertmanagerconfig.yaml",
                "dashboards",
            ),
        ),
        _kustomization(f"{folder}/dashboards", environment, ("../../../dashboards",), dashboards),
        Artefact(
            f"{folder}/alertmanagerconfig.yaml",
            alertmanager_config(environment),
            environment.origin,
        ),
    ]
    if all(slo.is_live for slo in catalogue.slos):
        return artefacts
    waiting = (f"../{name}", f"../../alerts/{name}/waiting")
    return [*artefacts, _kustomization(f"{folder}-waiting", environment, waiting)]
