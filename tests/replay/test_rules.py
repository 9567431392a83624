"""Rules are read from rule files, and from PrometheusRules as the Operator takes them."""

from pathlib import Path

import pytest

from observability.errors import ReplayError
from observability.replay.rules import Rule, read_rules, rule_files
from tests.programs import ROOT, tools
from tests.replay.conftest import our_rules

OBJECT = """\
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: oven
spec:
  groups:
    - name: oven
      interval: 5m
      rules:
        - alert: Hot
          expr: heat > 10
          for: 10m
"""


def read(path: Path, release: str) -> tuple[Rule, ...]:
    """Read the rules that a path names."""
    return read_rules(rule_files(path), promtool=tools(release).promtool)


def test_prometheus_rules_hold_what_rule_files_hold(release: str) -> None:
    """Both forms of the rules of prod, those that wait included, are read as the same rules."""
    objects = read(ROOT / "alerts" / "prod", release)
    assert sorted(map(repr, objects)) == sorted(map(repr, our_rules()))


def test_interval_and_for_of_a_prometheus_rule(release: str, tmp_path: Path) -> None:
    """They are read, and other objects of the folder are passed over."""
    (tmp_path / "oven.yaml").write_text(OBJECT)
    (tmp_path / "kustomization.yaml").write_text("kind: Kustomization\nresources: [oven.yaml]\n")
    (hot,) = read(tmp_path, release)
    assert (hot.name, hot.interval, getattr(hot, "for_", None)) == ("Hot{}", 300, 600)


def test_prometheus_rule_that_promtool_refuses(release: str, tmp_path: Path) -> None:
    """It is refused with promtool's words, which name the file."""
    path = tmp_path / "oven.yaml"
    path.write_text(OBJECT.replace("heat >", "heat >>"))
    with pytest.raises(ReplayError, match=f"promtool refuses the rules(.|\n)*{path}"):
        read(path, release)


@pytest.mark.parametrize(
    "text", ["{}", "groups:", "groups: [{name: g}]", "kind: PrometheusRule", ""]
)
def test_nothing_in_it(text: str, release: str, tmp_path: Path) -> None:
    """A file without rules is none too many."""
    (tmp_path / "empty.rules.yaml").write_text(text)
    assert read(tmp_path, release) == ()


def test_folder_without_rules(tmp_path: Path) -> None:
    """It is refused, and what it should hold is said."""
    (tmp_path / "kustomization.yaml").write_text("kind: Kustomization\n")
    with pytest.raises(ReplayError, match=r"no rules: expected .*rules\.yaml or with Prometheus"):
        rule_files(tmp_path)
