"""Traces of our own longer runs. Off unless the standard OTEL_* variables ask for them."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

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
