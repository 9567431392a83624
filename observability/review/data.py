"""The review as plain data: `review.json`, which scripts and later reviews read."""

from datetime import datetime
from fractions import Fraction

from observability.review.assembly import Review
from observability.review.decisions import decisions
from observability.review.figures import Figures
from observability.review.ledger import Contributors
from observability.review.quarter import Quarter


def _number(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def _time(value: datetime) -> int:
    return int(value.timestamp())


def _contributors(contributors: Contributors | None) -> dict[str, object] | None:
    if contributors is None or contributors.failure:
        return None
    return {
        "bad": contributors.total,
        "by": {
            label: dict(sorted(values.items())) for label, values in contributors.events.items()
        },
    }


def _slo(figures: Figures, contributors: Contributors | None) -> dict[str, object]:
    slo = figures.slo
    return {
        "name": slo.name,
        "component": str(slo.component),
        "owner": slo.owner,
        "state": figures.state.name,
        "objective": float(figures.objective),
        "valid": figures.count.valid,
        "bad": figures.count.bad,
        "rows": figures.count.rows,
        "minutes": figures.count.minutes,
        "attained": _number(figures.attained),
        "budget_events": float(figures.budget),
        "budget_spent": _number(figures.spent),
        "budget_spent_at": figures.spent_at,
        "coverage": float(figures.coverage),
        "window_seconds": int(slo.window.total_seconds()),
        "window": {
            "state": figures.window_state.name,
            "valid": figures.window.count.valid,
            "bad": figures.window.count.bad,
            "budget_events": float(figures.window.allowed),
            "budget_spent": _number(figures.window.spent),
            "coverage": float(figures.window.coverage),
        },
        "waits_for": list(slo.waits_for),
        "days": [
            {"day": day.day.isoformat(), "valid": day.count.valid, "bad": day.count.bad}
            for day in figures.days
        ],
        "contributors": _contributors(contributors),
    }


def _quarter(quarter: Quarter) -> dict[str, object]:
    period, now = quarter.period, quarter.reviewed
    return {
        "name": period.name,
        "start": _time(period.start),
        "end": _time(period.end),
        "known": [
            {"name": name, "start": _time(start), "end": _time(end)}
            for name, start, end in (
                *((earlier.name, earlier.start, earlier.end) for earlier in quarter.earlier),
                (now.name, now.start, now.reached),
            )
        ],
        "unknown": [{"start": _time(start), "end": _time(end)} for start, end in quarter.unknown],
        "left_out": [{"name": name, "why": why} for name, why in quarter.left_out],
        "classes": [
            {
                "slo": impact.slo,
                "cause": impact.cause,
                "bad": impact.bad,
                "known_seconds": int(impact.known.total_seconds()),
                "known_budget_events": float(impact.known_budget),
                "budget_events": float(impact.budget),
                "share": _number(impact.share),
            }
            for impact in quarter.classes
        ],
    }


def as_data(review: Review) -> dict[str, object]:
    """Return a review as plain data; times are seconds of Unix time, ratios 0 to 1.

    `attained`, `budget_spent` and the like are null where there were no valid events,
    `contributors` and `restarts` where they are unknown.
    """
    period = review.period
    return {
        "environment": review.environment.name,
        "period": {
            "name": period.name,
            "start": _time(period.start),
            "end": _time(period.end),
            "reached": _time(period.reached),
        },
        "written": _time(review.written),
        "revision": review.revision,
        "source": review.ledger.source,
        "warnings": list(review.ledger.warnings),
        "slos": [
            _slo(figures, review.ledger.contributors.get(figures.slo.name))
            for figures in review.figures
        ],
        "decisions": [decision.what for decision in decisions(review)],
        "incidents": [
            {
                "slo": impact.slo,
                "name": impact.incident.name,
                "cause": impact.incident.cause,
                "bad": impact.bad,
                "share_of_window_budget": _number(impact.of_window),
            }
            for attribution in review.attributions
            for impact in attribution.impacts
        ],
        "quarter": _quarter(review.quarter),
        "exclusions": [
            {
                "slo": excluded.slo,
                "attained_with": _number(excluded.with_all),
                "attained_without": _number(excluded.without),
                "valid": sum(count.valid for _, count in excluded.exclusions),
                "bad": sum(count.bad for _, count in excluded.exclusions),
            }
            for excluded in review.exclusions
        ],
        "deploys": [
            {
                "at": _time(deploy.at),
                "component": str(deploy.component),
                "version": deploy.version,
                "link": deploy.link,
            }
            for deploy in review.inputs.deploys
            if period.start < deploy.at <= period.reached
        ],
        "restarts": None
        if review.ledger.restarts is None
        else [
            {
                "component": restart.component,
                "start": _time(restart.start),
                "end": _time(restart.end),
                "targets": restart.targets,
            }
            for restart in review.ledger.restarts
        ],
        "restart_coverage": {
            component: {"shown": targets.shown, "appeared": targets.appeared}
            for component, targets in review.ledger.restart_coverage.items()
        },
        "alerts": None
        if review.quality is None
        else [
            {
                "alert": quality.alert.name,
                "slo": quality.alert.slo,
                "component": quality.alert.component,
                "severity": quality.alert.severity,
                "firings": quality.firings,
                "precision": _number(quality.precision),
                "recall": _number(quality.recall),
                "detection_seconds": None
                if quality.detection is None
                else quality.detection.total_seconds(),
                "reset_seconds": None if quality.reset is None else quality.reset.total_seconds(),
            }
            for quality in review.quality
        ],
        "proposals": [
            {
                "slo": slo,
                "objective": float(what_if.objective),
                "budget_events": float(what_if.budget),
                "state": what_if.state.name,
                "pages": what_if.sent.pages,
                "tickets": what_if.sent.tickets,
            }
            for slo, objectives in review.what_if.items()
            for what_if in objectives
        ],
        "consequences": [
            {
                "rule": str(consequence.rule),
                "slo": consequence.slo,
                "why": consequence.why,
                "what": consequence.what,
            }
            for consequence in review.consequences
        ],
    }
