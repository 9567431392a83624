"""A real Prometheus of each release over some samples."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from observability.prometheus import promtool, server
from observability.prometheus.client import PrometheusClient
from observability.recordings import openmetrics
from observability.recordings.series import Sample
from tests import programs

Samples = Iterable[Sample]
Asking = Callable[[Samples], AbstractContextManager[PrometheusClient]]


@pytest.fixture(params=programs.EACH_RELEASE)
def asking(request: pytest.FixtureRequest, tmp_path: Path) -> Asking:
    """Return what runs a Prometheus of each release over some samples."""
    tools = programs.tools(request.param)

    @contextmanager
    def over(samples: Samples) -> Iterator[PrometheusClient]:
        openmetrics.write(tmp_path / "rows.om", samples)
        promtool.create_blocks(tools.promtool, tmp_path / "rows.om", tmp_path / "data")
        with (
            server.running(tools.prometheus, tmp_path / "data") as running,
            PrometheusClient(running.url) as client,
        ):
            yield client

    return over
