"""Which fields of a monitor an installation understands, by its oldest versions.

An Operator that does not know a field has a CRD without it: the API server drops the field
silently, or refuses the object when asked to be strict.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from observability.model.environment import Monitoring, version


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """The versions from which on a field has an effect."""

    operator: str
    prometheus: str


FIELDS: Mapping[str, Since] = {
    # Named so since Operator 0.79.1 (#7199); Prometheus 2 has no such setting and needs none.
    "fallbackScrapeProtocol": Since(operator="0.79.1", prometheus="3.0"),
}
"""Fields that not every supported installation understands."""


def understands(monitoring: Monitoring, field: str) -> bool:
    """Return whether the oldest Operator and Prometheus of an installation understand a field."""
    since = FIELDS[field]
    return version(monitoring.operator_version) >= version(since.operator) and version(
        monitoring.prometheus_version
    ) >= version(since.prometheus)
