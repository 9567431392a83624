"""The example project: where it is, and its files."""

import subprocess

from tests.programs import ROOT

EXAMPLE = ROOT / "examples" / "shop"


def files() -> dict[str, bytes]:
    """Return its files that are in git, or about to be, by path, and what they hold."""
    paths = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=EXAMPLE,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    return {path: (EXAMPLE / path).read_bytes() for path in paths}
