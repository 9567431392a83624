"""`observability explain NAME`: a promise, its budget, its alerts, and why."""

from functools import partial
from typing import Any

import click

from observability.alerts.outage import SILENT
from observability.commands.list import status
from observability.evaluation.detection import Detection
from observability.evaluation.states import StateRule
from observability.explanations.alerts import AlertExplanation, explained
from observability.explanations.explanation import (
    TRAFFIC,
    Explanation,
    Query,
    Tier,
    Traffic,
    explanation,
)
from observability.expressions.promql import duration
from observability.formats import json_text
from observability.model.cause import Cause
from observability.model.condition import in_words
from observability.model.environment import Environment
from observability.model.units import percentage
from observability.options import environment_option, with_project
from observability.project import Project
from observability.terminal import print_facts, print_table, printable, say

_EAGER = "a factor below 1: it tickets an SLO that meets its objective"


def _after(detected: Detection) -> str:
    return "never" if detected.after is None else duration(detected.after)


def _tier_data(tier: Tier) -> dict[str, Any]:
    return {
        "name": tier.name,
        "severity": tier.severity,
        "threshold": tier.threshold,
        "threshold_ratio": float(tier.threshold_ratio),
        "factor": float(tier.factor),
        "budget_share": float(tier.budget_share),
        "long_window": duration(tier.long_window),
        "short_window": duration(tier.short_window),
        "evaluated_every": duration(tier.evaluated_every),
        "fires_after_seconds": {
            f"{float(d.failing):g}": None if d.after is None else int(d.after.total_seconds())
            for d in tier.detections
        },
        "tickets_what_is_met": tier.tickets_what_is_met,
    }


def _traffic_data(traffic: Traffic) -> dict[str, Any]:
    return {
        "severity": traffic.severity,
        "bad_events": traffic.least.events,
        "within": duration(traffic.least.window),
        "least_valid_events_per_day": float(traffic.least.per_day),
        "total_outage_after_seconds": {
            f"{per_hour}": None if after is None else int(after.total_seconds())
            for per_hour, after in zip(TRAFFIC, traffic.after, strict=True)
        },
    }


def as_data(explained: Explanation) -> dict[str, Any]:
    """Return an explanation as plain data."""
    slo = explained.slo
    return {
        "name": slo.name,
        "environment": explained.environment,
        "component": str(slo.component),
        "promise": explained.promise,
        "objective": str(slo.objective),
        "window": duration(slo.window),
        "budget": {
            "ratio": str(slo.budget),
            "outage_minutes": f"{explained.outage_minutes:f}",
            "bad_events_per_million": f"{explained.bad_per_million:f}",
        },
        "policy": {
            "name": slo.policy.name,
            "basis": str(slo.policy.basis),
            "min_bad_events": slo.policy.min_bad_events,
            "source": slo.policy.source,
            "tiers": [_tier_data(tier) for tier in explained.tiers],
            "traffic": [_traffic_data(traffic) for traffic in explained.traffic],
        },
        "states": [{"state": rule.state.name, "if": str(rule)} for rule in explained.states],
        "status": status(slo),
        "waits_for": list(slo.waits_for),
        "never_idle": slo.never_idle,
        "retired": slo.retired,
        "metrics": [metric.name for metric in slo.metrics],
        "owner": slo.owner,
        "approved_by": slo.approved_by,
        "review_by": slo.review_by,
        "rationale": slo.rationale,
        "alert": explained.alert,
        "runbook": explained.runbook,
        "promql": {
            "ledger": {query.name: query.promql for query in explained.ledger},
            "alerts": {query.name: query.promql for query in explained.alerts},
        },
    }


_NOTICED = {"critical": "pages", "warning": "opens a ticket", "info": "is told"}


def _needs(traffic: Traffic) -> str:
    """Return from how much traffic on a total outage is noticed, and after how long."""
    least = traffic.least
    times = (
        f"{'never' if after is None else duration(after)} at {per_hour} an hour"
        for per_hour, after in zip(TRAFFIC, traffic.after, strict=True)
    )
    return (
        f"a total outage {_NOTICED[traffic.severity]} once {least.events} events have failed "
        f"within {duration(least.window)}: from {float(least.per_day):.2g} valid events a day on; "
        f"{', '.join(times)}"
    )


def _state(rule: StateRule) -> str:
    return f"{rule.state.word} if {rule}" if rule.when else f"else {rule.state.word}"


def _facts(explained: Explanation) -> list[tuple[str, str]]:
    slo = explained.slo
    waits = [("waits for", reason) for reason in slo.waits_for]
    idle = [("idle", f"never: {duration(SILENT)} without a valid event page")]
    return [
        ("promise", explained.promise),
        (
            "budget",
            (
                f"{percentage(slo.budget)} of valid events: {explained.outage_minutes:f} minutes "
                f"of full outage in {duration(slo.window)}, or {explained.bad_per_million:f} bad "
                "events of a million"
            ),
        ),
        ("status", f"{status(slo)} {slo.retired}".strip()),
        *waits,
        *(idle if slo.never_idle else ()),
        ("why", slo.rationale),
        ("owner", slo.owner),
        ("approved by", slo.approved_by),
        ("review by", slo.review_by),
        ("runbook", explained.runbook),
        ("metrics", ", ".join(metric.name for metric in slo.metrics) or "up"),
        (
            "policy",
            (
                f"{slo.policy.name}; no alert with fewer than {slo.policy.min_bad_events} bad "
                f"events in the long window. {slo.policy.source}"
            ),
        ),
        *(("traffic", _needs(traffic)) for traffic in explained.traffic),
        ("states", "; ".join(map(_state, explained.states))),
    ]


def show(explained: Explanation) -> None:
    """Print an explanation."""
    say(f"{explained.slo.name} in {explained.environment}", "bold")
    print_facts(_facts(explained))
    shares = [f"at {_failing(detected)} failing" for detected in explained.tiers[0].detections]
    print_table(
        ("tier", "severity", "fires when over", "in", "and in", *shares),
        (
            (
                tier.name,
                tier.severity,
                f"{tier.threshold} = {float(tier.threshold_ratio * 100):g} %",
                duration(tier.long_window),
                duration(tier.short_window),
                *map(_after, tier.detections),
            )
            for tier in explained.tiers
        ),
        numeric=shares,
    )
    say(
        "Times are from a clean start with steady traffic, until both windows are over; the alert "
        "fires at the next evaluation ("
        + ", ".join(f"{t.name}: every {duration(t.evaluated_every)}" for t in explained.tiers)
        + ")."
    )
    for tier in explained.tiers:
        if tier.tickets_what_is_met:
            say(f"{tier.name}: {tier.factor}, {_EAGER}.", "yellow")
    for query in (*explained.ledger, *explained.alerts):
        _print_query(query)


def alert_as_data(alert: AlertExplanation) -> dict[str, Any]:
    """Return the explanation of an alert that is no SLO's as plain data."""
    return {
        "alert": alert.alert,
        "environment": alert.environment,
        "severity": alert.severity,
        "summary": alert.summary,
        "pending_for": duration(alert.pending_for),
        "runbook": alert.runbook,
        "causes": [_cause_data(cause) for cause in alert.causes],
        "promql": {query.name: query.promql for query in alert.rules},
    }


def _cause_data(cause: Cause) -> dict[str, Any]:
    return {
        "name": cause.name,
        "component": str(cause.component),
        "question": cause.question,
        "condition": in_words(cause.when),
        "consequence": cause.consequence,
        "action": cause.action,
        "rationale": cause.rationale,
        "owner": cause.owner,
        "waits_for": list(cause.waits_for),
    }


def _cause_facts(cause: Cause) -> list[tuple[str, str]]:
    return [
        ("question", cause.question),
        ("when", in_words(cause.when)),
        ("do first", cause.action),
        ("why", cause.rationale),
        ("owner", cause.owner),
        *(("waits for", reason) for reason in cause.waits_for),
    ]


def _fires(alert: AlertExplanation) -> str:
    if not alert.pending_for:
        return "as soon as its expression is true"
    return f"when its expression has been true for {duration(alert.pending_for)}"


def show_alert(alert: AlertExplanation) -> None:
    """Print the explanation of an alert that is no SLO's; of its rules the first in full."""
    first, *others = alert.rules
    say(f"{alert.alert} in {alert.environment}", "bold")
    facts = (
        ("says", alert.summary),
        ("severity", alert.severity),
        ("fires", _fires(alert)),
        ("about", ", ".join(query.name for query in alert.rules)),
        ("runbook", alert.runbook),
    )
    of_cause = _cause_facts(alert.causes[0]) if alert.causes else []
    print_facts([*facts, *of_cause])
    _print_query(first)
    if others:
        click.echo(f"\nThe others are alike; --json shows all {len(alert.rules)}.")


def _failing(detected: Detection) -> str:
    return f"{float(detected.failing * 100):g} %"


def _print_query(query: Query) -> None:
    click.echo(f"\n{click.style(printable(query.name), bold=True)}")
    for line in query.promql.splitlines():
        click.echo(f"  {printable(line)}")


@click.command()
@with_project
@click.argument("name")
@environment_option("Where the promise holds")
@click.option("--json", "as_json", is_flag=True, help="Print the explanation as JSON.")
def command(project: Project, name: str, environment: Environment, *, as_json: bool) -> None:
    """Explain NAME: an SLO, or the SLO of an alert or metric, a cause, or any other alert."""
    catalogue = project.catalogue
    subject = explained(catalogue, environment, name)
    if isinstance(subject, AlertExplanation):
        data, shown = alert_as_data(subject), partial(show_alert, subject)
    else:
        promise = explanation(catalogue, subject, environment)
        data, shown = as_data(promise), partial(show, promise)
    if as_json:
        click.echo(json_text(data, indent=2))
    else:
        shown()
