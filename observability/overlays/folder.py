"""The folders `overlays/<environment>/` and `overlays/<environment>-waiting/`.

Kustomize reads no file outside a kustomization's folder, only other kustomizations: so an overlay
lists the generated folders, each of which lists its own files.
"""

from collections.abc import Sequence

from observability.artefact import Artefact, kustomization
from observability.model.catalogue import Catalogue
from observability.model.environment import Environment
from observability.overlays.alerting import alertmanager_config
from observability.part import Part


def overlays(
    catalogue: Catalogue, environment: Environment, parts: Sequence[Part]
) -> list[Artefact]:
    """Return what is applied of the parts: with what is live only, and with what waits."""
    name, origin = environment.name, environment.origin
    folder = f"overlays/{name}"
    own = [f"../../{part.folder}/{name}" for part in parts if part.shared is None]
    shared = {part.folder: part.shared(environment) for part in parts if part.shared is not None}
    artefacts = [
        kustomization(folder, origin, {"resources": [*own, "alertmanagerconfig.yaml", *shared]}),
        *(
            kustomization(
                f"{folder}/{part}", origin, {"resources": [f"../../../{part}"], **settings}
            )
            for part, settings in shared.items()
        ),
        Artefact(
            f"{folder}/alertmanagerconfig.yaml",
            alertmanager_config(environment),
            origin,
        ),
    ]
    if all(slo.is_live for slo in catalogue.slos):
        return artefacts
    waiting = [f"../../{part.folder}/{name}/waiting" for part in parts if part.has_waiting]
    resources = [f"../{name}", *waiting]
    return [*artefacts, kustomization(f"{folder}-waiting", origin, {"resources": resources})]
