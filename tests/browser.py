"""A real browser without a network, which opens the pages that we write."""

import re
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


def too_wide(page: Path, width: int, folder: Path) -> int:
    """Return by how many pixels a page is wider than a window of this width, as on a phone."""
    frame = folder / f"frame{width}.html"
    frame.write_text(
        f'<iframe src="{page.as_uri()}" style="width:{width}px;height:900px;border:0"></iframe>'
        "<script>onload = () => { const shown = frames[0].document.documentElement;"
        " document.title = `${shown.scrollWidth - shown.clientWidth} too wide`; }</script>"
    )
    flags = ("--allow-file-access-from-files", "--dump-dom")
    done = opened(folder, *flags, frame.as_uri())
    found = re.search(r"<title>(\d+) too wide</title>", done.stdout)
    assert found, done.stdout[:500]
    return int(found[1])
