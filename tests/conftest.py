"""What all tests share."""

import os

import pytest
from hypothesis import HealthCheck, settings

from observability.prometheus.promtool import Promtool
from tests import programs

# The same examples in every run: a merge must not fail by chance for what it did not change.
# It may be as slow as the machine is busy.
settings.register_profile(
    "same", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("same")

# As many workers run as there are cores: a program of Go that takes more slows the others.
if "PYTEST_XDIST_WORKER" in os.environ:
    os.environ.setdefault("GOMAXPROCS", "1")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--update-golden`, which rewrites the golden files from what is seen now."""
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write golden files anew instead of comparing with them",
    )


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Tell whether golden files are to be written anew."""
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture(scope="session", params=programs.EACH_RELEASE)
def release(request: pytest.FixtureRequest) -> str:
    """Name a release of Prometheus: the test runs on each that we support."""
    name: str = request.param
    return name


@pytest.fixture(scope="session")
def tool(release: str) -> Promtool:
    """Return the promtool of each release."""
    return programs.promtool(release)
