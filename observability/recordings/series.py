"""What a recording holds: series, and their samples."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Self, TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One time series: the name of a metric and its labels.

    Attributes:
        name: the sample's name as exposed, so a counter ends in `_total`.
        labels: pairs of name and value, sorted by name, without empty values. Build it with
            `Series.of`.

    """

    name: str
    labels: tuple[tuple[str, str], ...]
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # A recording has a million samples of a few hundred series: hash once a series.
        object.__setattr__(self, "_hash", hash((self.name, self.labels)))

    def __hash__(self) -> int:
        """Return the hash that was computed when the series was made."""
        return self._hash

    @classmethod
    def of(cls, name: str, labels: Mapping[str, str]) -> Self:
        """Return the series of that name and those labels, in any order.

        An empty label is no label, as in Prometheus.
        """
        filled = ((key, value) for key, value in labels.items() if value)
        return cls(name=name, labels=tuple(sorted(filled)))

    def label(self, name: str) -> str:
        """Return the value of a label, or "" when the series has none, as a matcher sees it."""
        for key, value in self.labels:
            if key == name:
                return value
        return ""

    def __str__(self) -> str:
        """Return the series as Prometheus writes it: `up{job="x"}`."""
        if not self.labels:
            return self.name
        pairs = ",".join(f'{key}="{_escaped(value)}"' for key, value in self.labels)
        return f"{self.name}{{{pairs}}}"


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace("\n", "\\n").replace('"', '\\"')


class Sample(NamedTuple):
    """One value of one series.

    A named tuple, not a dataclass as our other values are: a week has 1.5 million of them, and a
    tuple is made in less than half of a frozen dataclass's time.
    """

    series: Series
    """The series that the value belongs to; samples of one series share the object."""
    value: float
    """The value, in the metric's own unit."""
    timestamp: float
    """When it was scraped, in seconds of Unix time."""

    @property
    def name(self) -> str:
        """The name of the sample's series."""
        return self.series.name

    @property
    def labels(self) -> tuple[tuple[str, str], ...]:
        """The labels of the sample's series."""
        return self.series.labels


Predicate: TypeAlias = Callable[[Series], bool]
"""Is this series one of those that are meant? It is asked once for each series."""


def named(*names: str, **labels: str) -> Predicate:
    """Return the predicate of the series with one of these names and all of these labels.

    `named("up", job="x")` is the selector `up{job="x"}`; a label given as "" must be absent.
    """

    def selects(series: Series) -> bool:
        return series.name in names and all(
            series.label(key) == value for key, value in labels.items()
        )

    return selects
