"""An SLO explained in one environment, as data: what `observability explain` shows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

from observability.alerts.alerting import severity_in
from observability.alerts.groups import ledger_group, period_group
from observability.alerts.rules import AlertingRule, RecordingRule
from observability.evaluation.detection import Detection, detection
from observability.evaluation.states import StateTable
from observability.evaluation.states import rules as rules_of_states
from observability.evaluation.tiers import threshold as ratio_threshold
from observability.evaluation.traffic import LeastTraffic, least_traffic, noticed
from observability.expressions import names
from observability.expressions.burn_rate import threshold
from observability.expressions.printing import render
from observability.expressions.promise import promise
from observability.expressions.promql import duration
from observability.model.burn_rate import Basis, BurnRateTier, Severity
from observability.model.catalogue import Catalogue
from observability.model.environment import Environment
from observability.model.slo import SLO
from observability.model.units import percentage
from observability.model.windows import MINUTE, row_length

FAILING = (Fraction(1), Fraction(1, 10), Fraction(1, 100))
"""The shares of failing events for which it is said how fast an alert fires."""

TRAFFIC = (Fraction(1), Fraction(3), Fraction(20), Fraction(60))
"""Valid events an hour for which it is said how soon a total outage is noticed."""
_HOURS = 24

_MILLION = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """One tier of the alerts: its threshold, its windows, and how fast it fires."""

    name: str
    severity: str
    threshold: str
    """As the alert has it: factor * budget, or share of the budget in events."""
    threshold_ratio: Fraction
    factor: Fraction
    budget_share: Decimal
    long_window: timedelta
    short_window: timedelta
    evaluated_every: timedelta
    detections: tuple[Detection, ...]

    @property
    def tickets_what_is_met(self) -> bool:
        """Whether an SLO that meets its objective can get this alert."""
        return self.factor < 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Traffic:
    """What the alerts of one severity need: how soon they notice a total outage, by valid events.

    `after` has a time for each of `TRAFFIC`; None where the outage is never noticed.
    """

    severity: str
    least: LeastTraffic
    after: tuple[timedelta | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A rule's PromQL, as emitted."""

    name: str
    promql: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """All that is to be said of an SLO in an environment."""

    slo: SLO
    environment: str
    outage_minutes: Decimal
    """The budget in minutes of full outage within the window, exact."""
    bad_per_million: Decimal
    """The budget in bad events of a million valid ones, exact."""
    tiers: tuple[Tier, ...]
    traffic: tuple[Traffic, ...]
    """By severity: pages first."""
    states: StateTable
    """How dashboards and reviews judge it: the first state that holds."""
    alert: str
    runbook: str
    ledger: tuple[Query, ...]
    alerts: tuple[Query, ...]

    @property
    def promise(self) -> str:
        """The promise in words."""
        return (
            f"{self.slo.description.rstrip()} Of the valid events of any "
            f"{duration(self.slo.window)}, at least {percentage(self.slo.objective)} are good."
        )


def _threshold(slo: SLO, tier: BurnRateTier) -> str:
    match slo.policy.basis:
        case Basis.RATE:
            return render(threshold(slo, tier))
        case Basis.EVENTS:
            return f"{percentage(tier.budget_share)} of the period's budget in events"


def _tier(slo: SLO, environment: Environment, tier: BurnRateTier) -> Tier:
    return Tier(
        name=tier.name,
        severity=str(severity_in(environment, tier.severity)),
        threshold=_threshold(slo, tier),
        threshold_ratio=ratio_threshold(slo, tier),
        factor=tier.factor(slo.window),
        budget_share=tier.budget_share,
        long_window=tier.long_window,
        short_window=tier.short_window,
        evaluated_every=row_length(tier.long_window),
        detections=tuple(detection(slo, tier, failing) for failing in FAILING),
    )


def _traffic(slo: SLO, environment: Environment) -> Iterator[Traffic]:
    tiers: dict[Severity, list[BurnRateTier]] = {severity: [] for severity in Severity}
    for tier in slo.policy.tiers:
        tiers[severity_in(environment, tier.severity)].append(tier)
    for severity, alike in tiers.items():
        if alike:
            yield Traffic(
                severity=str(severity),
                least=least_traffic(slo.policy, alike),
                after=tuple(noticed(slo, alike, _HOURS * per_hour) for per_hour in TRAFFIC),
            )


def explanation(catalogue: Catalogue, slo: SLO, environment: Environment) -> Explanation:
    """Explain an SLO as it holds in an environment (`slo` is one of its promises there)."""
    promised = promise(catalogue, slo, environment)
    rules = (*ledger_group(promised).rules, *period_group(promised).rules)
    ledger = tuple(
        Query(name=rule.record, promql=render(rule.expression))
        for rule in rules
        if isinstance(rule, RecordingRule) and rule.record in (names.VALID_MINUTE, names.BAD_MINUTE)
    )
    alerts = tuple(
        Query(
            name=f"{rule.alert} ({rule.labels[names.TIER_LABEL]})", promql=render(rule.expression)
        )
        for rule in rules
        if isinstance(rule, AlertingRule) and rule.alert == promised.alert
    )
    minutes = slo.window // MINUTE
    return Explanation(
        slo=slo,
        environment=environment.name,
        outage_minutes=(slo.budget * minutes).normalize(),
        bad_per_million=(slo.budget * _MILLION).normalize(),
        tiers=tuple(_tier(slo, environment, tier) for tier in slo.policy.tiers),
        traffic=tuple(_traffic(slo, environment)),
        states=rules_of_states(catalogue.error_budget_policy.at_risk_share),
        alert=promised.alert,
        runbook=f"runbooks/{promised.alert}.md",
        ledger=ledger,
        alerts=alerts,
    )
