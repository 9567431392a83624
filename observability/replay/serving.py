"""Run a Prometheus over what a replay kept."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from observability.prometheus.server import Server, running
from observability.replay.evaluation import Tools


@contextmanager
def serving(storage: Path, *, tools: Tools) -> Iterator[Server]:
    """Run a server on a copy of blocks, since it writes beside them, and they are shared.

    Raises:
        ServerError: Prometheus does not start.

    """
    with tempfile.TemporaryDirectory(prefix="replay-") as folder:
        copy = shutil.copytree(storage, Path(folder, "data"))
        with running(tools.prometheus, copy) as server:
            yield server
