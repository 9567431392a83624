"""An alert that says nobody whom to tell: without a severity, or a cause's without an owner.

Routes send an alert by its severity and namespace: without them it falls through to whoever has the
platform's default. An alert on a cause says which team mends it.
"""

from collections.abc import Iterator

from observability.checks.problem import Problem
from observability.checks.subject import Subject
from observability.expressions.names import CAUSE_LABEL, OWNER_LABEL, SEVERITY_LABEL
from observability.model.burn_rate import Severity


def check(subject: Subject) -> Iterator[Problem]:
    """Return the labels that alerts lack, or severities that no route knows."""
    severities = ", ".join(Severity)
    for rule in subject.rules:
        if rule.alert is None:
            continue
        owner = (OWNER_LABEL,) if CAUSE_LABEL in rule.labels else ()
        for label in (SEVERITY_LABEL, "namespace", *owner):
            if not rule.labels.get(label):
                yield Problem(
                    check="alerts/unaddressed",
                    file=rule.path,
                    name=rule.title,
                    what=f"the alert has no {label}",
                    consequence="no route of ours knows whom to tell",
                    cure=f"give it the label {label}",
                )
        if rule.severity and rule.severity not in {*Severity}:
            yield Problem(
                check="alerts/unaddressed",
                file=rule.path,
                name=rule.title,
                what=f"no route knows the severity {rule.severity!r}",
                consequence="it becomes a ticket, whatever was meant",
                cure=f"use one of: {severities}",
            )
