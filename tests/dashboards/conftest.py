"""The dashboards of GitStratum, and a Prometheus that holds what they ask for."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from observability import files
from observability.catalogue.gitstratum import GITSTRATUM
from observability.dashboards.folder import folder
from observability.dashboards.lint import Known
from observability.preview.answers import Time
from observability.preview.results import span_of, with_results
from observability.preview.rules import all_groups
from observability.prometheus import promtool, server
from observability.prometheus.binaries import PROJECT, RELEASES
from observability.prometheus.client import PrometheusClient
from observability.recordings.tsdb import imported
from tests.dashboards.grafana_types import UNITS

Json = dict[str, Any]


@pytest.fixture(scope="session")
def dashboards() -> dict[str, Json]:
    """Generate the dashboards, by uid, as they are written."""
    made = [a for a in folder(GITSTRATUM) if a.path.endswith(".json")]
    bodies = [json.loads(files.serialise(artefact)) for artefact in made]
    return {body["uid"]: body for body in bodies}


@pytest.fixture(scope="session")
def known(dashboards: dict[str, Json]) -> Known:
    """Tell what a dashboard may refer to."""
    return Known(
        metrics={metric.name: metric for metric in GITSTRATUM.metrics},
        units=UNITS,
        dashboards=frozenset(dashboards),
    )


@pytest.fixture(scope="session", params=RELEASES)
def recorded(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[PrometheusClient, Time]]:
    """Serve the realtime recording with the results of all rules of prod."""
    tools = PROJECT / ".tools" / request.param
    cache = PROJECT / ".tools" / "cache"
    recording = PROJECT / "recordings" / "realtime" / "realtime.om.gz"
    tool, program = promtool.find(tools / "promtool"), server.find(tools / "prometheus")
    blocks = imported(recording, cache, promtool=tool)
    groups = all_groups(GITSTRATUM, GITSTRATUM.environment("prod"))
    results = with_results(blocks, groups, cache, promtool=tool, program=program)
    storage = Path(tmp_path_factory.mktemp("prometheus"), "storage")
    shutil.copytree(results, storage)
    span = span_of(results)
    with server.running(program, storage) as running, PrometheusClient(running.url) as client:
        yield client, Time(start=span.start, end=span.end, step=30, scrape_interval=10)
