"""Read and write a recording: OpenMetrics text with timestamps in seconds, plain or `.gz`.

A line is `name{label="value",…} value timestamp`; `# TYPE`, `# HELP` and `# UNIT` lines may stand
between, and `# EOF` ends the file. Exemplars are not part of a recording.

Why not `prometheus_client`'s OpenMetrics parser: measured on two cores (version 0.26), it reads
16,000 samples a second, so the week (1.5 million samples in 452 MB of text) takes 95 s; and it
refuses two of our four recordings, since in `idle` a family is written series by series and in
`realtime` without `# TYPE` lines. The reader below takes 3.5 s for the week, because it
parses the labels of each series once, however many samples it has. Those labels are still read by
the library.
"""

import gzip
import math
import re
import zlib
from array import array
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import IO

from prometheus_client.parser import parse_labels

from observability.errors import RecordingError
from observability.files import replacing
from observability.recordings.series import Predicate, Sample, Series

_LINE = 'name{label="value"} value timestamp'
_SERIES = re.compile(r"(?P<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?P<labels>.*)\})?")
_METADATA = (b"# TYPE ", b"# HELP ", b"# UNIT ")
_LATEST = 1e11
"""Seconds of Unix time in the year 5138; a larger number is a time in milliseconds."""
_WHOLE = 2.0**53
"""From here on a float no longer holds every whole number."""


def read(path: Path, *, where: Predicate | None = None) -> Iterator[Sample]:
    """Yield the samples of a recording in the order of the file.

    Args:
        path: OpenMetrics text, or the same in gzip when the name ends in `.gz`.
        where: yield only the samples of the series for which this is true. The other lines are
            checked all the same.

    Raises:
        RecordingError: the file cannot be read, is cut off, or has a line that is not OpenMetrics.
            It is raised when that line is reached, so samples before it have been yielded.

    """
    seen: dict[bytes, Series | None] = {}
    interned: dict[Series, Series] = {}
    for number, line in _lines(path):
        if line.startswith(b"#"):
            continue
        # From the right, since a label's value may hold spaces and braces.
        try:
            text, value_text, time_text = line.rsplit(b" ", 2)
            value, timestamp = float(value_text), float(time_text)
        except ValueError:
            raise _bad_line(
                path, number, line, f"expected `{_LINE}`, both numbers, separated by single spaces"
            ) from None
        # Python reads 1_000 as a number, OpenMetrics does not.
        if b"_" in value_text:
            raise _bad_line(path, number, line, "expected a number as value")
        if not 0 <= timestamp < _LATEST:
            raise _bad_line(path, number, line, "expected a timestamp in seconds of Unix time")
        try:
            series = seen[text]
        except KeyError:
            series = _series(text, path, number, line)
            # The same labels in another order are the same series.
            series = interned.setdefault(series, series)
            if where is not None and not where(series):
                series = None
            seen[text] = series
        if series is not None:
            yield Sample(series, value, timestamp)


def write(path: Path, samples: Iterable[Sample]) -> None:
    """Write samples as a recording: series sorted, each in the order of time.

    The same samples give the same bytes, whatever their order, and nothing is left behind when
    writing fails: the file appears at once, when it is whole. Times are kept to the millisecond, as
    Prometheus keeps them.

    Args:
        path: the file; in gzip when its name ends in `.gz`.
        samples: what to write.

    Raises:
        RecordingError: a series has two values at one time.
        OSError: the file cannot be written.

    """
    # Numbers in arrays: 16 bytes a sample, so that a week fits into 25 MB.
    held: dict[Series, tuple[array[float], array[float]]] = {}
    for series, value, timestamp in samples:
        times, values = held.setdefault(series, (array("d"), array("d")))
        times.append(timestamp)
        values.append(value)
    with _replacing(path) as file:
        for series in sorted(held, key=lambda series: (series.name, series.labels)):
            file.write(_rows(path, series, *held[series]))
        file.write(b"# EOF\n")


def format_value(value: float) -> str:
    """Return a sample's value as text, in the fewest digits that mean it: `7`, `0.25`, `NaN`."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "+Inf" if value > 0 else "-Inf"
    return str(int(value)) if value == int(value) and abs(value) < _WHOLE else repr(value)


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """Yield the numbered lines before `# EOF`, with which the file must end."""
    number = 0
    ended = False
    try:
        with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                if ended:
                    raise _bad_line(path, number, line, "expected nothing after `# EOF`")
                if line.startswith(b"#"):
                    if line.rstrip() == b"# EOF":
                        ended = True
                        continue
                    if not line.startswith(_METADATA):
                        raise _bad_line(
                            path, number, line, "expected `# TYPE`, `# HELP`, `# UNIT` or `# EOF`"
                        )
                yield number, line
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise RecordingError(
            f"{path}: after line {number}: the gzip stream is damaged ({error}), "
            "expected it to hold a whole file; copy or record it again"
        ) from error
    except OSError as error:
        raise RecordingError(f"{path}: cannot be read: {error.strerror or error}") from error
    if not ended:
        raise RecordingError(
            f"{path}: after line {number}: the file ends, expected `# EOF` first; "
            "it is cut off: copy or record it again"
        )


def _series(text: bytes, path: Path, number: int, line: bytes) -> Series:
    try:
        form = _SERIES.fullmatch(text.decode())
        if form is not None:
            return Series.of(form["name"], parse_labels(form["labels"] or "", openmetrics=True))
    except ValueError:
        pass
    raise _bad_line(path, number, line, f"expected `{_LINE}`")


def _bad_line(path: Path, number: int, line: bytes, expected: str) -> RecordingError:
    shown = line.rstrip(b"\r\n").decode(errors="replace")
    return RecordingError(f"{path}: line {number}: {expected}; found {shown[:200]!r}")


def _rows(path: Path, series: Series, times: "array[float]", values: "array[float]") -> bytes:
    rows = sorted(zip(times, values, strict=True))
    text = str(series)
    lines = [f"{text} {format_value(value)} {time:.3f}\n" for time, value in rows]
    for (earlier, _), (later, _) in pairwise(rows):
        if earlier == later:
            raise RecordingError(
                f"{path}: {text} has two values at {later:.3f}: expected one; nothing was written"
            )
    return "".join(lines).encode()


@contextmanager
def _replacing(path: Path) -> Iterator[IO[bytes] | gzip.GzipFile]:
    """Open the file for writing, packed if its name says so; it appears when it is whole."""
    with replacing(path) as raw:
        if path.suffix == ".gz":
            # Neither name nor time in the header: the same samples are the same bytes.
            with gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as packed:
                yield packed
        else:
            yield raw
