"""Where the programs of a Prometheus release are found."""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

Program = Literal["promtool", "prometheus"]

RELEASES = ("prometheus2", "prometheus3")
"""The folders of `.tools/` that `make tools` fills: our oldest Prometheus, and a 3.x."""


def located(
    program: Program,
    explicit: Path | None = None,
    *,
    root: Path = Path(),
    environment: Mapping[str, str] = os.environ,
) -> Path | None:
    """Return where the program is, or None.

    The first of these that is given wins, and is returned whether it exists or not, so that a
    mistaken wish is reported and never silently replaced by another release: the explicit path,
    then the variable of the program's name in capitals (`$PROMTOOL`, `$PROMETHEUS_SERVER`). After
    them come `.tools/prometheus2` below the root (the current folder), and `$PATH`.
    """
    search = environment.get("PATH", os.defpath)
    wished = explicit or environment.get(_VARIABLES[program])
    if wished:
        return Path(shutil.which(wished, path=search) or wished)
    own = root.absolute() / ".tools" / RELEASES[0] / program
    if is_program(own):
        return own
    on_path = shutil.which(program, path=search)
    return Path(on_path) if on_path else None


def bundled(program: Program, *, root: Path = Path()) -> tuple[Path, ...]:
    """Return the program of each release that is in `.tools/`, oldest release first."""
    paths = (root.absolute() / ".tools" / release / program for release in RELEASES)
    return tuple(path for path in paths if is_program(path))


def is_program(path: Path) -> bool:
    """Tell whether the path is a file that may be executed."""
    return path.is_file() and os.access(path, os.X_OK)


# `$PROMETHEUS` is taken: `make review PROMETHEUS=http://…` names a server to ask.
_VARIABLES: dict[Program, str] = {"promtool": "PROMTOOL", "prometheus": "PROMETHEUS_SERVER"}
