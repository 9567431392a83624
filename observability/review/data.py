"""The review as plain data: `review.json`, which scripts and later reviews read."""

from datetime import datetime
from fractions import Fraction

from observability.review.assembly import Review
from observability.review.decisions import decisions
from observability.review.figures import Figures
from observability.review.ledger import Contributors


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
        "state": str(one.state),
        "objective": float(one.objective),
        "valid": one.count.valid,
        "bad": one.count.bad,
        "rows": one.count.rows,
        "attained": _number(one.attained),
        "budget_events": float(one.budget),
        "budget_spent": _number(one.spent),
        "coverage": float(one.coverage),
        "window_seconds": int(slo.window.total_seconds()),
        "waits_for": list(slo.waits_for),
        "days": [
            {"day": day.day.isoformat(), "valid": day.count.valid, "bad": day.count.bad}
            for day in one.days
        ],
        "contributors": _contributors(contributors),
    }


def as_data(review: Review) -> dict[str, object]:
    """Return a review as plain data; times are seconds of Unix time, ratios 0 to 1.

    `attained`, `budget_spent` and the like are null where there were no valid events,
    `contributors` where nobody could tell.
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
        "alerts": None
        if review.quality is None
        else [
            {
                "alert": one.alert,
                "slo": one.slo,
                "severity": one.severity,
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
        "consequences": [
            {"rule": str(one.rule), "slo": one.slo, "why": one.why, "what": one.what}
            for one in review.consequences
        ],
    }
