"""A dashboard that Grafana or a ConfigMap takes for another one, or not at all.

Links lead to a uid, so it must be stable and valid. A dashboard that can be edited in Grafana loses
the edit at the next rollout, and a ConfigMap holds no more than 1 MiB.
"""

import re
from collections.abc import Iterator

from observability.checks.dashboard import Fault, problems
from observability.checks.problem import Problem
from observability.checks.subject import Subject
from observability.dashboards.reading import Json
from observability.formats import json_text

_UID = re.compile(r"[A-Za-z0-9_-]{1,40}")
_LARGEST = 1_000_000
"""Bytes: a ConfigMap holds 1 MiB at most."""
_READ_EVERYWHERE = 39
"""Grafana 10 reads it, and Grafana 12 refuses a schema that is newer than its own."""


def _faults(dashboard: Json) -> Iterator[Fault]:
    if not _UID.fullmatch(str(dashboard.get("uid") or "")):
        yield "", f"uid {dashboard.get('uid')!r}: give 1 to 40 letters, digits, - or _"
    if not dashboard.get("title"):
        yield "", "it has no title"
    if dashboard.get("schemaVersion") != _READ_EVERYWHERE:
        yield (
            "",
            f"schemaVersion {dashboard.get('schemaVersion')}: {_READ_EVERYWHERE} loads everywhere",
        )
    if dashboard.get("editable") is not False:
        yield "", "it can be edited in Grafana, where the edit is lost at the next rollout"
    size = len(json_text(dashboard, indent=2).encode())
    if size > _LARGEST:
        yield "", f"{size} bytes are more than a ConfigMap holds: collapse less into one page"


def check(subject: Subject) -> Iterator[Problem]:
    """Return the faults."""
    return problems(
        subject,
        "dashboards/identity",
        _faults,
        consequence="Grafana refuses it, upgrades it silently or loses it at the next rollout",
        cure="mend the page in observability/dashboards/, or collapse less into it",
    )
