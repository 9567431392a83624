"""What `kubectl kustomize` makes of an overlay."""

import functools
import subprocess

from tests.cluster.emitted import ROOT
from tests.cluster.gitstratum import Object
from tests.cluster.manifests import documents
from tests.programs import program


@functools.cache
def kustomized(overlay: str) -> tuple[Object, ...]:
    """Return the objects of an overlay."""
    run = subprocess.run(
        [str(program("kubectl")), "kustomize", f"overlays/{overlay}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return tuple(documents(run.stdout))
