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
from observability.review.earlier import Earlier, EarlierSLO, known, trend
from observability.review.figures import Figures, figures
from observability.review.incidents import Attribution, Excluded, attribution, excluded, within
from observability.review.ledger import Ledger
from observability.review.period import Period
from observability.review.proposals import WhatIf, what_if
from observability.review.quarter import Quarter, Told, quarter


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
        quality: the alerts' quality; None where nobody could tell what fired.
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
    earlier: Sequence[Earlier] = (),
    written: datetime,
    revision: str = "",
) -> Review:
    """Return the review of an environment in a period. Pure: everything was read before.

    Raises:
        DefinitionError: the inputs name an SLO that there is not.

    """
    inputs.check(slo.name for slo in catalogue.slos)
    earlier = [one for one in earlier if one.environment == environment.name]
    slos = catalogue.promises(environment)
    told = {
        slo.name: known(slo.name, ledger.rows.get(slo.name, NO_ROWS), earlier, period)
        for slo in slos
    }
    table = rules(catalogue.error_budget_policy.at_risk_share)
    found = tuple(
        figures(
            slo,
            told[slo.name],
            ledger.rows.get(slo.name, NO_ROWS),
            period,
            past=inputs.past_objectives,
            table=table,
        )
        for slo in slos
    )
    counted = [one for one in found if one.count.valid]

    def minutes(one: Figures) -> Rows:
        return ledger.minutes.get(one.slo.name, NO_ROWS)

    def rows(one: Figures) -> Rows:
        return ledger.rows.get(one.slo.name, NO_ROWS)

    attributions = tuple(
        attribution(one, told[one.slo.name], rows(one), minutes(one), inputs, period)
        for one in counted
    )
    exclusions = tuple(
        each
        for one in counted
        if (each := excluded(one, minutes(one), inputs.exclusions, period)) is not None
    )
    of_quarter = quarter(
        period,
        inputs,
        [
            Told(slo=one.slo, known=told[one.slo.name], minutes=minutes(one))
            for one in found
            if one.slo.can_be_judged
        ],
        earlier,
    )
    follows = consequences(catalogue.error_budget_policy, found, attributions, of_quarter)
    rows_of_matrix = matrix(inputs, found)
    start, reached = period.start.timestamp(), period.reached.timestamp()
    tiers = {
        one.slo.name: watched(
            one.slo, Recorded(minutes=minutes(one), rollup=rows(one)), start, reached
        )
        for one in counted
    }
    return Review(
        catalogue=catalogue,
        environment=environment,
        period=period,
        written=written,
        revision=revision,
        inputs=inputs,
        ledger=ledger,
        figures=found,
        attributions=attributions,
        quarter=of_quarter,
        exclusions=exclusions,
        burns={one.slo.name: burns(tiers[one.slo.name], one.objective) for one in counted},
        gaps={
            one.slo.name: gaps(rows(one), start, reached)
            for one in found
            if one.state not in (NOT_RECORDED, NO_DATA) and not one.borrowed
        },
        quality=None
        if ledger.firings is None
        else alert_quality(
            slos,
            environment,
            ledger.firings,
            [one for one in inputs.incidents if within(one.start, one.end, period)],
        ),
        consequences=follows,
        matrix=rows_of_matrix,
        what_if={
            one.slo.name: what_if(one, table, environment, tiers[one.slo.name]) for one in counted
        },
        trends={
            one.slo.name: before
            for one in found
            if (before := trend(one.slo.name, earlier, period))
        },
    )
