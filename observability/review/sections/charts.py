"""The charts of an SLO: what is left, what happened each day, and when it burnt too fast."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

from observability.drawing.palette import Colour, of_severity
from observability.drawing.picture import Lane, Picture, Plot, Series, Span, Style, Track
from observability.review.assembly import Review
from observability.review.document import Chart, Table, table
from observability.review.figures import Day, Figures, attained
from observability.review.sections.marks import Marks, by_kind, lanes, words_of
from observability.review.wording import NOTHING, counted, duration, events, times, when
from observability.review.wording import attained as share

_DAY = 86_400.0
Tracks = tuple[Track, ...]


def _picture(figures: Figures, title: str, words: str, tracks: Tracks) -> Picture:
    """Return a picture over whole days, so that all charts of an SLO have the same axis."""
    return Picture(
        title=title,
        words=words,
        start=_midnight(figures.days[0].day),
        end=_midnight(figures.days[-1].day) + _DAY,
        tracks=tracks,
    )


def _midnight(day: date) -> float:
    return datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()


def _percent(share: float) -> str:
    return f"{share * 100:.4f}".rstrip("0").rstrip(".") + " %"


def budget_left(figures: Figures, marks: Marks, by_day: Table) -> Chart:
    """Return the share of the period's budget that was left, over time."""
    last = figures.trail[-1][1] if figures.trail else 0.0
    when_spent = (
        ""
        if figures.spent_at is None
        else f" It was spent by {when(datetime.fromtimestamp(figures.spent_at, UTC))}."
    )
    # Budgets that are overspent by more are cut off; the table has the number.
    low = max(-1.0, min([0.0, *(left for _, left in figures.trail)]))
    plot = Plot(
        height=150,
        low=low,
        high=1.0,
        axis=tuple((left, _percent(left)) for left in (1.0, 0.5, 0.0, -0.5, -1.0) if left >= low),
        series=(Series(name="budget left", samples=figures.trail, colour=Colour.INK),),
        write=_percent,
        step=figures.trail_step,
        nothing="no budget in this period",
    )
    words = (
        f"The error budget of {figures.slo.name} goes from 100 % to {last * 100:,.1f} % of "
        f"the period's budget.{when_spent}{words_of(marks)}"
    )
    tracks: Tracks = (*lanes(marks if figures.trail else ()), plot)
    return Chart(picture=_picture(figures, "Budget left", words, tracks), table=by_day)


def events_each_day(figures: Figures, marks: Marks, by_day: Table) -> Chart:
    """Return the valid and the bad events of each day."""
    worst = max(figures.days, key=lambda day: day.count.bad)
    numbers = (
        ("valid", Colour.SOFT, [(day, day.count.valid) for day in figures.days]),
        ("bad", Colour.BAD, [(day, day.count.bad) for day in figures.days]),
    )
    plots = [
        Plot(
            height=58,
            low=0,
            high=most,
            axis=((most, events(most)),),
            series=(_of_days(name, colour, Style.BARS, values),),
            write=lambda value: f"{value:,.0f}",
            step=_DAY,
            name=name,
        )
        for name, colour, values in numbers
        for most in (max(number for _, number in values),)
    ]
    words = (
        f"The worst day of {figures.slo.name} is {worst.day.isoformat()} with "
        f"{events(worst.count.bad)} bad of {events(worst.count.valid)} valid "
        f"events.{words_of(marks)}"
    )
    tracks: Tracks = (*lanes(marks), *plots)
    return Chart(picture=_picture(figures, "Events each day", words, tracks), table=by_day)


def _of_days(
    name: str, colour: Colour, style: Style, values: Iterable[tuple[Day, int | Fraction]]
) -> Series:
    """Return values of days, each in the middle of its day."""
    samples = tuple((_midnight(day.day) + _DAY / 2, float(value)) for day, value in values)
    return Series(name=name, samples=samples, colour=colour, style=style)


def sli(figures: Figures, marks: Marks, by_day: Table) -> Chart:
    """Return the SLI of each day against the objective."""
    known = [(day, level) for day in figures.days if (level := attained(day.count)) is not None]
    missed = [(day, level) for day, level in known if level < day.objective]
    lowest = min(known, key=lambda each: each[1], default=None)
    words = (
        f"No day of {figures.slo.name} is in the ledger."
        if lowest is None
        else f"{figures.slo.name} was below its objective on {len(missed)} of "
        f"{counted(len(known), 'day', 'days')}, lowest on {lowest[0].day.isoformat()} with "
        f"{share(lowest[1])}."
    )
    met = [(day, level) for day, level in known if level >= day.objective]
    objective = [(_midnight(day.day), float(day.objective)) for day in figures.days]
    last = objective[-1][1]
    low = min([level for _, level in objective] + [float(level) for _, level in known])
    plot = Plot(
        height=98,
        # The scale ends at 100 %, and leaves the lowest value some room.
        low=low - (1 - low) * 0.1,
        high=1.0,
        axis=((last, _percent(last)), (1.0, "100 %")),
        series=(
            Series(
                name="objective",
                samples=(*objective, (objective[-1][0] + _DAY, last)),
                colour=Colour.INK,
                style=Style.STEPS,
                dashed=True,
            ),
            _of_days("met", Colour.GOOD, Style.RINGS, met),
            _of_days("missed", Colour.BAD, Style.DIAMONDS, missed),
        ),
        write=_percent,
        step=_DAY,
    )
    picture = _picture(
        figures, "SLI against the objective", f"{words}{words_of(marks)}", (*lanes(marks), plot)
    )
    return Chart(picture=picture, table=by_day)


def alerts_by_tier(review: Review, figures: Figures, marks: Marks) -> Chart:
    """Return when each tier of the SLO's alerts fired."""
    reached = review.period.reached.timestamp()
    burns = review.burns.get(figures.slo.name, ())
    rows = [
        (
            burn.tier.name,
            str(burn.tier.severity),
            str(len(burn.episodes)),
            duration(
                timedelta(
                    seconds=sum((e.resolved_at or reached) - e.pending_at for e in burn.episodes)
                )
            ),
            when(datetime.fromtimestamp(burn.episodes[0].pending_at, UTC))
            if burn.episodes
            else NOTHING,
        )
        for burn in burns
    ]
    lanes_of_tiers = [
        Lane(
            name=burn.tier.name,
            spans=tuple(Span(start=e.pending_at, end=e.resolved_at) for e in burn.episodes),
            colour=of_severity(burn.tier.severity),
        )
        for burn in burns
    ]
    number = times(sum(len(burn.episodes) for burn in burns))
    words = (
        f"The tiers of {figures.slo.name}’s alerts fired {number}; those of one severity that fire "
        f"at the same time send one notification.{words_of(marks)}"
    )
    columns = ("tier", "severity", "times", "in all", "first")
    caption = f"When the tiers of {figures.slo.name}’s alerts fired"
    shown = table(caption, columns, [*rows, *by_kind(marks)], columns[2:4])
    picture = _picture(figures, "Alerts by tier", words, (*lanes(marks), *lanes_of_tiers))
    return Chart(picture=picture, table=shown)
