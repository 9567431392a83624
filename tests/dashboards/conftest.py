"""The dashboards of GitStratum, and a Prometheus that holds what they ask for."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from observability import files
from observability.catalogue.gitstratum import GITSTRATUM
from observability.dashboards.folder import folder
from observability.preview.answers import Time
from observability.prometheus.client import PrometheusClient
from tests.programs import EACH_RELEASE
from tests.replay.conftest import asking, replayed

Json = dict[str, Any]


@pytest.fixture(scope="session")
def dashboards() -> dict[str, Json]:
    """Generate the dashboards, by uid, as they are written."""
    made = [a for a in folder(GITSTRATUM) if a.path.endswith(".json")]
    bodies = [json.loads(files.serialise(artefact)) for artefact in made]
    return {body["uid"]: body for body in bodies}


@pytest.fixture(scope="session", params=EACH_RELEASE)
def recorded(request: pytest.FixtureRequest) -> Iterator[tuple[PrometheusClient, Time]]:
    """Serve the realtime recording with what all rules of prod record of it."""
    found = replayed("realtime", request.param)
    time = Time(start=found.span.start, end=found.span.end, step=30, scrape_interval=10)
    with asking(found.storage, request.param) as client:
        yield client, time
