"""The recordings of the project, and what several tests read from them, read once."""

import functools
from pathlib import Path

import pytest

from observability.recordings.openmetrics import read
from observability.recordings.relabel import relabelled
from observability.recordings.series import named
from tests import programs
from tests.project import MONITORED
from tests.recordings.truth import Increment, increments

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
    return programs.ROOT / "recordings"


@functools.cache
def counted(name: str) -> tuple[Increment, ...]:
    """Count a recording, relabelled, once for all tests; the week takes about 6 s."""
    samples = read(programs.ROOT / "recordings" / name / f"{name}.om.gz")
    return increments(relabelled(samples, MONITORED), named(*COUNTED))


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


@pytest.fixture(scope="session")
def cache() -> Path:
    """Return the folder in which imports are kept from one run of the tests to the next."""
    return programs.CACHE
