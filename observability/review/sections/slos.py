"""Each SLO: how its budget went day by day, when its burn rates were too high, and who spent it."""

from fractions import Fraction

from observability.model.units import percentage as exactly
from observability.review.assembly import Review
from observability.review.document import Block, Paragraph, Section, Subsection, Table, table
from observability.review.figures import Figures, attained
from observability.review.sections.charts import (
    alerts_by_tier,
    budget_left,
    events_each_day,
    sli,
)
from observability.review.sections.contributors import contributors
from observability.review.sections.marks import Marks, marks_of, of_day
from observability.review.sections.summary import ranked
from observability.review.wording import attained as share
from observability.review.wording import events, percentage


def slos(review: Review) -> Section:
    """Return a part for each SLO that has bad events, the most worrying first."""
    busy = [figures for figures in ranked(review) if figures.count.valid]
    clean = [figures for figures in busy if not figures.count.bad]
    blocks: list[Block] = [_subsection(review, figures) for figures in busy if figures.count.bad]
    if clean:
        names = ", ".join(
            f"{figures.slo.name} ({events(figures.count.valid)} valid)" for figures in clean
        )
        blocks.append(Paragraph(f"Not one bad event: {names}."))
    if not busy:
        blocks.append(Paragraph("No SLO has a valid event in this period.", "warning"))
    return Section(title="Each SLO", anchor="slos", blocks=tuple(blocks))


def _subsection(review: Review, figures: Figures) -> Subsection:
    slo, marks = figures.slo, marks_of(review, figures.slo)
    by_day = _by_day(figures, marks)
    return Subsection(
        title=slo.name,
        state=figures.state,
        blocks=(
            Paragraph(
                f"{slo.description} Promised: {exactly(figures.objective)} over "
                f"{slo.window.days} days. "
                f"{events(figures.count.bad)} of {events(figures.count.valid)} events were bad, "
                f"{percentage(figures.spent)} of the period's budget of {events(figures.budget)}. "
                f"{slo.rationale}"
            ),
            budget_left(figures, marks, by_day),
            events_each_day(figures, marks, by_day),
            sli(figures, marks, by_day),
            alerts_by_tier(review, figures, marks),
            *contributors(review, figures),
        ),
    )


def _by_day(figures: Figures, marks: Marks) -> Table:
    """Return what the charts of days show, and what they mark."""
    rows, bad = [], 0
    for day in figures.days:
        bad += day.count.bad
        there = day.count.rows > 0
        left = 1 - Fraction(bad) / Fraction(figures.budget) if figures.budget and there else None
        rows.append(
            (
                day.day.isoformat(),
                events(day.count.valid if there else None),
                events(day.count.bad if there else None),
                share(attained(day.count)),
                exactly(day.objective),
                percentage(left),
                of_day(marks, day),
            )
        )
    columns = ("day", "valid", "bad", "attained", "objective", "budget left", "marked")
    return table(f"Each day of {figures.slo.name} (UTC)", columns, rows, columns[1:-1])
