"""The committed proofs, run as anybody can run them: by plain promtool, without this package."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from observability.formats import read_yaml
from observability.prometheus.promtool import Promtool
from tests import programs
from tests.proving import proven

ALERTS = programs.ROOT / "alerts"
PLAIN = ALERTS / "promtool"
PROOFS = sorted(path.name for path in PLAIN.glob("*.test.yaml"))


def groups(bodies: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return rule groups by their names, each of which there is once."""
    found: dict[str, Any] = {}
    for body in bodies:
        for group in body["groups"]:
            assert group["name"] not in found, f"two groups are named {group['name']}"
            found[group["name"]] = group
    return found


def specs(folder: Path) -> Iterable[Mapping[str, Any]]:
    """Yield what the PrometheusRules of a folder and its subfolders hold."""
    for path in sorted(folder.rglob("*.yaml")):
        body: Any = read_yaml(path)
        if body["kind"] == "PrometheusRule":
            yield body["spec"]


def plain() -> Iterable[Mapping[str, Any]]:
    """Yield what the plain rule files hold."""
    for path in sorted(PLAIN.glob("*.rules.yaml")):
        body: Any = read_yaml(path)
        yield body


@pytest.mark.parametrize("proof", PROOFS)
def test_proof_holds(proof: str, tool: Promtool) -> None:
    """The unit tests of the file pass with the promtool of this release."""
    verdict = proven(tool, [PLAIN / proof])
    assert verdict.passed, (
        f"alerts/promtool/{proof} fails with Prometheus {tool.release}: the rules do not do what "
        f"was promised. See it with `observability prove {proof.partition('.')[0]}`.\n"
        f"{verdict.output}"
    )


def test_every_plain_rule_file_has_a_proof() -> None:
    """No rule file is without unit tests that name it."""
    named = {
        name
        for proof in PROOFS
        for body in [read_yaml(PLAIN / proof)]
        if isinstance(body, dict)
        for name in body["rule_files"]
    }
    assert {path.name for path in PLAIN.glob("*.rules.yaml")} <= named


def test_proven_groups_are_those_of_prod() -> None:
    """What is proven is what is applied: the plain files hold exactly prod's groups."""
    assert groups(plain()) == groups(specs(ALERTS / "prod"))
