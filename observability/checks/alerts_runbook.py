"""An alert without a runbook, or a runbook without an alert.

Whoever is paged opens `runbooks/<AlertName>.md`; it has the headings Meaning, Impact, Diagnosis
and Mitigation, and something under each; that of a cause also Verify, Escalation and "Over when",
since no error budget says how bad it is or when it is over. A runbook of an alert that is no longer
emitted misleads whoever searches for it.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from observability.checks.problem import Problem
from observability.checks.subject import Subject
from observability.expressions.names import CAUSE_LABEL

HEADINGS = ("Meaning", "Impact", "Diagnosis", "Mitigation")
OF_CAUSES = ("Verify", "Escalation", "Over when")
_HEADING = re.compile(r"#{1,6}\s+(.*?)\s*#*")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def _sections(text: str) -> dict[str, str]:
    """Return what stands under each heading; lines inside fences are no headings."""
    sections: dict[str, str] = {}
    heading, fenced = "", False
    for line in _COMMENT.sub("", text).splitlines():
        if line.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
        title = None if fenced else _HEADING.fullmatch(line)
        if title is not None:
            heading = title[1]
            sections.setdefault(heading, "")
        else:
            sections[heading] = sections.get(heading, "") + line.strip()
    return sections


def _faults(path: Path, headings: tuple[str, ...]) -> list[str]:
    if not path.is_file():
        return ["the alert has no runbook"]
    try:
        sections = _sections(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        return [f"the runbook cannot be read: {error}"]
    missing = [heading for heading in headings if heading not in sections]
    empty = [heading for heading in headings if sections.get(heading) == ""]
    faults = []
    if missing:
        faults.append(f"the runbook lacks the headings: {', '.join(missing)}")
    if empty:
        faults.append(f"the runbook says nothing under: {', '.join(empty)}")
    return faults


def check(subject: Subject) -> Iterator[Problem]:
    """Return the alerts without a whole runbook, and the runbooks without an alert."""
    if subject.broken:
        return
    folder = subject.root / "runbooks"
    alerts = sorted({rule.alert for rule in subject.rules if rule.alert is not None})
    of_causes = {rule.alert for rule in subject.rules if CAUSE_LABEL in rule.labels}
    for alert in alerts:
        headings = HEADINGS + (OF_CAUSES if alert in of_causes else ())
        for fault in _faults(folder / f"{alert}.md", headings):
            yield Problem(
                check="alerts/runbook",
                file=f"runbooks/{alert}.md",
                name=alert,
                what=fault,
                consequence="whoever is paged does not learn what to do",
                cure=f"write it, with the headings {', '.join(headings)}",
            )
    for path in sorted(folder.glob("*.md")):
        if path.stem not in alerts and path.stem != "README":
            yield Problem(
                check="alerts/runbook",
                file=f"runbooks/{path.name}",
                name=path.stem,
                what="no emitted alert has this runbook",
                consequence="it ages, and misleads whoever finds it",
                cure="rename it to an alert's name, or remove it",
            )
    for rule in subject.rules:
        url = rule.annotations.get("runbook_url", "")
        if rule.alert is not None and not url.endswith(f"/{rule.alert}.md"):
            yield Problem(
                check="alerts/runbook",
                file=rule.path,
                name=rule.title,
                what=f"the alert's runbook_url is {url!r}",
                consequence="whoever is paged is not led to the runbook",
                cure=f"let it end in /{rule.alert}.md",
            )
