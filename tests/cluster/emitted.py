"""The objects that we generate, read from the committed files."""

import copy
import functools
from collections.abc import Iterator
from pathlib import Path

from observability.catalogue.gitstratum import GITSTRATUM
from observability.generate import PARTS
from tests.cluster.gitstratum import Object
from tests.cluster.manifests import documents

ROOT = Path(__file__).parents[2]
ENVIRONMENTS = tuple(environment.name for environment in GITSTRATUM.environments)


def files(environment: str) -> list[Path]:
    """Return the files that hold the objects of an environment, what waits included."""
    own = [ROOT / part.folder / environment for part in PARTS if part.kinds and not part.shared]
    own.append(ROOT / "overlays" / f"{environment}-waiting")
    return [
        path
        for folder in own
        for path in sorted(folder.rglob("*.yaml"))
        if path.name != "kustomization.yaml"
    ]


@functools.cache
def _read(environment: str) -> tuple[Object, ...]:
    return tuple(body for path in files(environment) for body in documents(path.read_text()))


def emitted(environment: str, *kinds: str) -> Iterator[Object]:
    """Yield the objects of an environment, of the given kinds or of all."""
    for body in _read(environment):
        if not kinds or body["kind"] in kinds:
            yield copy.deepcopy(body)
