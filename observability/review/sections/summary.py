"""First of all: what is to be decided, and how every SLO stands."""

from collections import Counter
from decimal import Decimal
from fractions import Fraction

from observability.model.windows import MINUTE, ROLLUP
from observability.review.assembly import Review
from observability.review.decisions import decisions as asked_of
from observability.review.document import Block, Paragraph, Points, Section, Table, Tiles, table
from observability.review.figures import Figures, attained
from observability.review.wording import NOTHING, counted, events, exactly, minutes, percentage
from observability.review.wording import attained as share

MOST_DECISIONS = 5


def ranked(review: Review) -> tuple[Figures, ...]:
    """Return the figures, the most worrying first; what pages before what does not."""
    return tuple(
        sorted(
            review.figures,
            key=lambda one: (
                one.state.rank,
                not one.slo.policy.pages,
                -(one.spent or Fraction(0)),
                one.slo.name,
            ),
        )
    )


def decisions(review: Review) -> Section:
    """Return what is to be decided, in five lines at most."""
    asked = asked_of(review)
    first = asked[:MOST_DECISIONS]
    blocks: list[Block] = [
        Points(items=tuple((one.what, one.section) for one in first), ordered=True)
        if first
        else Paragraph("Nothing: every promise was kept, and no review or action is due.")
    ]
    rest = len(asked) - len(first)
    if rest:
        blocks.append(
            Paragraph(f"{counted(rest, 'question', 'questions')} more under Review debt.")
        )
    return Section(title="To decide", anchor="decisions", blocks=tuple(blocks))


def scoreboard(review: Review) -> Section:
    """Return how every SLO stands."""
    states = Counter(one.state for one in review.figures)
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
        "SLO": [one.slo.name for one in shown],
        "state": [one.state for one in shown],
        "objective": [
            exactly(one.objective) + (" (changed)" if one.changed else "") for one in shown
        ],
        "attained": [share(one.attained) for one in shown],
        "last 7 days": [share(attained(one.week)) for one in shown],
        "bad": [events(one.count.bad if one.count.valid else None) for one in shown],
        "valid": [events(one.count.valid or None) for one in shown],
        "budget": [events(one.budget if one.count.valid else None) for one in shown],
        "spent": [percentage(one.spent) for one in shown],
        "left": [events(_left(one)) for one in shown],
        "left as outage": [minutes(_outage(one)) for one in shown],
        "coverage": [percentage(one.coverage) if one.count.rows else NOTHING for one in shown],
    }
    numeric = tuple(columns)[2:]
    columns["owner"] = [one.slo.owner for one in shown]
    caption = (
        "Events are whole numbers from the ledger. Left: bad events that may still come; left as "
        "outage: the same as time of full outage. Below 0 the budget is overspent."
    )
    return table(caption, tuple(columns), tuple(zip(*columns.values(), strict=True)), numeric)


def _left(one: Figures) -> Decimal | None:
    return one.budget - one.count.bad if one.count.valid else None


def _outage(one: Figures) -> Fraction | None:
    """Return what is left of the budget in minutes of full outage, at the traffic that was counted.

    Only time that was counted has such traffic: nothing is extrapolated to the whole period.
    """
    left = _left(one)
    if left is None:
        return None
    return Fraction(left) / one.count.valid * (one.count.rows * ROLLUP // MINUTE)


def _trends(review: Review) -> list[Table]:
    """Return what the last few reviews attained, in columns from the oldest to now; or nothing."""
    names = list(dict.fromkeys(name for told in review.trends.values() for name, _ in told))
    if not names:
        return []
    rows = []
    for one in ranked(review):
        told = dict(review.trends.get(one.slo.name, ()))
        before = [share(told[name].attained) if name in told else NOTHING for name in names]
        if one.attained is not None or any(cell != NOTHING for cell in before):
            rows.append((one.slo.name, exactly(one.objective), *before, share(one.attained)))
    columns = ("SLO", "objective", *names, "now")
    return [table("What earlier reviews attained, and this one", columns, rows, columns[1:])]
