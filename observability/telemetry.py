"""What our own runs say of themselves: traces and metrics, each only if asked for.

Traces are off unless the standard OTEL_* variables ask for them; metrics go into a file for
node-exporter's textfile collector, since no run lives long enough to be scraped.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_ENDPOINTS = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
_SERVICE = "observability"

Attribute = str | int | float | bool


def wanted(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether traces are asked for: an OTLP endpoint or exporter is named, and not switched off."""
    if environment.get("OTEL_SDK_DISABLED", "").lower() == "true":
        return False
    exporter = environment.get("OTEL_TRACES_EXPORTER", "")
    return exporter == "otlp" or (
        not exporter and any(environment.get(name) for name in _ENDPOINTS)
    )


@contextmanager
def tracing(command: str) -> Iterator[None]:
    """Trace a run of a command, if that is wanted; what is left is sent at its end."""
    if not wanted():
        yield
        return
    # Slow to import, and needed by nobody else.
    from opentelemetry import trace  # noqa: PLC0415
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import (  # noqa: PLC0415
        OTLPSpanExporter,
    )
    from opentelemetry.sdk.resources import Resource  # noqa: PLC0415
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
    from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415

    name = os.environ.get("OTEL_SERVICE_NAME", _SERVICE)
    provider = TracerProvider(resource=Resource.create({"service.name": name}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(provider)
    try:
        with span(command):
            yield
    finally:
        provider.shutdown()


@contextmanager
def span(name: str, **attributes: Attribute) -> Iterator[None]:
    """Measure a part of a run. Attributes never hold URLs or secrets."""
    if not wanted():
        yield
        return
    from opentelemetry import trace  # noqa: PLC0415

    with trace.get_tracer(_SERVICE).start_as_current_span(name, attributes=attributes):
        yield


@dataclass(frozen=True, slots=True, kw_only=True)
class Gauge:
    """What a run leaves as a number, or as one for each value of the label `by`."""

    name: str
    help: str
    value: float | Mapping[str, float]
    by: str = ""


def write_textfile(command: str, environment: str, gauges: Iterable[Gauge], path: Path) -> None:
    """Write the metrics of a command's run that went well: `observability_<command>_<name>`.

    The file appears at once, when it is whole, and the one before stays until then.

    Raises:
        OSError: the file cannot be written.

    """
    # Slow to import, and needed by nobody else.
    from prometheus_client import CollectorRegistry, write_to_textfile  # noqa: PLC0415
    from prometheus_client import Gauge as Exposed  # noqa: PLC0415

    registry = CollectorRegistry()
    for gauge in gauges:
        labels = ["environment", gauge.by] if gauge.by else ["environment"]
        exposed = Exposed(
            f"observability_{command}_{gauge.name}", gauge.help, labels, registry=registry
        )
        if isinstance(gauge.value, Mapping):
            for value, number in gauge.value.items():
                exposed.labels(environment, value).set(number)
        else:
            exposed.labels(environment).set(gauge.value)
    write_to_textfile(str(path), registry)
