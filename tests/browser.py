"""A real browser without a network, which opens the pages that we write."""

import subprocess
from pathlib import Path

from tests.programs import PATIENCE, program

_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--enable-logging=stderr",
)


def opened(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Open a page with a profile of its own in a folder; return what the browser prints."""
    profile = f"--user-data-dir={folder / 'profile'}"
    command = [str(program("chromium")), *_FLAGS, profile, *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=True)
