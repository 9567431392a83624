"""The quarter: what each class of incidents took of its budgets, and how much of it is known."""

from observability.model.units import percentage as exactly
from observability.review.assembly import Review
from observability.review.document import Block, Paragraph, Section, table
from observability.review.quarter import Quarter
from observability.review.wording import days, events, percentage, when


def classes(review: Review) -> Section:
    """Return the budget of the quarter by class of incidents, with the arithmetic."""
    quarter, limit = review.quarter, review.catalogue.error_budget_policy.class_share
    blocks: list[Block] = [Paragraph(_known(quarter))]
    if quarter.unknown:
        spans = "; ".join(f"{when(start)} – {when(end)}" for start, end in quarter.unknown)
        blocks.append(
            Paragraph(
                f"Not known: {spans}. No review of it was kept, and no bad event is assumed there.",
                "missing",
            )
        )
    if quarter.left_out:
        reviews = "; ".join(f"{name} ({why})" for name, why in quarter.left_out)
        blocks.append(Paragraph(f"Earlier reviews that are not counted: {reviews}.", "missing"))
    if quarter.classes:
        columns = ("SLO", "class", "bad", "budget, known", "known", "budget, quarter", "share")
        blocks.append(
            table(
                "Share = bad ÷ budget of the quarter; that is the budget of the days that are "
                f"known × {days(quarter.period.length)} ÷ these days",
                columns,
                [
                    (
                        impact.slo,
                        impact.cause,
                        events(impact.bad),
                        events(impact.known_budget),
                        days(impact.known),
                        events(impact.budget),
                        percentage(impact.share)
                        + (f" (over {exactly(limit)})" * (impact.share > limit)),
                    )
                    for impact in quarter.classes
                ],
                columns[2:],
            )
        )
    else:
        blocks.append(Paragraph("No incident is known in it, so no class took anything."))
    return Section(
        title=f"Classes of incidents in {quarter.period.name}",
        anchor="classes",
        blocks=tuple(blocks),
    )


def _known(quarter: Quarter) -> str:
    whole, now = quarter.period, quarter.reviewed
    parts = [
        *(
            f"{earlier.name} ({when(earlier.start)} – {when(earlier.end)})"
            for earlier in quarter.earlier
        ),
        f"what is reviewed now ({when(now.start)} – {when(now.reached)})",
    ]
    running = "" if whole.is_over else f", reached until {when(whole.reached)}"
    return (
        f"This period ends in the quarter {whole.name}: {when(whole.start)} – {when(whole.end)} "
        f"UTC{running}. Known of it: {'; '.join(parts)}."
    )
