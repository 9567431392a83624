"""The folders `overlays/<environment>/` and `overlays/<environment>-waiting/`.

Kustomize reads no file outside a kustomization's folder, only other kustomizations: so an overlay
lists the generated folders, each of which lists its own files.
"""

from collections.abc import Iterable, Mapping, Sequence

from observability.artefact import Artefact
from observability.model.catalogue import Catalogue
from observability.model.environment import Environment
from observability.overlays.alerting import alertmanager_config
from observability.part import Part


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


def overlays(
    catalogue: Catalogue, environment: Environment, parts: Sequence[Part]
) -> list[Artefact]:
    """Return what is applied of the parts: with what is live only, and with what waits."""
    name = environment.name
    folder = f"overlays/{name}"
    own = [f"../../{part.folder}/{name}" for part in parts if part.shared is None]
    shared = {part.folder: part.shared(environment) for part in parts if part.shared is not None}
    artefacts = [
        _kustomization(folder, environment, (*own, "alertmanagerconfig.yaml", *shared)),
        *(
            _kustomization(f"{folder}/{part}", environment, (f"../../../{part}",), settings)
            for part, settings in shared.items()
        ),
        Artefact(
            f"{folder}/alertmanagerconfig.yaml",
            alertmanager_config(environment),
            environment.origin,
        ),
    ]
    if all(slo.is_live for slo in catalogue.slos):
        return artefacts
    waiting = [f"../../{part.folder}/{name}/waiting" for part in parts if part.has_waiting]
    return [*artefacts, _kustomization(f"{folder}-waiting", environment, (f"../{name}", *waiting))]
