"""Relabel a recorded series as our monitors would have done; no other place knows how.

The recordings carry the labels that Prometheus Operator attaches when a monitor says nothing. Ours
say more:

- `job` is `<system>-<component>` for every component, so the `-headless` of a headless Service's
  name is cut;
- the exposed label `cluster` holds the component's name (`cluster="metadata"`). It is copied to
  `component` and dropped, so that a multi-cluster set-up's own `cluster` survives.

Nothing else changes: `instance`, `service`, `pod` and all labels of the metric stay as they are.
"""

from collections.abc import Iterable, Iterator
from typing import Literal

from observability.errors import RecordingError
from observability.recordings.series import Sample, Series

Quantiles = Literal["prometheus2", "prometheus3"]
"""Who stores it: Prometheus 2 keeps `quantile="1"` as exposed, Prometheus 3 makes it "1.0"."""

_HEADLESS = "-headless"
_NUMERIC_LABELS = ("quantile", "le")


def as_monitored(series: Series, *, quantiles: Quantiles | None = None) -> Series:
    """Return the series as our monitors would label it, which it may be already.

    Args:
        series: the series as recorded.
        quantiles: whose spelling of `quantile` and `le` to use; without it they stay as recorded.

    """
    labels = dict(series.labels)
    if "job" in labels:
        labels["job"] = labels["job"].removesuffix(_HEADLESS)
    if "cluster" in labels:
        labels["component"] = labels.pop("cluster")
    if quantiles is not None:
        for name in _NUMERIC_LABELS:
            if name in labels:
                labels[name] = _spelled(labels[name], quantiles)
    return Series.of(series.name, labels)


def relabelled(
    samples: Iterable[Sample], *, quantiles: Quantiles | None = None
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
            new = monitored[series] = as_monitored(series, quantiles=quantiles)
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
