"""What is emitted is formatted as Prometheus formats it: users have linters that ask for that."""

import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from observability.catalogue.gitstratum import GITSTRATUM
from observability.generate import generate
from observability.prometheus import server
from observability.prometheus.client import local_http
from tests import programs

AS_WIDE = {"$__rate_interval": "11d11h11m11s11ms", "$__interval": "1d1h1m1s1ms"}
"""Durations as long as the variables that Prometheus cannot read."""


_EXPONENT = re.compile(r"\d(?:\.\d+)?e[+-]\d\d")
"""Prometheus 2 writes very large and small numbers so, Prometheus 3 as decimals."""


def expressions(body: object) -> Iterator[str]:
    """Yield the expressions of rules, of their tests and of panels."""
    if isinstance(body, Mapping):
        for key, value in body.items():
            if key == "expr":
                yield value
            else:
                yield from expressions(value)
    elif isinstance(body, Sequence) and not isinstance(body, str):
        for value in body:
            yield from expressions(value)


@pytest.fixture(scope="module")
def emitted() -> list[str]:
    """Return every emitted expression, once."""
    artefacts = generate(GITSTRATUM)
    found = {text for artefact in artefacts for text in expressions(artefact.body)}
    for variable, duration in AS_WIDE.items():
        found = {text.replace(variable, duration) for text in found}
    return sorted(found)


def test_every_emitted_expression_is_as_prometheus_formats_it(
    emitted: list[str], release: str, tmp_path: Path
) -> None:
    """Byte for byte, in rules, their tests and panels; by the formatter that promtool has, too."""
    other = []
    with (
        server.running(programs.prometheus(release), tmp_path) as prometheus,
        local_http(programs.PATIENCE) as client,
    ):
        for text in emitted:
            formatted = client.post(
                f"{prometheus.url}/api/v1/format_query", data={"query": text}
            ).json()["data"]
            if _EXPONENT.sub(lambda match: f"{Decimal(match[0]):f}", formatted) != text:
                other.append(f"{text}\n=>\n{formatted}")
    assert len(emitted) > 1_000
    assert not other, f"{len(other)} of {len(emitted)}:\n{other[0]}"


@pytest.mark.prometheus3
def test_promtool_formats_as_its_server_does(emitted: list[str]) -> None:
    """The longest expression, formatted by `promtool promql format`."""
    longest = max(emitted, key=len)
    command = [str(programs.promtool(programs.NEWEST).path), "--experimental", "promql", "format"]
    done = subprocess.run([*command, longest], capture_output=True, text=True, check=True)
    assert done.stdout == f"{longest}\n"
