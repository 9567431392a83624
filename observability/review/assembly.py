"""All of a review, computed and not yet drawn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from observability.evaluation.burns import Burn, Recorded, burns, watched
from observability.evaluation.coverage import Gap, gaps
from observability.evaluation.quality import Quality
from observability.evaluation.rows import NO_ROWS, Rows
from observability.evaluation.states import NO_DATA, NOT_RECORDED, rules
from observability.model.catalogue import Catalogue
from observability.model.environment import Environment
from observability.model.review import ReviewInputs
from observability.review.alert_quality import alert_quality
from observability.review.consequences import Consequence, Row, consequences, matrix
from observability.review.earlier import EarlierReview, EarlierSLO, known_events, trend
from observability.review.figures import Figures, figures_of
from observability.review.incidents import Attribution, Excluded, attribution, excluded, within
from observability.review.ledger import Ledger
from observability.review.period import Period
from observability.review.proposals import WhatIf, what_if
from observability.review.quarter import Quarter, ReviewedSLO, quarter


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A review of one environment in one period.

    Attributes:
        catalogue: the definitions.
        environment: where.
        period: when.
        written: when the review was written.
        revision: the definitions' revision, or "" if unknown.
        inputs: the human inputs.
        ledger: what was read.
        figures: by SLO, in the catalogue's order.
        attributions: bad events by incident, by SLO that has events.
        quarter: bad events by class of incidents, over the quarter that the period ends in.
        exclusions: by SLO that has any.
        burns: when tiers fired, by SLO.
        gaps: times without rows, by SLO that has rows.
        quality: the alerts' quality; None where it is unknown what fired.
        consequences: of the error-budget policy.
        matrix: of the decision matrix.
        what_if: other objectives, by SLO.
        trends: what earlier reviews said, by SLO.

    """

    catalogue: Catalogue
    environment: Environment
    period: Period
    written: datetime
    revision: str
    inputs: ReviewInputs
    ledger: Ledger
    figures: tuple[Figures, ...]
    attributions: tuple[Attribution, ...]
    quarter: Quarter
    exclusions: tuple[Excluded, ...]
    burns: Mapping[str, tuple[Burn, ...]]
    gaps: Mapping[str, tuple[Gap, ...]]
    quality: tuple[Quality, ...] | None
    consequences: tuple[Consequence, ...]
    matrix: tuple[Row, ...]
    what_if: Mapping[str, tuple[WhatIf, ...]]
    trends: Mapping[str, tuple[tuple[str, EarlierSLO], ...]]


def review(  # noqa: PLR0913 - a review is made of all of these
    catalogue: Catalogue,
    environment: Environment,
    period: Period,
    inputs: ReviewInputs,
    ledger: Ledger,
    *,
    earlier: Sequence[EarlierReview] = (),
    written: datetime,
    revision: str = "",
) -> Review:
    """Return the review of an environment in a period. Pure: everything was read before.

    Raises:
        DefinitionError: the inputs name an SLO that there is not.

    """
    inputs.check(slo.name for slo in catalogue.slos)
    earlier = [
        earlier_review
        for earlier_review in earlier
        if earlier_review.environment == environment.name
    ]
    # What was retired within the period is no promise at its end, and no verdict is due.
    slos = [slo for slo in catalogue.promises(environment) if slo.is_promised(period.last_day)]
    events = {
        slo.name: known_events(slo.name, ledger.rows.get(slo.name, NO_ROWS), earlier, period)
        for slo in slos
    }
    table = rules(catalogue.error_budget_policy.at_risk_share)
    reviewed = tuple(
        figures_of(
            slo,
            events[slo.name],
            ledger.rows.get(slo.name, NO_ROWS),
            period,
            past=inputs.past_objectives,
            table=table,
        )
        for slo in slos
    )
    counted = [figures for figures in reviewed if figures.count.valid]

    def minutes(figures: Figures) -> Rows:
        return ledger.minutes.get(figures.slo.name, NO_ROWS)

    def rows(figures: Figures) -> Rows:
        return ledger.rows.get(figures.slo.name, NO_ROWS)

    attributions = tuple(
        attribution(
            figures, events[figures.slo.name], rows(figures), minutes(figures), inputs, period
        )
        for figures in counted
    )
    exclusions = tuple(
        each
        for figures in counted
        if (each := excluded(figures, minutes(figures), inputs.exclusions, period)) is not None
    )
    of_quarter = quarter(
        period,
        inputs,
        [
            ReviewedSLO(slo=figures.slo, known=events[figures.slo.name], minutes=minutes(figures))
            for figures in reviewed
            if figures.slo.can_be_judged
        ],
        earlier,
    )
    follows = consequences(catalogue.error_budget_policy, reviewed, attributions, of_quarter)
    rows_of_matrix = matrix(inputs, reviewed)
    start, reached = period.start.timestamp(), period.reached.timestamp()
    tiers = {
        figures.slo.name: watched(
            figures.slo, Recorded(minutes=minutes(figures), rollup=rows(figures)), start, reached
        )
        for figures in counted
    }
    return Review(
        catalogue=catalogue,
        environment=environment,
        period=period,
        written=written,
        revision=revision,
        inputs=inputs,
        ledger=ledger,
        figures=reviewed,
        attributions=attributions,
        quarter=of_quarter,
        exclusions=exclusions,
        burns={
            figures.slo.name: burns(tiers[figures.slo.name], figures.objective)
            for figures in counted
        },
        gaps={
            figures.slo.name: gaps(rows(figures), start, reached)
            for figures in reviewed
            if figures.state not in (NOT_RECORDED, NO_DATA) and not figures.from_earlier_reviews
        },
        quality=None
        if ledger.firings is None
        else alert_quality(
            slos,
            environment,
            ledger.firings,
            [
                incident
                for incident in inputs.incidents
                if within(incident.start, incident.end, period)
            ],
        ),
        consequences=follows,
        matrix=rows_of_matrix,
        what_if={
            figures.slo.name: what_if(figures, table, environment, tiers[figures.slo.name])
            for figures in counted
        },
        trends={
            figures.slo.name: before
            for figures in reviewed
            if (before := trend(figures.slo.name, earlier, period))
        },
    )
