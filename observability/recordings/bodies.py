"""Turn the bodies that a target served at `/metrics` into samples, as a scrape would have."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families

from observability.errors import RecordingError
from observability.recordings.series import Sample, Series


def scraped(body: str, *, at: float, target: Mapping[str, str]) -> tuple[Sample, ...]:
    """Return the samples of one successful scrape, `up` among them.

    A label that the target exposes and the scrape attaches, too, is kept as `exported_<label>`, as
    Prometheus does without `honor_labels`.

    Args:
        body: Prometheus text, without timestamps.
        at: the time of the scrape, in seconds of Unix time.
        target: the labels that the scrape attaches, `job` and `instance` among them.

    Raises:
        RecordingError: the body is not Prometheus text.

    """
    samples = [Sample(Series.of("up", target), 1, at)]
    try:
        for family in text_string_to_metric_families(body):
            for sample in family.samples:
                exposed = {
                    f"exported_{name}" if name in target else name: value
                    for name, value in sample.labels.items()
                }
                series = Series.of(sample.name, {**exposed, **target})
                samples.append(Sample(series, float(sample.value), at))
    except ValueError as error:
        raise RecordingError(
            f"the body of the scrape at {at:.3f} is not Prometheus text: {error}"
        ) from error
    return tuple(samples)


def read_bodies(folder: Path, *, target: Mapping[str, str]) -> Iterator[Sample]:
    """Yield the samples of a folder of bodies `<seconds of Unix time>.txt`, in the order of time.

    Args:
        folder: the folder; files of other names are left alone.
        target: the labels that a scrape would have attached, `job` and `instance` among them.

    Raises:
        RecordingError: a body is not Prometheus text, or there is none.

    """
    bodies = {int(path.stem): path for path in folder.glob("*.txt") if path.stem.isdecimal()}
    if not bodies:
        raise RecordingError(f"{folder}: no body: expected files named <seconds of Unix time>.txt")
    for at, path in sorted(bodies.items()):
        try:
            yield from scraped(path.read_text(encoding="utf-8"), at=at, target=target)
        except (RecordingError, UnicodeDecodeError) as error:
            raise RecordingError(f"{path}: {error}") from error
