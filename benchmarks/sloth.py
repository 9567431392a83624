"""Sloth 0.16: the same SLIs in its words, and the rules that it makes of them.

It reads two forms: a `prometheus/v1` specification, from which it writes a plain rule file, and a
PrometheusServiceLevel, from which it writes a PrometheusRule, as we do.
"""

import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from observability import SLO, RatioSLI, Selector
from observability.expressions.printing import render
from observability.expressions.scope import Scope

PROGRAM = Path(".tools/sloth")
"""What `make tools` builds."""


def rate(selector: Selector, where: Scope) -> str:
    """Return the query of a selector's events as Sloth's documentation writes it."""
    return f"sum(rate({render(where.series(selector))}[{{{{.window}}}}]))"


def _sli(slo: SLO, where: Scope) -> tuple[str, str]:
    """Return the queries of bad and of valid events."""
    if not isinstance(slo.sli, RatioSLI) or slo.sli.valid is None or slo.sli.bad is None:
        raise TypeError(f"{slo.name}: only a ratio of bad to valid events is compared")
    return rate(slo.sli.bad, where), rate(slo.sli.valid, where)


def _plain_slo(slo: SLO, where: Scope) -> dict[str, object]:
    bad, valid = _sli(slo, where)
    alert = slo.name.title().replace("-", "")
    return {
        "name": slo.name,
        "objective": float(slo.objective * 100),
        "description": slo.description,
        "sli": {"events": {"error_query": bad, "total_query": valid}},
        "alerting": {
            "name": alert,
            "labels": {"namespace": where.namespace},
            "annotations": {"runbook_url": f"https://example.org/runbooks/{alert}.md"},
            "page_alert": {"labels": {"severity": "critical"}},
            "ticket_alert": {"labels": {"severity": "warning"}},
        },
    }


def plain(slos: Iterable[SLO], where: Scope) -> dict[str, object]:
    """Return a specification of plain rules, over Sloth's own period of 30 days."""
    found = [_plain_slo(slo, where) for slo in slos]
    return {"version": "prometheus/v1", "service": "shop", "slos": found}


def service_level(slos: Iterable[SLO], where: Scope) -> dict[str, object]:
    """Return the same as a PrometheusServiceLevel."""
    return {
        "apiVersion": "sloth.slok.dev/v1",
        "kind": "PrometheusServiceLevel",
        "metadata": {"name": "shop", "namespace": where.namespace},
        "spec": {"service": "shop", "slos": [_camel(_plain_slo(slo, where)) for slo in slos]},
    }


def _camel(value: object) -> object:
    """Spell the field names of the one form as the other does."""
    if not isinstance(value, dict):
        return value
    return {_SPELLED.get(key, key): _camel(field) for key, field in value.items()}


_SPELLED = {
    "error_query": "errorQuery",
    "total_query": "totalQuery",
    "page_alert": "pageAlert",
    "ticket_alert": "ticketAlert",
}


def write(specification: Mapping[str, object], path: Path) -> None:
    """Write what Sloth reads."""
    path.write_text(yaml.safe_dump(specification, sort_keys=False, width=1000))


def command(specification: Path, rules: Path) -> list[str]:
    """Return the command that generates rules."""
    return [str(PROGRAM), "generate", "-i", str(specification), "-o", str(rules), "--no-log"]


def groups(slos: Iterable[SLO], where: Scope) -> list[dict[str, Any]]:
    """Return the rule groups that Sloth generates."""
    with tempfile.TemporaryDirectory(prefix="sloth-") as folder:
        specification, rules = Path(folder, "slos.yaml"), Path(folder, "rules.yaml")
        write(plain(slos, where), specification)
        subprocess.run(command(specification, rules), check=True, capture_output=True)
        found: list[dict[str, Any]] = yaml.safe_load(rules.read_text())["groups"]
        return found
