"""How good the alerts were, what other objectives would mean, and what is owed."""

from datetime import date

from observability.evaluation.firings import alert_counts
from observability.evaluation.quality import ATTRIBUTION_WINDOW
from observability.model.units import percentage as exactly
from observability.review.assembly import Review
from observability.review.decisions import decisions, overdue, unapproved
from observability.review.document import Block, Paragraph, Points, Section, table
from observability.review.sections.summary import MOST_DECISIONS
from observability.review.wording import NOTHING, counted, duration, events, percentage


def alerts(review: Review) -> Section:
    """Return the alerts' precision, recall, detection and reset time."""
    blocks: list[Block] = []
    if review.quality is None:
        blocks.append(
            Paragraph(
                "Which alerts fired is unknown (no ALERTS data), so nothing is said of them.",
                "missing",
            )
        )
    else:
        counts = alert_counts(review.ledger.firings or ())
        blocks.append(
            Paragraph(
                f"{counted(counts.pages, 'page', 'pages')} and "
                f"{counted(counts.tickets, 'ticket', 'tickets')} in this period: tiers of one "
                "alert that fire at the same time are one."
            )
        )
        if not review.inputs.incidents:
            blocks.append(
                Paragraph(
                    "No incidents were supplied, so precision and recall cannot be said.",
                    "missing",
                )
            )
        columns = (
            "alert",
            "about",
            "severity",
            "fired",
            "precision",
            "recall",
            "detection",
            "reset",
        )
        blocks.append(
            table(
                "Precision: firings that began in an incident of the SLO, or within "
                f"{duration(ATTRIBUTION_WINDOW)} after it. Recall: incidents in which it began to "
                "fire. Detection: from an incident’s start to the first firing; reset: from its "
                "end to the last resolution (medians). SRE workbook, ch. 5. A ticket need not fire "
                "for every incident that paged, nor the other way round",
                columns,
                [
                    (
                        quality.alert.name,
                        quality.alert.slo or quality.alert.component or NOTHING,
                        quality.alert.severity or NOTHING,
                        events(quality.firings),
                        percentage(quality.precision),
                        percentage(quality.recall),
                        duration(quality.detection),
                        duration(quality.reset),
                    )
                    for quality in review.quality
                ],
                columns[3:],
            )
        )
    return Section(title="Alert quality", anchor="alerts", blocks=tuple(blocks))


def targets(review: Review) -> Section:
    """Return what one nine more or less would have meant."""
    columns = ("SLO", "objective", "budget", "would be", "pages", "tickets")
    rows = [
        (
            figures.slo.name,
            exactly(answer.objective)
            + (" (today)" if answer.objective == figures.objective else ""),
            events(answer.budget),
            answer.state,
            events(answer.sent.pages),
            events(answer.sent.tickets),
        )
        for figures in review.figures
        for answer in review.what_if.get(figures.slo.name, ())
    ]
    return Section(
        title="Target proposals",
        anchor="targets",
        blocks=(
            table(
                "With the same events, one nine less and one nine more. Pages and tickets are "
                "counted as under Alert quality, from the rows that the alerts read",
                columns,
                rows,
                ("budget", "pages", "tickets"),
            ),
        ),
    )


def debt(review: Review) -> Section:
    """Return what is owed: the decisions that found no room above, reviews, approvals, actions."""
    blocks: list[Block] = []
    rest = decisions(review)[MOST_DECISIONS:]
    if rest:
        blocks.append(Points(items=tuple((decision.what, decision.section) for decision in rest)))
    today = review.period.end.date()
    due = [
        (figures.slo.name, figures.slo.review_by, figures.slo.approved_by, figures.slo.owner)
        for figures in review.figures
        if date.fromisoformat(figures.slo.review_by) < today
    ]
    proposed = unapproved(review.figures)
    if proposed:
        blocks.append(Paragraph(f"Proposed, and approved by nobody yet: {', '.join(proposed)}."))
    if due:
        blocks.append(
            table(
                "Promises that are due for review",
                ("SLO", "review by", "approved by", "owner"),
                due,
            )
        )
    late = overdue(review.inputs, today)
    if review.inputs.actions:
        blocks.append(
            table(
                "Actions from earlier meetings",
                ("action", "owner", "due", "state"),
                [
                    (
                        action.what,
                        action.owner,
                        action.due,
                        f"done {action.done_on}"
                        if action.done_on
                        else ("overdue" if action in late else "open"),
                    )
                    for action in review.inputs.actions
                ],
            )
        )
    else:
        blocks.append(Paragraph("No actions were supplied.", "missing"))
    return Section(title="Review debt and actions", anchor="debt", blocks=tuple(blocks))
