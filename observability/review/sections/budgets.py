"""Where the budgets went: by incident and by class, and what exclusions would give back."""

from observability.model.units import percentage as exactly
from observability.review.assembly import Review
from observability.review.consequences import not_applied
from observability.review.document import Block, Cell, Link, Paragraph, Section, table
from observability.review.wording import attained, events, percentage, when


def incidents(review: Review) -> Section:
    """Return the budget by incident; the unattributed rest is always shown."""
    blocks: list[Block] = []
    if not review.inputs.incidents:
        blocks.append(
            Paragraph(
                "No incidents were supplied, so every bad event is unattributed: list them in "
                "the inputs of the review.",
                "missing",
            )
        )
    limit = review.catalogue.error_budget_policy.incident_share
    rows: list[tuple[Cell, ...]] = []
    for attribution in review.attributions:
        for impact in attribution.impacts:
            incident = impact.incident
            over = impact.of_window is not None and impact.of_window > limit
            rows.append(
                (
                    impact.slo,
                    incident.name,
                    f"{when(incident.start)} – {incident.end:%H:%M}"
                    if incident.start.date() == incident.end.date()
                    else f"{when(incident.start)} – {when(incident.end)}",
                    incident.cause,
                    events(impact.bad),
                    percentage(impact.of_budget),
                    percentage(impact.of_window) + (f" (over {exactly(limit)})" if over else ""),
                    Link("postmortem", incident.postmortem) if incident.postmortem else "none",
                )
            )
        if not attribution.impacts and not attribution.unattributed:
            continue
        rows.append(
            (
                attribution.slo,
                "unattributed",
                "–",
                "–",
                events(attribution.unattributed),
                percentage(attribution.unattributed_of_budget),
                "–",
                "–",
            )
        )
    columns = (
        "SLO",
        "incident",
        "time (UTC)",
        "class",
        "bad",
        "of this period’s budget",
        "of the whole window’s",
        "postmortem",
    )
    blocks.append(
        table(
            "Bad events of rows within an incident, and two minutes after it; of two incidents at "
            "once the first has them",
            columns,
            rows,
            columns[4:7],
        )
    )
    blocks += [
        Paragraph(
            f"{attribution.slo}: which incidents took bad events in "
            f"{', '.join(attribution.unknown_periods)} is unknown, as the review of it holds none; "
            "they are unattributed.",
            "warning",
        )
        for attribution in review.attributions
        if attribution.unknown_periods
    ]
    return Section(title="Budget by incident", anchor="incidents", blocks=tuple(blocks))


def exclusions(review: Review) -> Section:
    """Return the SLIs with and without what somebody approved to exclude."""
    rows = [
        (
            excluded.slo,
            exclusion.name,
            f"{when(exclusion.start)} – {when(exclusion.end)}",
            exclusion.reason,
            exclusion.approved_by,
            events(count.valid),
            events(count.bad),
            attained(excluded.with_all),
            attained(excluded.without),
            {True: "met", False: "missed", None: "no verdict"}[excluded.met_without],
        )
        for excluded in review.exclusions
        for exclusion, count in excluded.exclusions
    ]
    columns = (
        "SLO",
        "exclusion",
        "time (UTC)",
        "reason",
        "approved by",
        "valid",
        "bad",
        "attained, all counted",
        "attained without all exclusions",
        "then",
    )
    block: Block = (
        table(
            "States and budgets above count everything; this is what would be left without",
            columns,
            rows,
            columns[5:9],
        )
        if rows
        else Paragraph("No exclusions were approved for this period; every event counts.")
    )
    return Section(title="Exclusions", anchor="exclusions", blocks=(block,))


def policy(review: Review) -> Section:
    """Return what the error-budget policy and the decision matrix say."""
    held = review.catalogue.error_budget_policy
    blocks: list[Block] = [
        Paragraph(
            f"A spent budget: {held.freeze}. An incident that took more than "
            f"{exactly(held.incident_share)} of a window’s budget: a postmortem with an action of "
            "the highest priority. A class of incidents with more than "
            f"{exactly(held.class_share)} of a quarter’s budget: such an action on the next "
            "quarter’s plan. Exempt: "
            f"{'; '.join(held.exemptions)}. "
            f"{held.decides[:1].upper() + held.decides[1:]} decides disputes. Source: "
            f"{held.source}."
        )
    ]
    if review.consequences:
        blocks.append(
            table(
                "What follows; shares are of the budget of a whole window of the SLO, those of "
                "classes of the quarter’s",
                ("SLO", "because", "then"),
                [
                    (consequence.slo, consequence.why, consequence.what)
                    for consequence in review.consequences
                ],
            )
        )
    else:
        blocks.append(Paragraph("Nothing follows from it in this period."))
    reasons = not_applied(review.figures)
    blocks += [
        Paragraph(
            f"Not applied to {', '.join(slo for slo, why in reasons if why == reason)}: {reason}.",
            "missing",
        )
        for reason in dict.fromkeys(why for _, why in reasons)
    ]
    advised = [row for row in review.matrix if row.advice is not None]
    if advised:
        blocks.append(
            table(
                "Decision matrix (SRE workbook, ch. 2)",
                ("SLO", "met", "toil", "satisfaction", "asked", "so"),
                [
                    (
                        row.slo,
                        "yes" if row.met else "no",
                        str(row.answer.toil),
                        str(row.answer.satisfaction),
                        f"{row.answer.asked_on}, {row.answer.source}",
                        row.advice,
                    )
                    for row in advised
                    if row.answer is not None and row.advice is not None
                ],
            )
        )
    undecided = [row for row in review.matrix if row.advice is None]
    if undecided:
        missing = dict.fromkeys(row.missing for row in undecided)
        blocks += [
            Paragraph(
                f"The matrix cannot advise without {reason}: "
                + ", ".join(row.slo for row in undecided if row.missing == reason),
                "missing",
            )
            for reason in missing
        ]
    return Section(title="Error-budget policy", anchor="policy", blocks=tuple(blocks))
