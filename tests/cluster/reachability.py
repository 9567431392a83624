"""Who may talk to whom, by NP-Guard's analyser of network policies."""

import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import yaml

_PAIR = re.compile(r"^\s*(\S+)\[\w+\] => (\S+)\[\w+\] : (.*)$")
_PORTS = re.compile(r"\{protocols:([\w,]+),dst_ports:([\d,-]+)\}")


class Edge(NamedTuple):
    """One workload may open connections to another, at this port; None stands for every port."""

    source: str
    target: str
    protocol: str
    port: int | None


def _edges(source: str, target: str, allowed: str) -> Iterator[Edge]:
    ranges = _PORTS.findall(allowed)
    if not ranges:
        yield Edge(source, target, allowed, None)
    for protocols, ports in ranges:
        for protocol in protocols.split(","):
            for part in ports.split(","):
                first, _, last = part.partition("-")
                for port in range(int(first), int(last or first) + 1):
                    yield Edge(source, target, protocol, port)


def edges(objects: Iterable[dict[str, object]], folder: Path) -> frozenset[Edge]:
    """Return every port of a workload at which another may open connections to it."""
    folder.mkdir()
    (folder / "objects.yaml").write_text(yaml.safe_dump_all(objects))
    command = [sys.executable, "-m", "nca", "--connectivity", "-r", str(folder)]
    run = subprocess.run(
        [*command, "-o", "txt_no_fw_rules"], capture_output=True, text=True, check=True
    )
    found = frozenset(
        edge
        for line in run.stdout.splitlines()
        if (match := _PAIR.match(line))
        for edge in _edges(*match.groups())
    )
    assert found, f"the analyser found no connection at all: {run.stdout}{run.stderr}"
    return found
