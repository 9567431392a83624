"""What all cases of an SLO share: its tiers, a busy minute's events, what is expected when."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from observability.alerts.alerting import burn_alerts
from observability.evaluation.budget import known_at
from observability.evaluation.rows import Events, Rows
from observability.evaluation.tiers import Budget, firing_times, results, sums, threshold
from observability.expressions.budget import Ledger, ledger_of
from observability.expressions.printing import render
from observability.expressions.promise import Promise
from observability.expressions.scope import Scope
from observability.model.burn_rate import Basis, BurnRateTier
from observability.model.sli import may_be_idle
from observability.model.slo import SLO
from observability.model.windows import MINUTE
from observability.proofs.case import ExpectedAlerts, ExpectedSamples, firing
from observability.proofs.rows import Burning, spread
from observability.proofs.traffic import busiest_minute

_TWENTY = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseBuilder:
    """An SLO in an environment, and the ledger whose tiers are tested; times are in its steps."""

    promise: Promise
    ledger: Ledger
    step: timedelta
    evaluated: int = 1
    """How many steps are between two evaluations."""
    delay: int = 0
    """How many steps after its events a row is recorded: raw series are read late."""

    @property
    def slo(self) -> SLO:
        """The SLO."""
        return self.promise.slo

    @property
    def scope(self) -> Scope:
        """The targets that it is about."""
        return self.promise.scope

    @property
    def alert(self) -> str:
        """The name of its alerts."""
        return self.promise.alert

    @property
    def tiers(self) -> tuple[BurnRateTier, ...]:
        """The tiers that alert on this ledger."""
        return tuple(t for t in self.slo.policy.tiers if ledger_of(t.long_window) is self.ledger)

    @property
    def unit(self) -> int:
        """Valid events of a busy minute."""
        return busiest_minute(self.slo.sli, self.scope)

    @property
    def start(self) -> Events:
        """The first row of every case: counters stand and nothing has happened yet."""
        return (0, 0) if may_be_idle(self.slo.sli) else (self.unit, 0)

    @property
    def budget_events(self) -> Fraction:
        """The period's budget in events, had every minute of it been busy."""
        return Fraction(self.slo.budget) * self.unit * (self.slo.window // MINUTE)

    def budget_so_far(self, rows: Sequence[Events | None]) -> Budget:
        """Return the period's budget in events as it is known from all rows so far."""
        so_far = Rows.each(self.step, rows)
        return lambda time: known_at(self.slo, so_far, time)

    def healthy(self, minutes: int) -> list[Events]:
        """Return busy minutes without a bad event."""
        return [(self.unit, 0)] * minutes

    def burning(self, minutes: int, ratio: Fraction) -> list[Events]:
        """Return busy minutes of which `ratio` is bad."""
        return spread(minutes, self.unit, min(ratio, Fraction(1)))

    def threshold(self, tier: BurnRateTier) -> Fraction:
        """Return the tier's error ratio: factor * budget."""
        return threshold(self.slo, tier)

    def can_reach(self, tier: BurnRateTier) -> bool:
        """Tell whether an outage at steady traffic alerts; a tier of events may need a peak."""
        return self.threshold(tier) < 1

    def below(self, tier: BurnRateTier) -> Fraction:
        """Return an error ratio a twentieth below the threshold, of which an alert must recover.

        It is 0 where whole events are too coarse for that, or events are compared and no ratios.
        """
        threshold, valid = self.threshold(tier), tier.short_window // MINUTE * self.unit
        if self.slo.policy.basis is Basis.EVENTS or threshold * valid < _TWENTY:
            return Fraction(0)
        return threshold * (_TWENTY - 1) / _TWENTY

    def history(
        self, tier: BurnRateTier, rows: Sequence[Events | None], budget: Budget | None = None
    ) -> list[Fraction | None]:
        """Return what the tier's alert must show at each row; None where it must be silent."""
        known = budget or (lambda _: self.budget_events)
        step, every = self.step.total_seconds(), self.evaluated
        times = [at * step for at in range(0, len(rows), every)]
        active = dict(
            results(
                self.slo,
                tier,
                sums(self.slo, tier, Rows.each(self.step, rows), times),
                budget=known,
            )
        )
        shown: list[Fraction | None] = [None] * len(rows)
        for episode in firing_times(tier, list(active), every=self.step * every, end=times[-1]):
            value = None
            over = len(rows) if episode.resolved_at is None else round(episode.resolved_at / step)
            for at in range(round(episode.pending_at / step), over):
                value = active.get(at * step, value)
                shown[at] = value
        return shown

    def is_on_an_edge(self, rows: Sequence[Events | None], budget: Budget) -> bool:
        """Tell whether a window is exactly at its threshold at some row: floats may say either."""
        each, seconds = Rows.each(self.step, rows), self.step.total_seconds()
        times = [at * seconds for at in range(0, len(rows), self.evaluated)]
        return any(
            held.bad and held.bad == self._limit(tier, held.valid, budget, time)
            for tier in self.tiers
            for window in (tier.long_window, tier.short_window)
            for time in times
            for held in [each.window(window, time)]
        )

    def _limit(self, tier: BurnRateTier, valid: int, budget: Budget, time: float) -> Fraction:
        """Return the bad events of a window at which a tier alerts."""
        if self.slo.policy.basis is Basis.RATE:
            return self.threshold(tier) * valid
        return Fraction(tier.budget_share) * budget(time)

    def expect(
        self, rows: Sequence[Events | None], *steps: int, budget: Budget | None = None
    ) -> list[ExpectedAlerts]:
        """Return what must fire at each of these rows."""
        histories = {tier: self.history(tier, rows, budget) for tier in self.tiers}
        rules = burn_alerts(self.ledger, self.promise)
        expected = []
        for at in steps:
            shown = ((tier, history[at]) for tier, history in histories.items())
            burning = [Burning(tier, value) for tier, value in shown if value is not None]
            expected.append(
                ExpectedAlerts(alert=self.alert, at=self.time(at), firing=firing(rules, burning))
            )
        return expected

    def time(self, at: int) -> timedelta:
        """Return when row `at` is there, and what follows from it."""
        return (at + self.delay) * self.step

    def value(self, name: str, value: float, at: int, **more: str) -> ExpectedSamples:
        """Return that the recorded series `name` has `value` at row `at`."""
        mine = {"__name__": name} | self.promise.labels | more
        return ExpectedSamples(
            expression=self._selected(name), at=self.time(at), samples=((mine, value),)
        )

    def nothing(self, name: str, at: int) -> ExpectedSamples:
        """Return that the recorded series `name` has no value at row `at`."""
        return ExpectedSamples(expression=self._selected(name), at=self.time(at))

    def rows_at(self, rows: Sequence[Events | None], *steps: int) -> list[ExpectedSamples]:
        """Return that the rows at `steps` are recorded as they are; None is no row."""
        expected = []
        for at in steps:
            row = rows[at]
            for name, of in ((self.ledger.valid, 0), (self.ledger.bad, 1)):
                expected.append(
                    self.nothing(name, at) if row is None else self.value(name, row[of], at)
                )
        return expected

    def _selected(self, name: str) -> str:
        return render(self.promise.recorded(name))


def first(steps: Iterable[int], holds: Callable[[int], bool]) -> int:
    """Return the first step at which `holds`."""
    return next(step for step in steps if holds(step))
