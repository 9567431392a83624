"""Read raw samples piece by piece, keep each piece, and put them together at the end.

A piece is an hour or so of all series, packed. One that is there already is not asked for again, so
a recording that was broken off goes on where it stopped; memory holds one piece at a time.
"""

import gzip
import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from statistics import median

from observability.errors import RecordError
from observability.expressions.promql import duration
from observability.files import replacing
from observability.formats import json_text, read_json
from observability.model.windows import exact_range
from observability.prometheus.answers import require_complete
from observability.prometheus.client import PrometheusClient
from observability.record.pseudonyms import Pseudonyms
from observability.recordings.openmetrics import format_value
from observability.recordings.series import Series
from observability.telemetry import span

PIECE_SECONDS = 3600
_MISSED = 2.5
"""A series without a sample for so many intervals ended, and had a stale marker then."""
_PLAN, _EOF = "plan.json", b"# EOF\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is recorded: start < time <= end, in seconds of Unix time."""

    url: str
    selectors: tuple[str, ...]
    start: int
    end: int
    hidden: frozenset[str] = frozenset()
    """The labels whose values get pseudonyms, under a key that is thrown away."""

    def pieces(self) -> Iterator[tuple[int, int]]:
        """Yield the pieces' times."""
        for start in range(self.start, self.end, PIECE_SECONDS):
            yield start, min(self.end, start + PIECE_SECONDS)


@dataclass(slots=True)
class Tally:
    """What went into a recording."""

    samples: int = 0
    ended: int = 0
    """How often a series ended, so how many stale markers at least were left out."""
    interval: float = 0.0
    """The usual time between two samples of a series, in seconds."""
    last: dict[str, float] = field(default_factory=dict)
    """When each series was seen last."""

    def add(self, series: str, times: Sequence[float]) -> None:
        """Take the samples of a series in a piece into account."""
        self.samples += len(times)
        before = self.last.get(series)
        steps = [
            later - earlier
            for earlier, later in zip(
                times if before is None else (before, *times),
                times[1:] if before is None else times,
                strict=False,
            )
        ]
        if steps and not self.interval:
            self.interval = median(steps)
        self.ended += sum(step > _MISSED * self.interval for step in steps)
        self.last[series] = times[-1]

    def close(self, end: float) -> None:
        """Count the series that had ended before the end."""
        if self.interval:
            self.ended += sum(end - last > _MISSED * self.interval for last in self.last.values())


def record(
    prometheus: PrometheusClient,
    plan: Plan,
    output: Path,
    *,
    provenance: Mapping[str, str],
    progress: Callable[[int, int], None],
) -> Tally:
    """Write a recording; return what went into it.

    Args:
        prometheus: whom to ask.
        plan: what to ask for.
        output: the recording, `.om` or `.om.gz`; pieces are kept beside it until it is whole.
        provenance: what to say of the recording in its first line.
        progress: is told how many pieces of how many are there.

    Raises:
        RecordError: pieces of another recording are in the way, or there is no sample.
        PrometheusError: it could not be asked; pieces stay.
        OSError: nothing can be written there.

    """
    folder = output.with_name(f".{output.name}.pieces")
    key = _prepared(folder, plan)
    names = Pseudonyms(key, plan.hidden) if plan.hidden else None
    pieces = list(plan.pieces())
    tally = Tally()
    for number, (start, end) in enumerate(pieces):
        piece = folder / f"{number:06d}.gz"
        if not piece.is_file():
            with span("piece", start=start, end=end):
                _write(piece, _samples(prometheus, plan.selectors, start, end, names))
        for series, times in _counted(piece):
            tally.add(series, times)
        progress(number + 1, len(pieces))
    if not tally.samples:
        shutil.rmtree(folder)
        raise RecordError(
            "there is no sample of what the SLOs read in that time: is the system scraped there, "
            "with the labels that our monitors give? `observability doctor` tells"
        )
    tally.close(plan.end)
    _joined(folder, len(pieces), output, _head(provenance, tally))
    shutil.rmtree(folder)
    return tally


def _prepared(folder: Path, plan: Plan) -> bytes:
    """Make the folder of pieces, or find that of the same plan; return its key."""
    wanted = {
        "url": plan.url,
        "selectors": list(plan.selectors),
        "start": plan.start,
        "end": plan.end,
        "hidden": sorted(plan.hidden),
    }
    noted = folder / _PLAN
    if noted.is_file():
        held = read_json(noted)
        if {name: held.get(name) for name in wanted} != wanted:
            raise RecordError(
                f"{folder} holds the pieces of another recording, which was broken off: finish "
                "that with its options (a fixed --until among them), or remove the folder"
            )
        return bytes.fromhex(held["key"])
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    key = secrets.token_bytes(32)
    with replacing(noted) as file:
        file.write(json_text(wanted | {"key": key.hex()}).encode())
    return key


def _samples(
    prometheus: PrometheusClient,
    selectors: Sequence[str],
    start: int,
    end: int,
    names: Pseudonyms | None,
) -> Iterator[tuple[Series, Sequence[tuple[float, float]]]]:
    seen: set[Series] = set()
    for selector in selectors:
        within = duration(exact_range(timedelta(seconds=end - start)))
        answer = prometheus.query(f"{selector}[{within}]", at=end)
        for answered in require_complete(answer).series:
            labels = dict(answered.labels)
            series = Series.of(labels.pop("__name__"), labels)
            # Two selectors may both choose a series.
            if series not in seen and answered.samples:
                seen.add(series)
                yield (series if names is None else names.series(series)), answered.samples


def _write(piece: Path, samples_of: Iterator[tuple[Series, Sequence[tuple[float, float]]]]) -> None:
    with (
        replacing(piece) as raw,
        gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as file,
    ):
        for series, samples in samples_of:
            text = str(series)
            file.write(
                "".join(f"{text} {format_value(v)} {time:.3f}\n" for time, v in samples).encode()
            )


def _counted(piece: Path) -> Iterator[tuple[str, list[float]]]:
    """Yield each series of a piece with its times."""
    series, times = None, list[float]()
    with gzip.open(piece, "rt", encoding="utf-8") as file:
        for line in file:
            text, _, time = line.rsplit(" ", 2)
            if text != series:
                if series is not None:
                    yield series, times
                series, times = text, []
            times.append(float(time))
    if series is not None:
        yield series, times


def _head(provenance: Mapping[str, str], tally: Tally) -> bytes:
    """Return the line of the recording that says where it comes from: readers skip it."""
    said = dict(provenance) | {
        "scrape_interval_seconds": f"{tally.interval:g}",
        "samples": str(tally.samples),
        "stale_markers_left_out": str(tally.ended),
    }
    return f"# HELP observability_recording {json_text(said, sort_keys=True)}\n".encode()


def _joined(folder: Path, pieces: int, output: Path, head: bytes) -> None:
    """Put the pieces together; packed, they are packed already, one after the other."""
    packed = output.suffix == ".gz"
    with replacing(output) as file:
        file.write(gzip.compress(head, mtime=0) if packed else head)
        for number in range(pieces):
            piece = folder / f"{number:06d}.gz"
            with piece.open("rb") if packed else gzip.open(piece, "rb") as source:
                shutil.copyfileobj(source, file)
        file.write(gzip.compress(_EOF, mtime=0) if packed else _EOF)
