"""What the charts of an SLO mark, and the same in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from observability.drawing.palette import Colour
from observability.drawing.picture import Lane, Shape, Span
from observability.model.slo import SLO
from observability.review.assembly import Review
from observability.review.figures import Day
from observability.review.wording import NOTHING, counted, duration, when

_MOST = 5
"""So many marks of one day are named; a crash loop would fill the table."""


class MarkKind(StrEnum):
    """What a chart marks."""

    INCIDENT = "incident"
    EXCLUSION = "exclusion"
    DEPLOY = "deploy"
    RESTART = "restart"


_DRAWN = {
    MarkKind.INCIDENT: (Shape.BAR, Colour.BAD),
    MarkKind.EXCLUSION: (Shape.FRAME, Colour.LINK),
    MarkKind.DEPLOY: (Shape.TRIANGLE, Colour.INK),
    MarkKind.RESTART: (Shape.CROSS, Colour.INK),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A time that charts mark; a deploy is a moment and ends at once."""

    kind: MarkKind
    label: str
    start: datetime
    end: datetime


Marks = Sequence[Mark]


def lanes(marks: Marks) -> tuple[Lane, ...]:
    """Return a lane for each kind that there is, which casts its marks on the chart below."""
    return tuple(
        Lane(
            name=f"{kind}s",
            spans=tuple(
                Span(
                    start=mark.start.timestamp(),
                    end=mark.end.timestamp(),
                    words=f"{kind}: {mark.label}",
                )
                for mark in mine
            ),
            shape=shape,
            colour=colour,
            casts=True,
        )
        for kind, (shape, colour) in _DRAWN.items()
        if (mine := [mark for mark in marks if mark.kind is kind])
    )


def marks_of(review: Review, slo: SLO) -> tuple[Mark, ...]:
    """Return an SLO's incidents and exclusions, and its component's deploys and restarts."""
    start, reached = review.period.start, review.period.reached
    marks = [
        *(
            Mark(
                kind=kind,
                label=marked.name,
                start=max(marked.start, start),
                end=min(marked.end, reached),
            )
            for kind, given in (
                (MarkKind.INCIDENT, review.inputs.incidents),
                (MarkKind.EXCLUSION, review.inputs.exclusions),
            )
            for marked in given
            if slo.name in marked.slos and marked.start < reached and marked.end > start
        ),
        *(
            Mark(kind=MarkKind.DEPLOY, label=deploy.version, start=deploy.at, end=deploy.at)
            for deploy in review.inputs.deploys
            if deploy.component == slo.component and start < deploy.at <= reached
        ),
        *(
            Mark(
                kind=MarkKind.RESTART,
                label=counted(restart.targets, "target", "targets"),
                start=restart.start,
                end=restart.end,
            )
            for restart in review.ledger.restarts or ()
            if restart.component == slo.component.name
        ),
    ]
    return tuple(sorted(marks, key=lambda mark: (mark.start, mark.kind, mark.label)))


def words_of(marks: Marks) -> str:
    """Return how many there are of each kind, as a sentence that follows another; or nothing."""
    kinds = [
        counted(number, str(kind), f"{kind}s")
        for kind in MarkKind
        if (number := sum(mark.kind is kind for mark in marks))
    ]
    return f" Marked: {', '.join(kinds)}." if kinds else ""


def of_day(marks: Marks, day: Day) -> str:
    """Return what is marked on a day, with its times."""
    midnight = datetime(day.day.year, day.day.month, day.day.day, tzinfo=UTC)
    following = midnight + timedelta(days=1)
    mine = [
        f"{mark.kind} {_times(mark, midnight, following)}: {mark.label}"
        for mark in marks
        if mark.start < following and (mark.end > midnight or mark.start == mark.end == midnight)
    ]
    if len(mine) > _MOST:
        mine[_MOST:] = [f"{len(mine) - _MOST} more"]
    return "; ".join(mine) or NOTHING


def _times(mark: Mark, midnight: datetime, following: datetime) -> str:
    start = f"{max(mark.start, midnight):%H:%M}"
    if mark.start == mark.end:
        return start
    return f"{start} – " + (f"{mark.end:%H:%M}" if mark.end < following else "24:00")


def by_kind(marks: Marks) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield a row for each kind: what, nothing, how many, how long in all, when first."""
    for kind in MarkKind:
        mine = [mark for mark in marks if mark.kind is kind]
        if mine:
            length = sum((mark.end - mark.start for mark in mine), timedelta())
            yield (
                f"{kind}s",
                NOTHING,
                str(len(mine)),
                duration(length) if length else NOTHING,
                when(mine[0].start),
            )
