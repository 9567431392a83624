"""The recordings of the project, and what several tests read from them, read once."""

import functools
from pathlib import Path

import pytest

from observability.prometheus import promtool
from observability.prometheus.binaries import PROJECT, RELEASES
from observability.prometheus.promtool import Promtool
from observability.recordings.openmetrics import read
from observability.recordings.relabel import relabelled
from observability.recordings.series import named
from observability.recordings.truth import Increment, increments

COUNTED = (
    "gitstratum_auth_attempts_total",
    "gitstratum_frontend_git_operations_failed_total",
    "gitstratum_frontend_git_operations_total",
    "gitstratum_object_replications_total",
    "gitstratum_requests_error_total",
    "gitstratum_requests_success_total",
    "gitstratum_requests_total",
    "coordinator_node_state_transitions_total",
    "coordinator_rpc_total",
)


@pytest.fixture(scope="session")
def recordings() -> Path:
    """Find the folder of the recordings."""
    return PROJECT / "recordings"


@functools.cache
def counted(name: str) -> tuple[Increment, ...]:
    """Count a recording, relabelled, once for all tests; the week takes about 6 s."""
    samples = read(PROJECT / "recordings" / name / f"{name}.om.gz")
    return increments(relabelled(samples), named(*COUNTED))


@pytest.fixture(scope="session")
def realtime() -> tuple[Increment, ...]:
    """Count the realtime recording."""
    return counted("realtime")


@pytest.fixture(scope="session")
def week() -> tuple[Increment, ...]:
    """Count the week."""
    return counted("week")


@pytest.fixture(scope="session")
def month() -> tuple[Increment, ...]:
    """Count the month."""
    return counted("month")


@pytest.fixture(scope="session", params=RELEASES)
def tool(request: pytest.FixtureRequest) -> Promtool:
    """Find the promtool of each release; without it the tests fail and say what to do."""
    return promtool.find(PROJECT / ".tools" / request.param / "promtool")


@pytest.fixture(scope="session")
def cache() -> Path:
    """Find the folder in which imports are kept from one run of the tests to the next."""
    return PROJECT / ".tools" / "cache"
