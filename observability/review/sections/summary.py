"""First of all: what is to be decided, and how every SLO stands."""

from collections import Counter
from decimal import Decimal
from fractions import Fraction

from observability.model.units import percentage as exactly
from observability.review.assembly import Review
from observability.review.decisions import decisions as decisions_of
from observability.review.document import Block, Paragraph, Points, Section, Table, Tiles, table
from observability.review.figures import Figures, attained
from observability.review.wording import NOTHING, counted, events, minutes, percentage
from observability.review.wording import attained as share

MOST_DECISIONS = 5


def ranked(review: Review) -> tuple[Figures, ...]:
    """Return the figures, the most worrying first; what pages before what does not."""
    return tuple(
        sorted(
            review.figures,
            key=lambda figures: (
                figures.state.rank,
                not figures.slo.policy.pages,
                -(figures.spent or Fraction(0)),
                figures.slo.name,
            ),
        )
    )


def decisions(review: Review) -> Section:
    """Return what is to be decided, in five lines at most."""
    to_decide = decisions_of(review)
    first = to_decide[:MOST_DECISIONS]
    blocks: list[Block] = [
        Points(items=tuple((decision.what, decision.section) for decision in first), ordered=True)
        if first
        else Paragraph("Nothing: every promise was kept, and no review or action is due.")
    ]
    rest = len(to_decide) - len(first)
    if rest:
        blocks.append(
            Paragraph(f"{counted(rest, 'question', 'questions')} more under Review debt.")
        )
    return Section(title="To decide", anchor="decisions", blocks=tuple(blocks))


def scoreboard(review: Review) -> Section:
    """Return how every SLO stands."""
    states = Counter(figures.state for figures in review.figures)
    tiles = Tiles(
        tiles=tuple(
            (str(count), state)
            for state, count in sorted(states.items(), key=lambda each: each[0].rank)
        )
    )
    return Section(
        title="Scoreboard", anchor="scoreboard", blocks=(tiles, _table(review), *_trends(review))
    )


def _table(review: Review) -> Table:
    shown = ranked(review)
    columns = {
        "SLO": [figures.slo.name for figures in shown],
        "state": [figures.state for figures in shown],
        "objective": [
            exactly(figures.objective) + (" (changed)" if figures.changed else "")
            for figures in shown
        ],
        "attained": [share(figures.attained) for figures in shown],
        "last 7 days": [share(attained(figures.week)) for figures in shown],
        "bad": [events(figures.count.bad if figures.count.valid else None) for figures in shown],
        "valid": [events(figures.count.valid or None) for figures in shown],
        "budget": [events(figures.budget if figures.count.valid else None) for figures in shown],
        "spent": [percentage(figures.spent) for figures in shown],
        "left": [events(_left(figures)) for figures in shown],
        "left as outage": [minutes(_outage(figures)) for figures in shown],
        "coverage": [
            percentage(figures.coverage) if figures.count.rows else NOTHING for figures in shown
        ],
    }
    numeric = tuple(columns)[2:]
    columns["owner"] = [figures.slo.owner for figures in shown]
    caption = (
        "Events are whole numbers from the ledger. Left: bad events that may still come; left as "
        "outage: the same as time of full outage. Below 0 the budget is overspent."
    )
    return table(caption, tuple(columns), tuple(zip(*columns.values(), strict=True)), numeric)


def _left(figures: Figures) -> Decimal | None:
    return figures.budget - figures.count.bad if figures.count.valid else None


def _outage(figures: Figures) -> Fraction | None:
    """Return what is left of the budget in minutes of full outage, at the traffic that was counted.

    Only time that was counted has such traffic: nothing is extrapolated to the whole period.
    """
    left = _left(figures)
    if left is None:
        return None
    return Fraction(left) / figures.count.valid * figures.count.minutes


def _trends(review: Review) -> list[Table]:
    """Return what the last few reviews attained, in columns from the oldest to now; or nothing."""
    names = list(dict.fromkeys(name for trend in review.trends.values() for name, _ in trend))
    if not names:
        return []
    rows = []
    for figures in ranked(review):
        trend = dict(review.trends.get(figures.slo.name, ()))
        before = [share(trend[name].attained) if name in trend else NOTHING for name in names]
        if figures.attained is not None or any(cell != NOTHING for cell in before):
            rows.append(
                (figures.slo.name, exactly(figures.objective), *before, share(figures.attained))
            )
    columns = ("SLO", "objective", *names, "now")
    return [table("What earlier reviews attained, and this one", columns, rows, columns[1:])]
