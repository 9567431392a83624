"""Turn a recording into a folder of TSDB blocks, which a Prometheus can be started on.

An import takes seconds, so its result is kept in a cache and found again by the content of the
recording and by all that it was made with.

A folder from the cache is shared: start a server on a copy of it, never on the folder itself.
"""

import fcntl
import hashlib
import math
import shutil
import sys
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from observability.errors import RecordingError
from observability.formats import json_text
from observability.prometheus.promtool import Promtool, create_blocks
from observability.recordings import openmetrics, relabel, series
from observability.recordings.relabel import NOTHING, Quantiles, Relabelling, relabelled
from observability.recordings.series import Sample

Progress = Callable[[str], None]
"""Is told what is being done, for people who wait."""

_MADE_BY = (openmetrics, relabel, series, sys.modules[__name__])
"""The modules whose code decides what is written into the blocks."""
_IMPORT_SECONDS, _BYTES_PER_SECOND = 600, 2e6
"""How long promtool may take: a minimum, and how fast it is at least, which is very slow."""
_TELL = 500_000
"""Say how many samples were read each time that so many more were."""
_SPELLED: Mapping[int, Quantiles] = {2: "prometheus2", 3: "prometheus3"}


def imported(  # noqa: PLR0913 - all but three have a default that serves
    recording: Path,
    cache: Path,
    *,
    promtool: Promtool,
    relabelling: Relabelling = NOTHING,
    names: Collection[str] | None = None,
    shift: float = 0,
    progress: Progress = lambda _doing: None,
) -> Path:
    """Return a folder of blocks which holds the recording, relabelled as monitors would have done.

    `quantile` and `le` are spelled as a Prometheus of promtool's release would have stored them.
    NaN is left out: in a dump of a TSDB it is a stale marker, and taken for a value it would be a
    counter's reset.

    Args:
        recording: OpenMetrics text, plain or `.gz`.
        cache: the folder to keep the result in, such as `.tools/cache`; it is made if need be.
        promtool: does the import.
        relabelling: what our monitors would have changed.
        names: import only series of these names; without it, all.
        shift: seconds to add to each timestamp, so that a recording may end now.
        progress: is told what is being done.

    Raises:
        RecordingError: the recording is damaged, or holds none of the names, or the cache cannot be
            written.
        PromtoolError: promtool could not import it.

    """
    made_with = {
        "code": [_digest(Path(str(module.__file__))) for module in _MADE_BY],
        "recording": _digest(recording),
        "release": promtool.release,
        "relabelling": asdict(relabelling),
        "names": None if names is None else sorted(names),
        "shift": shift,
    }

    def make(folder: Path) -> None:
        wanted = None if names is None else series.named(*names)
        recorded = openmetrics.read(recording, where=wanted)
        samples = relabelled(recorded, relabelling, quantiles=_SPELLED[promtool.release])
        # Beside the cache: what a machine keeps its temporary files on may be small.
        with tempfile.TemporaryDirectory(prefix="recording-", dir=cache) as work:
            text = Path(work, "recording.om")
            reported = _reporting(recording, _imported(samples, shift), progress)
            openmetrics.write(text, _checked(recording, reported))
            size = text.stat().st_size
            progress(f"importing {recording.name}, {size / 1e6:,.0f} MB of text")
            timeout = _IMPORT_SECONDS + size / _BYTES_PER_SECOND
            create_blocks(promtool, text, folder, timeout=timeout)

    return cached(cache, recording, made_with, make)


def cached(
    cache: Path, source: Path, made_with: Mapping[str, object], make: Callable[[Path], None]
) -> Path:
    """Return the folder of the cache that was made with all that, after making it if need be.

    Raises:
        RecordingError: the cache cannot be written.

    """
    key = hashlib.sha256(json_text(made_with, sort_keys=True).encode()).hexdigest()[:16]
    folder = cache / f"{source.name.partition('.')[0]}-{key}"
    try:
        cache.mkdir(parents=True, exist_ok=True)
        # Tests run in several processes, and two imports of a recording at once take twice as long.
        with _alone(cache / f"{folder.name}.lock"):
            if not folder.is_dir():
                part = Path(tempfile.mkdtemp(prefix=f"{folder.name}.", suffix=".part", dir=cache))
                try:
                    make(part)
                    part.rename(folder)
                finally:
                    shutil.rmtree(part, ignore_errors=True)
    except OSError as error:
        raise RecordingError(
            f"{source} cannot be unpacked below {cache}: {error.strerror or error}; it must be "
            "writable, and have room for as much as the recording's text"
        ) from error
    return folder


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise RecordingError(f"{path}: cannot be read: {error.strerror or error}") from error


def _imported(samples: Iterable[Sample], shift: float) -> Iterator[Sample]:
    return (
        Sample(series, value, timestamp + shift)
        for series, value, timestamp in samples
        if not math.isnan(value)
    )


def _reporting(recording: Path, samples: Iterable[Sample], progress: Progress) -> Iterator[Sample]:
    progress(f"reading {recording.name}")
    for number, sample in enumerate(samples, start=1):
        if number % _TELL == 0:
            progress(f"reading {recording.name}, {number:,} samples")
        yield sample


def _checked(recording: Path, samples: Iterator[Sample]) -> Iterator[Sample]:
    first = next(samples, None)
    if first is None:
        raise RecordingError(
            f"{recording}: no sample to import: expected series of the names asked for"
        )
    yield first
    yield from samples
