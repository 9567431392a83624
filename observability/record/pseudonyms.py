"""Pseudonyms for labels that identify somebody: the same value has the same one in a recording."""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass, field

from observability.model.metric import LabelKind, Metric
from observability.recordings.series import Series

_OF_TARGETS = ("instance", "pod", "node", "host")
"""Labels of any target: names and addresses of machines and processes."""
_DIGITS = 12


def identifying(metrics: Iterable[Metric]) -> frozenset[str]:
    """Return the labels that identify somebody: a target, or what users or processes make."""
    return frozenset(_OF_TARGETS) | {
        label.stored_as
        for metric in metrics
        for label in metric.labels
        if label.kind in (LabelKind.UNBOUNDED, LabelKind.PER_PROCESS)
    }


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """Replaces the values of `labels` by keyed hashes, which nobody can undo without the key."""

    key: bytes = field(repr=False)
    labels: frozenset[str]

    def of(self, label: str, value: str) -> str:
        """Return the pseudonym of a label's value."""
        digest = hmac.new(self.key, f"{label}\0{value}".encode(), hashlib.sha256).hexdigest()
        return f"{label}-{digest[:_DIGITS]}"

    def series(self, series: Series) -> Series:
        """Return the series under its pseudonyms."""
        return Series.of(
            series.name,
            {
                label: self.of(label, value) if label in self.labels else value
                for label, value in series.labels
            },
        )
