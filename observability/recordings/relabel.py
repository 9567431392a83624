"""Relabel a recorded series as our monitors would have done.

Recordings may carry the labels that Prometheus Operator attaches when a monitor says nothing. Ours
say more: another `job`, and other names of some labels that programs expose. Nothing else changes:
`instance`, `service`, `pod` and all other labels stay as they are.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from observability.errors import RecordingError
from observability.recordings.series import Sample, Series

Quantiles = Literal["prometheus2", "prometheus3"]
"""Who stores it: Prometheus 2 keeps `quantile="1"` as exposed, Prometheus 3 makes it "1.0"."""

_NUMERIC_LABELS = ("quantile", "le")


@dataclass(frozen=True, slots=True, kw_only=True)
class Relabelling:
    """What monitors change.

    Attributes:
        jobs: the job of a Service's targets, by the Service's name, which is their job otherwise.
        labels: the name that a label is stored under, by the name that programs expose.

    """

    jobs: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)


NOTHING = Relabelling()
"""For what is labelled as it should be."""


def as_monitored(
    series: Series, relabelling: Relabelling, *, quantiles: Quantiles | None = None
) -> Series:
    """Return the series as monitors would label it, which it may be already.

    Args:
        series: the series as recorded.
        relabelling: what they change.
        quantiles: whose spelling of `quantile` and `le` to use; without it they stay as recorded.

    """
    labels = {relabelling.labels.get(name, name): value for name, value in series.labels}
    if "job" in labels:
        labels["job"] = relabelling.jobs.get(labels["job"], labels["job"])
    if quantiles is not None:
        for name in _NUMERIC_LABELS:
            if name in labels:
                labels[name] = _spelled(labels[name], quantiles)
    return Series.of(series.name, labels)


def relabelled(
    samples: Iterable[Sample], relabelling: Relabelling, *, quantiles: Quantiles | None = None
) -> Iterator[Sample]:
    """Yield the samples with their series relabelled by `as_monitored`.

    Raises:
        RecordingError: two recorded series become one, as when each pod was scraped through both of
            its Services.

    """
    monitored: dict[Series, Series] = {}
    recorded: dict[Series, Series] = {}
    for series, value, timestamp in samples:
        try:
            new = monitored[series]
        except KeyError:
            new = monitored[series] = as_monitored(series, relabelling, quantiles=quantiles)
            if recorded.setdefault(new, series) != series:
                raise RecordingError(
                    f"{recorded[new]} and {series} are both relabelled to {new}: "
                    "expected each pod to be scraped once; leave one of the two out first"
                ) from None
        yield Sample(new, value, timestamp)


def _spelled(number: str, quantiles: Quantiles) -> str:
    # Only whole numbers differ: Prometheus 3 gives them the ".0" that OpenMetrics asks for.
    whole = number.removesuffix(".0")
    if not whole.removeprefix("-").isdecimal():
        return number
    return f"{whole}.0" if quantiles == "prometheus3" else whole
