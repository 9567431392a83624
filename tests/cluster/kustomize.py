"""What `kubectl kustomize` makes of an overlay."""

import functools
import shutil
import subprocess

import pytest

from tests.cluster.emitted import ROOT
from tests.cluster.gitstratum import Object
from tests.cluster.manifests import documents


@functools.cache
def kustomized(overlay: str) -> tuple[Object, ...]:
    """Return the objects of an overlay."""
    if shutil.which("kubectl") is None:
        pytest.skip("kubectl is not installed, and it alone builds overlays")
    run = subprocess.run(
        ["kubectl", "kustomize", f"overlays/{overlay}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return tuple(documents(run.stdout))
