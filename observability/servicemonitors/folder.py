"""The folder `servicemonitors/<environment>/`."""

from observability.artefact import Artefact, file_names, kustomization
from observability.model.catalogue import Catalogue
from observability.model.environment import Environment
from observability.servicemonitors.discovery import role, role_binding
from observability.servicemonitors.monitor import monitor, monitor_kind
from observability.servicemonitors.networkpolicy import network_policy


def scraping(catalogue: Catalogue, environment: Environment) -> list[Artefact]:
    """Return all that lets an environment's Prometheus scrape, and the kustomization of it."""
    folder = f"servicemonitors/{environment.name}"
    artefacts = [
        Artefact(f"{folder}/prometheus-role.yaml", role(environment), environment.origin),
        Artefact(
            f"{folder}/prometheus-rolebinding.yaml",
            role_binding(environment),
            environment.origin,
        ),
    ]
    for target in catalogue.targets:
        exposed = [m for m in catalogue.metrics if target.component in m.components]
        name = f"{folder}/{target.component}"
        kind = monitor_kind(target).lower()
        artefacts += [
            Artefact(f"{name}-{kind}.yaml", monitor(target, environment, exposed), target.origin),
            Artefact(
                f"{name}-networkpolicy.yaml", network_policy(target, environment), target.origin
            ),
        ]
    listed = {"resources": file_names(artefacts)}
    return [*artefacts, kustomization(folder, catalogue.origin, listed)]
