"""A link to a dashboard that is not there, or one that forgets time range or environment.

The reader of an incident who follows such a link sees another hour or another environment, and may
not notice.
"""

import re
from collections.abc import Iterator

from observability.checks.dashboard import Fault, dashboards, problems
from observability.checks.problem import Problem
from observability.checks.subject import Subject
from observability.dashboards.reading import Json, strings

_LINK = re.compile(r"/d/([A-Za-z0-9_${}-]+)")


def _faults(dashboard: Json, uids: frozenset[str]) -> Iterator[Fault]:
    for text in strings(dashboard):
        for uid in _LINK.findall(text):
            fixed = re.split(r"\$\{", uid)[0]
            if not any(name == uid or (fixed != uid and name.startswith(fixed)) for name in uids):
                yield (
                    "",
                    f"/d/{uid} is no dashboard; there are: " + ", ".join(sorted(uids)),
                )
        if text.startswith("/d/") and "?" in text:
            for wanted in ("var-environment=", "__url_time_range"):
                if wanted not in text:
                    yield "", f"{text} loses {wanted.strip('_=')}"
    for link in dashboard.get("links", []):
        if link["url"].startswith("/d/") and not (link["keepTime"] and link["includeVars"]):
            yield link["title"], "the link loses the time range or the variables"


def check(subject: Subject) -> Iterator[Problem]:
    """Return the faults."""
    uids = frozenset(str(body.get("uid")) for _, body in dashboards(subject))
    return problems(
        subject,
        "dashboards/links",
        lambda dashboard: _faults(dashboard, uids),
        consequence="the reader lands nowhere, or at another time or environment",
        cure="link to a page of ours, with the time range and the variables",
    )
