"""Who took an SLO's budget away: a table of the worst by each label, or why there is none."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from observability.review.assembly import Review
from observability.review.document import Block, Paragraph, table
from observability.review.figures import Figures
from observability.review.wording import NOTHING, events, percentage

MOST = 5
"""So many values of a label are named; what is left is one line."""


def contributors(review: Review, figures: Figures) -> list[Block]:
    """Return who contributed to an SLO's bad events, of SLOs that were asked for."""
    contributors = review.ledger.contributors.get(figures.slo.name)
    if contributors is None:
        return []
    if contributors.failure:
        return [Paragraph(f"Contributors are unknown: {contributors.failure}", "warning")]
    start, reached = review.period.start.timestamp(), review.period.reached.timestamp()
    counted = review.ledger.rows[figures.slo.name].between(start, reached).bad
    if not contributors.total:
        return [
            Paragraph(
                f"Contributors are unknown: the raw series of the ledger's {events(counted)} "
                "bad events are missing or damaged.",
                "warning",
            )
        ]
    blocks: list[Block] = []
    if contributors.total != counted:
        gone = (
            " The raw series of the others are missing or damaged."
            if contributors.total < counted
            else ""
        )
        blocks.append(
            Paragraph(
                f"Contributors: the raw series tell {events(contributors.total)} bad events, the "
                f"ledger {events(counted)}.{gone} Shares are of these.",
                "warning" if gone else "",
            )
        )
    rows = [
        (label, value, events(bad), percentage(Fraction(bad, contributors.total)))
        for label, by_value in contributors.events.items()
        for value, bad in _worst(list(by_value.items()))
    ]
    caption = (
        f"Top contributors to the {events(contributors.total)} bad events of {figures.slo.name}"
    )
    columns = ("by", "contributor", "bad events", "share")
    return [*blocks, table(caption, columns, rows, ("bad events", "share"))]


def _worst(bad_by_value: Sequence[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    ordered = sorted(bad_by_value, key=lambda each: (-each[1], each[0]))
    for value, bad in ordered[:MOST]:
        yield value or NOTHING, bad
    if others := ordered[MOST:]:
        yield f"{len(others)} others", sum(bad for _, bad in others)
