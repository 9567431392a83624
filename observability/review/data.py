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


def _contributors(found: Contributors | None) -> dict[str, object] | None:
    if found is None or found.failure:
        return None
    return {
        "bad": found.total,
        "by": {label: dict(sorted(values.items())) for label, values in found.events.items()},
    }


def _slo(one: Figures, contributors: Contributors | None) -> dict[str, object]:
    slo = one.slo
    return {
        "name": slo.name,
        "component": str(slo.component),
        "owner": slo.owner,
        "state": one.state.name,
        "objective": float(one.objective),
        "valid": one.count.valid,
        "bad": one.count.bad,
        "rows": one.count.rows,
        "attained": _number(one.attained),
        "budget_events": float(one.budget),
        "budget_spent": _number(one.spent),
        "budget_spent_at": one.spent_at,
        "coverage": float(one.coverage),
        "window_seconds": int(slo.window.total_seconds()),
        "window": {
            "state": one.window_state.name,
            "valid": one.window.count.valid,
            "bad": one.window.count.bad,
            "budget_events": float(one.window.allowed),
            "budget_spent": _number(one.window.spent),
            "coverage": float(one.window.coverage),
        },
        "waits_for": list(slo.waits_for),
        "days": [
            {"day": day.day.isoformat(), "valid": day.count.valid, "bad": day.count.bad}
            for day in one.days
        ],
        "contributors": _contributors(contributors),
    }


def _quarter(found: Quarter) -> dict[str, object]:
    period, now = found.period, found.reviewed
    return {
        "name": period.name,
        "start": _time(period.start),
        "end": _time(period.end),
        "known": [
            {"name": name, "start": _time(start), "end": _time(end)}
            for name, start, end in (
                *((one.name, one.start, one.end) for one in found.earlier),
                (now.name, now.start, now.reached),
            )
        ],
        "unknown": [{"start": _time(start), "end": _time(end)} for start, end in found.unknown],
        "left_out": [{"name": name, "why": why} for name, why in found.left_out],
        "classes": [
            {
                "slo": one.slo,
                "cause": one.cause,
                "bad": one.bad,
                "known_seconds": int(one.known.total_seconds()),
                "known_budget_events": float(one.known_budget),
                "budget_events": float(one.budget),
                "share": _number(one.share),
            }
            for one in found.classes
        ],
    }


def as_data(review: Review) -> dict[str, object]:
    """Return a review as plain data; times are seconds of Unix time, ratios 0 to 1.

    `attained`, `budget_spent` and the like are null where there were no valid events,
    `contributors` and `restarts` where nobody could tell.
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
        "slos": [_slo(one, review.ledger.contributors.get(one.slo.name)) for one in review.figures],
        "decisions": [one.what for one in decisions(review)],
        "incidents": [
            {
                "slo": toll.slo,
                "name": toll.incident.name,
                "cause": toll.incident.cause,
                "bad": toll.bad,
                "share_of_window_budget": _number(toll.of_window),
            }
            for one in review.attributions
            for toll in one.tolls
        ],
        "quarter": _quarter(review.quarter),
        "exclusions": [
            {
                "slo": one.slo,
                "attained_with": _number(one.with_all),
                "attained_without": _number(one.without),
                "valid": sum(count.valid for _, count in one.exclusions),
                "bad": sum(count.bad for _, count in one.exclusions),
            }
            for one in review.exclusions
        ],
        "deploys": [
            {
                "at": _time(one.at),
                "component": str(one.component),
                "version": one.version,
                "link": one.link,
            }
            for one in review.inputs.deploys
            if period.start < one.at <= period.reached
        ],
        "restarts": None
        if review.ledger.restarts is None
        else [
            {
                "component": one.component,
                "start": _time(one.start),
                "end": _time(one.end),
                "targets": one.targets,
            }
            for one in review.ledger.restarts
        ],
        "restart_coverage": {
            component: {"shown": one.shown, "appeared": one.appeared}
            for component, one in review.ledger.restart_coverage.items()
        },
        "alerts": None
        if review.quality is None
        else [
            {
                "alert": one.alert.name,
                "slo": one.alert.slo,
                "component": one.alert.component,
                "severity": one.alert.severity,
                "firings": one.firings,
                "precision": _number(one.precision),
                "recall": _number(one.recall),
                "detection_seconds": None
                if one.detection is None
                else one.detection.total_seconds(),
                "reset_seconds": None if one.reset is None else one.reset.total_seconds(),
            }
            for one in review.quality
        ],
        "proposals": [
            {
                "slo": slo,
                "objective": float(one.objective),
                "budget_events": float(one.budget),
                "state": one.state.name,
                "pages": one.sent.pages,
                "tickets": one.sent.tickets,
            }
            for slo, found in review.what_if.items()
            for one in found
        ],
        "consequences": [
            {"rule": str(one.rule), "slo": one.slo, "why": one.why, "what": one.what}
            for one in review.consequences
        ],
    }
