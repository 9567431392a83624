"""Pseudonyms for labels that identify somebody: the same value has the same one in a recording."""

import hashlib
import hmac
from dataclasses import dataclass, field

from observability.recordings.series import Series

IDENTIFYING = ("repo", "node_id", "instance", "pod", "node", "host")
"""Names of repositories, processes and machines, and addresses."""
_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """Replaces identifying values by keyed hashes, which nobody can undo without the key."""

    key: bytes = field(repr=False)

    def of(self, label: str, value: str) -> str:
        """Return the pseudonym of a label's value."""
        digest = hmac.new(self.key, f"{label}\0{value}".encode(), hashlib.sha256).hexdigest()
        return f"{label}-{digest[:_DIGITS]}"

    def series(self, series: Series) -> Series:
        """Return the series under its pseudonyms."""
        return Series.of(
            series.name,
            {
                label: self.of(label, value) if label in IDENTIFYING else value
                for label, value in series.labels
            },
        )
