"""Traces of our own runs: nothing unless asked for, and then spans that tell where time went."""

import gzip
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from observability.telemetry import wanted
from tests.programs import PATIENCE, ROOT

RUN = """
from observability.telemetry import span, tracing
with tracing("review"):
    with span("query", promql="up"):
        pass
    with span("draw"):
        pass
"""


@contextmanager
def collector() -> Iterator[tuple[str, list[ExportTraceServiceRequest]]]:
    """Run an OTLP collector, and yield its URL and what it was sent."""
    sent: list[ExportTraceServiceRequest] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.headers.get("Content-Encoding") == "gzip":
                body = gzip.decompress(body)
            sent.append(ExportTraceServiceRequest.FromString(body))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", sent
        server.shutdown()


def run(tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a traced piece of work in a process of its own."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("OTEL_")}
    return subprocess.run(
        [sys.executable, "-c", RUN],
        env=inherited | environment | {"PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
        timeout=PATIENCE,
    )


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, False),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector:4318"}, True),
        ({"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://collector:4318/v1/traces"}, True),
        ({"OTEL_TRACES_EXPORTER": "otlp"}, True),
        ({"OTEL_TRACES_EXPORTER": "none", "OTEL_EXPORTER_OTLP_ENDPOINT": "http://x"}, False),
        ({"OTEL_SDK_DISABLED": "true", "OTEL_TRACES_EXPORTER": "otlp"}, False),
    ],
)
def test_traces_are_off_until_the_usual_variables_ask(
    environment: dict[str, str],
    expected: bool,  # noqa: FBT001
) -> None:
    """The standard variables decide, and nothing else."""
    assert wanted(environment) is expected


def test_spans_reach_a_collector_below_their_command(tmp_path: Path) -> None:
    """A run is one trace: the command's span, and those of its parts below it."""
    with collector() as (url, sent):
        run(tmp_path, OTEL_EXPORTER_OTLP_ENDPOINT=url)
    spans = {
        span.name: span
        for request in sent
        for resource in request.resource_spans
        for scope in resource.scope_spans
        for span in scope.spans
    }
    assert set(spans) == {"review", "query", "draw"}
    assert {span.trace_id for span in spans.values()} == {spans["review"].trace_id}
    assert spans["query"].parent_span_id == spans["review"].span_id
    assert spans["query"].attributes[0].value.string_value == "up"


def test_a_run_goes_well_without_its_collector(tmp_path: Path) -> None:
    """Nobody listens: the work is done all the same."""
    done = run(
        tmp_path,
        OTEL_EXPORTER_OTLP_ENDPOINT="http://127.0.0.1:1",
        OTEL_EXPORTER_OTLP_TIMEOUT="1",
        OTEL_BSP_EXPORT_TIMEOUT="1000",
    )
    assert done.returncode == 0


def test_nothing_is_imported_when_it_is_off(tmp_path: Path) -> None:
    """Without the variables the SDK is not even loaded."""
    script = RUN + "\nimport sys\nassert not [m for m in sys.modules if m.startswith('opentel')]\n"
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("OTEL_")}
    done = subprocess.run(
        [sys.executable, "-c", script], env=inherited, cwd=tmp_path, check=False, timeout=PATIENCE
    )
    assert done.returncode == 0
