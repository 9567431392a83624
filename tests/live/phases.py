"""At which second of their interval rule groups are evaluated: a hash of their name and file.

So a folder's name decides when a file's rows are due. Prometheus 2 hashes labels with separators,
Prometheus 3 with their lengths; `tests/live/test_phases.py` holds this
to real ones.
"""

from collections.abc import Callable
from itertools import count
from pathlib import Path

import xxhash

NANO = 10**9


def due(generation: str, file: str, group: str, interval: int) -> float:
    """Return the seconds, modulo the interval, of Unix time at which a group is evaluated."""
    hashed = xxhash.xxh64_intdigest(_LABELS[generation](file.encode(), group.encode()))
    return hashed % (interval * NANO) / NANO


def _separated(file: bytes, name: bytes) -> bytes:
    return b"file\xff%b\xffname\xff%b\xff" % (file, name)


def _counted(file: bytes, name: bytes) -> bytes:
    return b"\x04file%c%b\x04name%c%b" % (len(file), file, len(name), name)


_LABELS = {"prometheus2": _separated, "prometheus3": _counted}


def folder(parent: Path, fits: Callable[[str], bool]) -> Path:
    """Return a folder whose path makes the groups of its files due when it fits."""
    return Path(next(path for path in map(f"{parent}/{{}}".format, count()) if fits(path)))


def apart(time: float, other: float, interval: float) -> float:
    """Return how many seconds lie between two times of an interval that comes again and again."""
    distance = (time - other) % interval
    return min(distance, interval - distance)
