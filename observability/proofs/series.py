"""The input series of a case: a name, labels and samples, and how a restart changes them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from observability.proofs.notation import Sample

Labels = tuple[tuple[str, str], ...]


class Reads(StrEnum):
    """How a restart changes a series."""

    COUNTER = "counter"
    GAUGE = "gauge"
    UP = "up"


@dataclass(frozen=True, slots=True, kw_only=True)
class InputSeries:
    """A series of a test, one sample a minute."""

    name: str
    labels: Labels
    target: int
    """Which of the component's targets exposes it."""
    reads: Reads
    samples: tuple[Sample, ...]


def input_series(
    name: str, labels: Mapping[str, str], target: int, reads: Reads, samples: Iterable[Sample]
) -> InputSeries:
    """Return a series, its labels sorted."""
    return InputSeries(
        name=name,
        labels=tuple(sorted(labels.items())),
        target=target,
        reads=reads,
        samples=tuple(samples),
    )


def gauge(name: str, labels: Mapping[str, str], samples: Iterable[Sample]) -> InputSeries:
    """Return a series that no target of the component exposes: a row, or another exporter's."""
    return input_series(name, labels, -1, Reads.GAUGE, samples)


def labelled(series: InputSeries, **labels: str) -> InputSeries:
    """Return a series with these labels beside its own, or in their place."""
    return replace(series, labels=tuple(sorted((dict(series.labels) | labels).items())))
