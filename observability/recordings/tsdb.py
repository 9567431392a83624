"""Turn a recording into a folder of TSDB blocks, which a Prometheus can be started on.

An import takes seconds, so its result is kept in a cache and found again by the content of the
recording and by all that it was made with.

A folder from the cache is shared: start a server on a copy of it, never on the folder itself.
"""

import fcntl
import hashlib
import json
import shutil
import tarfile
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from observability.prometheus.promtool import Promtool, create_blocks
from observability.recordings import openmetrics, relabel, series
from observability.recordings.errors import RecordingError
from observability.recordings.relabel import Quantiles, relabelled
from observability.recordings.series import Sample

_MADE_BY = (openmetrics, relabel, series)
"""The modules whose code decides what is written into the blocks."""
_SPELLED: Mapping[int, Quantiles] = {2: "prometheus2", 3: "prometheus3"}


def imported(
    recording: Path,
    cache: Path,
    *,
    promtool: Promtool,
    names: Collection[str] | None = None,
    shift: float = 0,
) -> Path:
    """Return a folder of blocks which holds the recording, relabelled as our monitors would have.

    `quantile` and `le` are spelled as a Prometheus of promtool's release would have stored them.

    Args:
        recording: OpenMetrics text, plain or `.gz`.
        cache: the folder to keep the result in, such as `.tools/cache`; it is made if need be.
        promtool: does the import.
        names: import only series of these names; without it, all.
        shift: seconds to add to each timestamp, so that a recording may end now.

    Raises:
        RecordingError: the recording is damaged, or holds none of the names.
        PromtoolError: promtool could not import it.

    """
    made_with = {
        "code": [_digest(Path(str(module.__file__))) for module in _MADE_BY],
        "recording": _digest(recording),
        "release": promtool.release,
        "names": None if names is None else sorted(names),
        "shift": shift,
    }

    def make(folder: Path) -> None:
        wanted = None if names is None else series.named(*names)
        recorded = openmetrics.read(recording, where=wanted)
        samples = relabelled(recorded, quantiles=_SPELLED[promtool.release])
        with tempfile.TemporaryDirectory(prefix="recording-") as work:
            text = Path(work, "recording.om")
            openmetrics.write(text, _checked(recording, _shifted(samples, shift)))
            create_blocks(promtool, text, folder)

    return kept(cache, recording, made_with, make)


def unpacked(snapshot: Path, cache: Path) -> Path:
    """Return a folder of blocks which holds a TSDB snapshot that was shipped as `.tar.gz`.

    Unlike an import it has true stale markers, and the labels as they were recorded: they are not
    relabelled.

    Args:
        snapshot: the packed snapshot.
        cache: the folder to keep the result in; it is made if need be.

    Raises:
        RecordingError: the snapshot is damaged.

    """

    def make(folder: Path) -> None:
        try:
            with tarfile.open(snapshot, "r:gz") as packed:
                packed.extractall(folder, filter="data")
        except (tarfile.TarError, EOFError, OSError) as error:
            raise RecordingError(
                f"{snapshot}: cannot be unpacked ({error}): expected a .tar.gz of TSDB blocks"
            ) from error

    return kept(cache, snapshot, {"snapshot": _digest(snapshot)}, make)


def kept(
    cache: Path, source: Path, made_with: Mapping[str, object], make: Callable[[Path], None]
) -> Path:
    """Return the folder of the cache that was made with all that, after making it if need be."""
    key = hashlib.sha256(json.dumps(made_with, sort_keys=True).encode()).hexdigest()[:16]
    folder = cache / f"{source.name.partition('.')[0]}-{key}"
    cache.mkdir(parents=True, exist_ok=True)
    # Tests run in several processes, and two imports of one recording at once take twice as long.
    with _alone(cache / f"{folder.name}.lock"):
        if not folder.is_dir():
            part = Path(tempfile.mkdtemp(prefix=f"{folder.name}.", suffix=".part", dir=cache))
            try:
                make(part)
                part.rename(folder)
            finally:
                shutil.rmtree(part, ignore_errors=True)
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


def _shifted(samples: Iterable[Sample], shift: float) -> Iterator[Sample]:
    return (Sample(series, value, timestamp + shift) for series, value, timestamp in samples)


def _checked(recording: Path, samples: Iterator[Sample]) -> Iterator[Sample]:
    first = next(samples, None)
    if first is None:
        raise RecordingError(
            f"{recording}: no sample to import: expected series of the names asked for"
        )
    yield first
    yield from samples
