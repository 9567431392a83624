"""The SLOs under test, one of each kind of SLI at least: what they read, in words of our own.

Written by hand from the promise, not taken from the catalogue: the oracle must not share a mistake
with what it judges.
"""

from dataclasses import dataclass

JOBS = {
    "frontend": "gitstratum-frontend",
    "metadata": "gitstratum-metadata",
    "control-plane": "gitstratum-control-plane",
}
"""The scrape job of each component."""

INTERVALS = {"frontend": 15, "metadata": 30, "control-plane": 15}
"""Seconds between two scrapes of each component."""

NAMESPACE = "gitstratum-system"
DECLARED = 3
"""How many pods each component is declared to have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """Counted events; `bad` or `good` is a counter, the other follows."""

    slo: str
    component: str
    valid: str
    bad: str = ""
    good: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeSlice:
    """Minutes in which a quantile of any pod that had requests was above a limit."""

    slo: str
    component: str
    summary: str
    limit: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Boolean:
    """Minutes without exactly one leader."""

    slo: str
    component: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Targets that are declared, and those of them that cannot be scraped."""

    slo: str
    component: str


SLI = Ratio | TimeSlice | Boolean | Coverage

PUSH = Ratio(
    slo="push-availability",
    component="frontend",
    valid="gitstratum_frontend_git_operations_total",
    bad="gitstratum_frontend_git_operations_failed_total",
)
METADATA = Ratio(
    slo="metadata-availability",
    component="metadata",
    valid="gitstratum_requests_total",
    good="gitstratum_requests_success_total",
)
SIGN_IN = TimeSlice(
    slo="sign-in-latency",
    component="frontend",
    summary="gitstratum_auth_duration_seconds",
    limit=0.1,
)
METADATA_LATENCY = TimeSlice(
    slo="metadata-latency",
    component="metadata",
    summary="gitstratum_request_duration_seconds",
    limit=0.05,
)
LEADER = Boolean(slo="leader-present", component="control-plane")
COVERAGE = Coverage(slo="frontend-scrape-coverage", component="frontend")

SLIS: tuple[SLI, ...] = (PUSH, METADATA, SIGN_IN, METADATA_LATENCY, LEADER, COVERAGE)
FRONTEND = (PUSH, SIGN_IN, COVERAGE)
COUNTERS = (PUSH, METADATA, SIGN_IN, METADATA_LATENCY)
