"""Each SLO: how its budget went day by day, when its burn rates were too high, and who spent it."""

from datetime import UTC, datetime, timedelta

from observability.model.review import Exclusion, Incident
from observability.review.assembly import Review
from observability.review.document import (
    Band,
    Bars,
    Block,
    Chart,
    Line,
    Paragraph,
    Part,
    Section,
    Spans,
    table,
)
from observability.review.figures import Figures, attained
from observability.review.sections.contributors import contributors
from observability.review.sections.summary import ranked
from observability.review.wording import attained as share
from observability.review.wording import counted, duration, events, exactly, percentage, when


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
    slo = one.slo
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
            _burn_down(review, one),
            _days(one),
            _strip(review, one),
            *contributors(review, one),
        ),
    )


def bands(review: Review, one: Figures) -> tuple[Band, ...]:
    """Return the incidents and exclusions of an SLO within the period."""

    def band(given: Incident | Exclusion, kind: str) -> Band:
        return Band(
            label=given.name,
            start=max(given.start, review.period.start),
            end=min(given.end, review.period.reached),
            kind=kind,
        )

    return tuple(
        band(given, kind)
        for kind, all_of_them in (
            ("incident", review.inputs.incidents),
            ("exclusion", review.inputs.exclusions),
        )
        for given in all_of_them
        if one.slo.name in given.slos
        and given.start < review.period.reached
        and given.end > review.period.start
    )


def _burn_down(review: Review, one: Figures) -> Chart:
    rows, bad = [], 0
    for day in one.days:
        bad += day.count.bad
        left = 1 - bad / float(one.budget) if one.budget else 0.0
        rows.append((day.day.isoformat(), events(bad), f"{left * 100:,.1f} %"))
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
        f"the period's budget.{when_spent}",
        shows=Line(points=one.trail, bands=bands(review, one)),
        table=table(
            f"Budget of {one.slo.name} left at the end of each day",
            ("day", "bad events so far", "left"),
            rows,
            ("bad events so far", "left"),
        ),
    )


def _days(one: Figures) -> Chart:
    worst = max(one.days, key=lambda day: day.count.bad)
    return Chart(
        title="Events each day",
        alternative=f"The worst day of {one.slo.name} is {worst.day.isoformat()} with "
        f"{events(worst.count.bad)} bad of {events(worst.count.valid)} valid events.",
        shows=Bars(
            days=tuple(day.day.isoformat() for day in one.days),
            rows=(
                ("valid", tuple(day.count.valid for day in one.days)),
                ("bad", tuple(day.count.bad for day in one.days)),
            ),
        ),
        table=table(
            f"Events of {one.slo.name} each day (UTC)",
            ("day", "valid", "bad", "attained"),
            [
                (
                    day.day.isoformat(),
                    events(day.count.valid),
                    events(day.count.bad),
                    share(attained(day.count)),
                )
                for day in one.days
            ],
            ("valid", "bad", "attained"),
        ),
    )


def _strip(review: Review, one: Figures) -> Chart:
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
    return Chart(
        title="Burn rate over the thresholds",
        alternative=f"The burn rate of {one.slo.name} was over a tier's threshold "
        f"{counted(over, 'time', 'times')}, judged every five minutes.",
        shows=Spans(
            start=review.period.start.timestamp(),
            end=review.period.reached.timestamp(),
            rows=tuple(
                (strip.tier.name, str(strip.tier.severity), strip.episodes) for strip in strips
            ),
        ),
        table=table(
            f"When the tiers of {one.slo.name} burnt",
            ("tier", "severity", "times", "in all", "first"),
            rows,
            ("times", "in all"),
        ),
    )
