"""Each SLO: how its budget went day by day, when its burn rates were too high, and who spent it."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

from observability.review.assembly import Review
from observability.review.document import (
    Bars,
    Block,
    Chart,
    Levels,
    Line,
    Mark,
    Paragraph,
    Part,
    Section,
    Spans,
    Table,
    table,
)
from observability.review.figures import Figures, attained
from observability.review.sections.contributors import contributors
from observability.review.sections.marks import by_kind, marks_of, of_day, told
from observability.review.sections.summary import ranked
from observability.review.wording import attained as share
from observability.review.wording import (
    counted,
    duration,
    events,
    exactly,
    percentage,
    when,
)


def slos(review: Review) -> Section:
    """Return a part for each SLO that has bad events, the most worrying first."""
    busy = [one for one in ranked(review) if one.count.valid]
    clean = [one for one in busy if not one.count.bad]
    blocks: list[Block] = [_part(review, one) for one in busy if one.count.bad]
    if clean:
        names = ", ".join(f"{one.slo.name} ({events(one.count.valid)} valid)" for one in clean)
        blocks.append(Paragraph(f"Not one bad event: {names}."))
    if not busy:
        blocks.append(Paragraph("No SLO has a valid event in this period.", "warning"))
    return Section(title="Each SLO", anchor="slos", blocks=tuple(blocks))


def _part(review: Review, one: Figures) -> Part:
    slo, marks = one.slo, marks_of(review, one.slo)
    by_day = _by_day(one, marks)
    return Part(
        title=slo.name,
        state=one.state,
        blocks=(
            Paragraph(
                f"{slo.description} Promised: {exactly(one.objective)} over "
                f"{slo.window.days} days. "
                f"{events(one.count.bad)} of {events(one.count.valid)} events were bad, "
                f"{percentage(one.spent)} of the period's budget of {events(one.budget)}. "
                f"{slo.rationale}"
            ),
            _burn_down(one, marks, by_day),
            _days(one, marks, by_day),
            _levels(one, marks, by_day),
            _strip(review, one, marks),
            *contributors(review, one),
        ),
    )


def _by_day(one: Figures, marks: tuple[Mark, ...]) -> Table:
    """Return what the charts of days show, and what they mark."""
    rows, bad = [], 0
    for day in one.days:
        bad += day.count.bad
        left = Fraction(1) - Fraction(bad) / Fraction(one.budget) if one.budget else None
        rows.append(
            (
                day.day.isoformat(),
                events(day.count.valid),
                events(day.count.bad),
                share(attained(day.count)),
                exactly(day.objective),
                percentage(left),
                of_day(marks, day),
            )
        )
    columns = ("day", "valid", "bad", "attained", "objective", "budget left", "marked")
    return table(f"Each day of {one.slo.name} (UTC)", columns, rows, columns[1:-1])


def _burn_down(one: Figures, marks: tuple[Mark, ...], by_day: Table) -> Chart:
    last = one.trail[-1][1] if one.trail else 0.0
    spent_at = next((time for time, left in one.trail if left < 0), None)
    when_spent = (
        ""
        if spent_at is None
        else f" It was spent by {when(datetime.fromtimestamp(spent_at, UTC))}."
    )
    return Chart(
        title="Budget left",
        alternative=f"The error budget of {one.slo.name} goes from 100 % to {last * 100:,.1f} % of "
        f"the period's budget.{when_spent}{told(marks)}",
        shows=Line(points=one.trail),
        marks=marks if one.trail else (),
        table=by_day,
    )


def _days(one: Figures, marks: tuple[Mark, ...], by_day: Table) -> Chart:
    worst = max(one.days, key=lambda day: day.count.bad)
    return Chart(
        title="Events each day",
        alternative=f"The worst day of {one.slo.name} is {worst.day.isoformat()} with "
        f"{events(worst.count.bad)} bad of {events(worst.count.valid)} valid events."
        f"{told(marks)}",
        marks=marks,
        shows=Bars(
            days=tuple(day.day.isoformat() for day in one.days),
            rows=(
                ("valid", tuple(day.count.valid for day in one.days)),
                ("bad", tuple(day.count.bad for day in one.days)),
            ),
        ),
        table=by_day,
    )


def _levels(one: Figures, marks: tuple[Mark, ...], by_day: Table) -> Chart:
    """Return the SLI of each day against the objective."""
    known = [(day, level) for day in one.days if (level := attained(day.count)) is not None]
    missed = [day for day, level in known if level < day.objective]
    lowest = min(known, key=lambda each: each[1], default=None)
    words = (
        f"No day of {one.slo.name} is in the ledger."
        if lowest is None
        else f"{one.slo.name} was below its objective on {len(missed)} of "
        f"{counted(len(known), 'day', 'days')}, lowest on {lowest[0].day.isoformat()} with "
        f"{share(lowest[1])}."
    )
    return Chart(
        title="SLI against the objective",
        alternative=f"{words}{told(marks)}",
        shows=Levels(
            days=tuple(day.day.isoformat() for day in one.days),
            shares=tuple(
                None if (level := attained(day.count)) is None else float(level) for day in one.days
            ),
            wanted=tuple(float(day.objective) for day in one.days),
        ),
        marks=marks,
        table=by_day,
    )


def _strip(review: Review, one: Figures, marks: tuple[Mark, ...]) -> Chart:
    strips = review.strips.get(one.slo.name, ())
    rows = [
        (
            strip.tier.name,
            str(strip.tier.severity),
            str(len(strip.episodes)),
            duration(timedelta(seconds=sum(end - start for start, end in strip.episodes))),
            when(datetime.fromtimestamp(strip.episodes[0][0], UTC)) if strip.episodes else "–",
        )
        for strip in strips
    ]
    over = sum(len(strip.episodes) for strip in strips)
    times = f"in {counted(over, 'stretch', 'stretches')} of time" if over else "at no time"
    return Chart(
        title="Burn rate over the thresholds",
        alternative=f"The budget of {one.slo.name} burnt faster than its alerts allow {times}, "
        f"judged every five minutes.{told(marks)}",
        marks=marks,
        shows=Spans(
            start=review.period.start.timestamp(),
            end=review.period.reached.timestamp(),
            rows=tuple(
                (strip.tier.name, str(strip.tier.severity), strip.episodes) for strip in strips
            ),
        ),
        table=table(
            f"When {one.slo.name} was over the thresholds of its alerts' tiers",
            ("tier", "severity", "times", "in all", "first"),
            [*rows, *by_kind(marks)],
            ("times", "in all"),
        ),
    )
