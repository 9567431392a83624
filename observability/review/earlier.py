"""EarlierReview reviews, read back from their `review.json`: for trends, and long quarters."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from observability.errors import FilesError, ReviewError
from observability.evaluation.rows import MINUTES_OF_ROLLUP, NOTHING, Count, Rows
from observability.formats import read_json
from observability.review.period import Period

_CURE = "leave it out of --earlier, or write that review anew"


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierImpact:
    """The bad events of an SLO that an earlier review attributed to an incident."""

    incident: str
    cause: str
    bad: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierSLO:
    """What an earlier review said of an SLO; `impacts` is None where it holds no incidents."""

    state: str
    objective: Decimal
    count: Count
    budget: Decimal
    coverage: Fraction
    impacts: tuple[EarlierImpact, ...] | None = None

    @property
    def attained(self) -> Fraction | None:
        """Good ÷ valid events; None without valid events."""
        valid = self.count.valid
        return Fraction(valid - self.count.bad, valid) if valid else None


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierReview:
    """An earlier review: its period, as far as it was reached, and its SLOs by name."""

    name: str
    environment: str
    start: datetime
    end: datetime
    slos: Mapping[str, EarlierSLO]


def read_earlier(paths: Iterable[Path]) -> tuple[EarlierReview, ...]:
    """Return the reviews in some files, and in folders' `review.json` at any depth, oldest first.

    Raises:
        ReviewError: a file is not what a review wrote.

    """
    files = [
        file for path in paths for file in (path.rglob("review.json") if path.is_dir() else (path,))
    ]
    return tuple(
        sorted(map(_read, sorted(set(files))), key=lambda review: (review.end, review.start))
    )


def _read(path: Path) -> EarlierReview:
    try:
        data = read_json(path, exact=True)
        period = data["period"]
        return EarlierReview(
            name=str(period["name"]),
            environment=str(data["environment"]),
            start=datetime.fromtimestamp(period["start"], UTC),
            end=datetime.fromtimestamp(period["reached"], UTC),
            slos={str(slo["name"]): _slo(slo, data.get("incidents")) for slo in data["slos"]},
        )
    except FilesError as error:
        raise ReviewError(f"{error}; {_CURE}") from error
    except (ValueError, KeyError, TypeError, ArithmeticError, AttributeError) as error:
        raise ReviewError(
            f"{path}: not the review.json of a review ({type(error).__name__}: {error}); {_CURE}"
        ) from error


def _whole(data: Mapping[str, object], name: str) -> int:
    value = data[name]
    if not isinstance(value, int) or value < 0:
        raise ValueError(f"{name} is {value!r}, no number of events")
    return value


def _count(data: Mapping[str, object]) -> Count:
    valid, bad, rows = (_whole(data, name) for name in ("valid", "bad", "rows"))
    minutes = _whole(data, "minutes") if "minutes" in data else rows * MINUTES_OF_ROLLUP
    return Count(valid, bad, rows, minutes)


def _slo(
    data: Mapping[str, object], incidents: Sequence[Mapping[str, object]] | None
) -> EarlierSLO:
    return EarlierSLO(
        state=str(data["state"]),
        objective=Decimal(str(data["objective"])),
        count=_count(data),
        budget=Decimal(str(data["budget_events"])),
        coverage=Fraction(Decimal(str(data["coverage"]))),
        impacts=None
        if incidents is None
        else tuple(
            EarlierImpact(
                incident=str(incident["name"]),
                cause=str(incident["cause"]),
                bad=_whole(incident, "bad"),
            )
            for incident in incidents
            if incident["slo"] == data["name"]
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownEvents:
    """All that is known of an SLO's events.

    Attributes:
        rows: the ledger's, without the times that an earlier review knew better.
        count: what earlier reviews counted in those times.
        budget: the budget of that, in bad events.
        from_earlier_reviews: these reviews.

    """

    rows: Rows
    count: Count = NOTHING
    budget: Decimal = Decimal(0)
    from_earlier_reviews: tuple[EarlierReview, ...] = ()

    def without_earlier(self, rows: Rows) -> Rows:
        """Return rows without those of times that earlier reviews tell of."""
        if not self.from_earlier_reviews:
            return rows
        spans = [
            (review.start.timestamp(), review.end.timestamp())
            for review in self.from_earlier_reviews
        ]
        return Rows.of(
            row
            for row in rows.within(float("-inf"), float("inf"))
            if not any(start < row.time <= end for start, end in spans)
        )


def known_events(
    slo: str, rows: Rows, earlier: Sequence[EarlierReview], period: Period
) -> KnownEvents:
    """Return an SLO's events of the parts of a period that earlier reviews knew better.

    A review is taken where it lies within the period, overlaps none that was taken before it, and
    was made from more rows than the ledger holds now.
    """
    count, budget = NOTHING, Decimal(0)
    counted: list[EarlierReview] = []
    for review in sorted(earlier, key=lambda review: (review.start, review.end)):
        start, end = review.start.timestamp(), review.end.timestamp()
        then = review.slos.get(slo)
        inside = review.start >= period.start and review.end <= period.reached
        apart = not counted or review.start >= counted[-1].end
        if then and inside and apart and then.count.rows > rows.between(start, end).rows:
            counted.append(review)
            count += then.count
            budget += then.budget
    events = KnownEvents(rows=rows, count=count, budget=budget, from_earlier_reviews=tuple(counted))
    return replace(events, rows=events.without_earlier(rows))


def _called(review: EarlierReview) -> str:
    """Return a name that tells rolling periods apart: 2026-01, or 28d until 2026-01-28."""
    return (
        review.name if review.name[:4].isdigit() else f"{review.name} until {review.end:%Y-%m-%d}"
    )


def trend(
    slo: str, earlier: Sequence[EarlierReview], period: Period, *, most: int = 3
) -> tuple[tuple[str, EarlierSLO], ...]:
    """Return what the last few reviews that ended before this period's end said of an SLO."""
    attained = [
        (_called(review), review.slos[slo])
        for review in earlier
        if slo in review.slos and review.end < period.reached and review.start < period.start
    ]
    return tuple(attained[-most:])
