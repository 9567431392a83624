"""The cases of an SLO's five-minute group: its roll-up, its tickets, its telemetry missing.

Their input are rows of a minute, as the one-minute group records them; the group is tested at
`evaluation_interval: 5m`, since promtool ignores the interval of a group.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from math import ceil, floor

from observability.alerts.telemetry import slo_alerts
from observability.evaluation.rows import Events
from observability.expressions import names
from observability.expressions.budget import OF_FIVE_MINUTES, OF_MINUTES
from observability.expressions.promise import Promise
from observability.model import naming
from observability.model.burn_rate import Basis, BurnRateTier
from observability.model.windows import MINUTE, ROLLUP
from observability.proofs.builder import CaseBuilder, first
from observability.proofs.case import Case, ExpectedAlerts
from observability.proofs.notation import Gap, Sample
from observability.proofs.recorded import ledger_rows, others, recorded_names
from observability.proofs.rows import rolled_up
from observability.proofs.series import InputSeries
from observability.proofs.traffic import up

_MINUTES_OF_DAY = 24 * 60
_HEALTHY = 6 * 60
"""Minutes before a burn. That windows are as long as they say is proven over whole windows."""


def _inputs(build: CaseBuilder, minutes: Sequence[Events | None]) -> list[InputSeries]:
    return ledger_rows(build, OF_MINUTES, minutes)


def _rollup(build: CaseBuilder) -> Case:
    minutes: list[Events] = [(7 + minute, minute % 3) for minute in range(31)]
    rolled = rolled_up(minutes)
    return Case(
        name="a row of five minutes holds exactly five rows of a minute",
        series=_inputs(build, minutes),
        samples=[
            *build.rows_at(rolled, 1, 2, 6),
            *(build.value(names.MINUTES_ROLLUP, 5, at) for at in (1, 2, 6)),
        ],
    )


def _out_of_bounds(build: CaseBuilder, bad: int, ratio: int) -> Case:
    """Rows are added up as they are, and a ratio of them has bounds."""
    minutes: list[Events] = [(2, bad)] * 31
    ratios = [
        OF_FIVE_MINUTES.error_ratio(window)
        for tier in build.tiers
        for window in (tier.long_window, tier.short_window)
    ]
    return Case(
        name=f"{bad} bad events of 2 are a ratio of {ratio}",
        series=_inputs(build, minutes),
        samples=[
            build.value(names.BAD_PERIOD, 30 * bad, 6),
            *(build.value(name, ratio, 6) for name in (*ratios, names.ERROR_RATIO_PERIOD)),
        ],
    )


def _burn(build: CaseBuilder, tier: BurnRateTier, ratio: Fraction, healthy: int) -> Case:
    """A burn that begins after healthy minutes; both sides of the edge, then recovery."""
    window = tier.long_window // MINUTE
    least = Fraction(2 * build.slo.policy.min_bad_events, window * build.unit)
    before = [build.start, *build.healthy(healthy)]
    minutes = before + build.burning(window, max(ratio, least))
    rolled = rolled_up(minutes)
    shown = build.history(tier, rolled, build.budget_so_far(rolled))
    start = len(before) // 5
    fires = first(range(start, len(rolled)), lambda at: shown[at] is not None)
    good_again = (fires + 2) * 5
    over = (2 * tier.short_window + tier.keep_firing_for) // MINUTE
    recovery = build.burning(over, build.below(tier))
    minutes = minutes[: good_again + 1] + recovery
    rolled = rolled_up(minutes)
    budget = build.budget_so_far(rolled)
    if build.is_on_an_edge(rolled, budget):
        return _burn(build, tier, ratio, healthy + ROLLUP // MINUTE)
    shown = build.history(tier, rolled, budget)
    ends = first(range(fires + 3, len(rolled)), lambda at: shown[at] is None)
    times = sorted({start, fires - 1, fires, ends - 1, ends, len(rolled) - 1})
    return Case(
        name=f"a {tier.name} burn alerts, and ends after it",
        series=_inputs(build, minutes),
        alerts=build.expect(rolled, *times, budget=budget),
        samples=build.rows_at(rolled, fires, ends),
    )


def _fallen(build: CaseBuilder) -> list[Events]:
    """Return traffic, and bad events that are the budget's share only once the budget has fallen.

    From all rows so far the budget is known, scaled up: `spent` events of as many as there are
    rows are a tier's share of it. It falls with each row without traffic.
    """
    share = min(Fraction(tier.budget_share) for tier in build.tiers)
    spent = share * Fraction(build.slo.budget) * (build.slo.window // ROLLUP)
    rows = max(10, ceil(2 * spent))
    # Between rows * spent and (rows + 1) * spent there must be a whole number, above the floor.
    times = max(floor(1 / spent) + 1, ceil(build.slo.policy.min_bad_events / (rows * spent)))
    bad = floor(times * rows * spent) + 1
    good = times * rows * (rows + 1) - bad
    idle: list[Events] = [(0, 0)] * (5 * (rows - 1) - 6)
    return [*[(0, 0)] * 5, (good, 0), *idle, (bad, bad), *[(0, 0)] * 5]


def _newest_budget(build: CaseBuilder) -> Iterator[Case]:
    """A budget that falls since there is no more traffic, and one that grows: the newest counts."""
    grown: list[Events] = [*[(0, 0)] * 50, (1_000_000, build.slo.policy.min_bad_events)]
    for name, minutes in (
        ("a budget that has fallen is soon spent", _fallen(build)),
        ("bad events among many others are held against the grown budget", grown),
    ):
        rolled = rolled_up(minutes)
        known, last = build.budget_so_far(rolled), len(rolled) - 1
        yield Case(
            name=name,
            series=_inputs(build, minutes),
            alerts=build.expect(rolled, last - 1, last, budget=known),
        )


def _no_traffic(build: CaseBuilder) -> Case:
    rows: list[Events] = [(0, 0)] * 31
    return Case(
        name="a period without valid events has no error ratio and no budget figure",
        series=_inputs(build, rows),
        alerts=[ExpectedAlerts(alert=build.alert, at=30 * MINUTE)],
        samples=[
            build.value(names.VALID_PERIOD, 0, 6),
            build.nothing(names.ERROR_RATIO_PERIOD, 6),
            build.nothing(names.BUDGET_REMAINING, 6),
            *(
                build.nothing(OF_FIVE_MINUTES.error_ratio(window), 6)
                for tier in build.tiers
                for window in (tier.long_window, tier.short_window)
            ),
        ],
    )


def _telemetry(
    build: CaseBuilder, name: str, *, fires: bool, at: timedelta, value: str = ""
) -> ExpectedAlerts:
    alert = naming.alert(build.promise.environment.system, name)
    rule = next(rule for rule in slo_alerts(build.promise) if rule.alert == alert)
    return ExpectedAlerts(alert=alert, at=at, firing=((rule, value),) if fires else ())


def _gone(build: CaseBuilder, *, targets_up: bool) -> Case:
    """Rows that end while a target is up; where none is up, another alert says it."""
    minutes: list[Events | None] = [(build.unit, 0)] * 61 + [None] * 60
    target = up(build.scope, 0, len(minutes))
    if not targets_up:
        target = replace(target, samples=(0,) * len(minutes))
    down = replace(up(build.scope, 1, len(minutes)), samples=(0,) * len(minutes))
    # What else is up is no target of ours.
    elsewhere = [
        up(scope, 0, len(minutes))
        for scope in (
            replace(build.scope, namespace="elsewhere"),
            replace(build.scope, job="other"),
        )
    ]
    # The last row is that of 1:00: gone for ten minutes at 1:10, and noticed ten minutes later.
    times = [(60, False), (70, False), (75, False), (80, targets_up), (120, targets_up)]
    return Case(
        name="metrics that are gone are noticed"
        if targets_up
        else "metrics that are gone with their targets are the targets' alert",
        series=[*_inputs(build, minutes), target, down, *elsewhere],
        alerts=[
            _telemetry(build, naming.DATA_MISSING, fires=fires, at=at * MINUTE)
            for at, fires in times
        ],
    )


def _still_missed(build: CaseBuilder) -> Case:
    """The alert does not end by itself while the window holds what was counted."""
    minutes: list[Events | None] = [(build.unit, 0)] * 61 + [None] * (_MINUTES_OF_DAY + 70)
    return Case(
        name="metrics that have been gone for a day are still missed",
        series=[*_inputs(build, minutes), up(build.scope, 0, len(minutes))],
        alerts=[
            _telemetry(build, naming.DATA_MISSING, fires=True, at=at * MINUTE)
            for at in (_MINUTES_OF_DAY, _MINUTES_OF_DAY + 120)
        ],
    )


def _others(build: CaseBuilder) -> Case:
    """Another SLO and another environment burn for an hour, idle for the next, and are gone."""
    minutes: list[Events] = [(build.unit, 0)] * 181
    rolled = rolled_up(minutes)
    rows = {OF_MINUTES.valid, OF_MINUTES.bad}
    theirs: list[Sample] = [*[1] * 61, *[0] * 70, *[Gap.NOTHING] * 50]
    return Case(
        name="another SLO and another environment that burn, idle and vanish are not this one's",
        series=[
            *_inputs(build, minutes),
            *others(build, sorted(rows), theirs),
            *others(build, sorted({*recorded_names(build)} - rows), (1,) * len(minutes)),
            up(build.scope, 0, len(minutes)),
        ],
        alerts=[
            *build.expect(rolled, 12, budget=build.budget_so_far(rolled)),
            _telemetry(build, naming.IDLE, fires=False, at=125 * MINUTE),
            _telemetry(build, naming.DATA_MISSING, fires=False, at=180 * MINUTE),
        ],
        samples=build.rows_at(rolled, 6),
    )


def _never_there(build: CaseBuilder) -> Case:
    return Case(
        name="metrics that were never there are not missed",
        series=[up(build.scope, 0, 61)],
        alerts=[
            _telemetry(build, naming.DATA_MISSING, fires=False, at=60 * MINUTE),
            _telemetry(build, naming.IDLE, fires=False, at=60 * MINUTE),
        ],
    )


def _idle(build: CaseBuilder) -> Case:
    minutes: list[Events] = [(0, 0)] * 30 + [(1, 0)] + [(0, 0)] * (_MINUTES_OF_DAY + 60)
    # The one event is of 0:30 and rolled up at 0:35: an hour without it is full at 1:30, a day at
    # 0:35.
    times = [(60, False), (85, False), (90, True), (_MINUTES_OF_DAY + 25, True)]
    return Case(
        name="an hour without valid events is noticed, a day without them is no news",
        series=_inputs(build, minutes),
        alerts=[
            *(_telemetry(build, naming.IDLE, fires=fires, at=at * MINUTE) for at, fires in times),
            _telemetry(build, naming.IDLE, fires=False, at=(_MINUTES_OF_DAY + 35) * MINUTE),
        ],
    )


def _contradicted(
    build: CaseBuilder,
    name: str,
    minutes: list[Events],
    shown: Mapping[int, tuple[int, int]],
    twelfths: tuple[int, int],
) -> Case:
    """Return a case of contradicting rows.

    `shown` is the excess of the hour, and what the alert shows of it, by evaluation; 0 is silence.
    `twelfths` is an evaluation, and the sum of all hours' excess until then.
    """
    at, twelve_times = twelfths
    return Case(
        name=name,
        series=[
            *_inputs(build, minutes),
            *others(build, [names.EXCESS_HOUR], (1_000,) * len(minutes)),
        ],
        alerts=[
            _telemetry(
                build, naming.CONTRADICTED, fires=value > 0, at=step * ROLLUP, value=str(value)
            )
            for step, (_, value) in shown.items()
        ],
        samples=[
            *(build.value(names.EXCESS_HOUR, hour, step) for step, (hour, _) in shown.items()),
            build.value(names.EXCESS_PERIOD, twelve_times / 12, at),
        ],
    )


def _contradictions(build: CaseBuilder) -> Iterator[Case]:
    """Success that is counted twice, failures without their events, and what only looks so."""
    least = build.slo.policy.min_bad_events
    hour: list[Events] = [(10, 0)] * 60
    yield _contradicted(
        build,
        "good events that are more than the valid ones are a contradiction, if they last",
        [*hour, *[(10, -8)] * 21],
        # 40 an evaluation, from the 13th on; fifteen minutes of it are the 13th to the 15th.
        {12: (0, 0), 13: (40, 0), 14: (80, 0), 15: (120, 40), 16: (160, 80)},
        (15, 40 + 80 + 120),
    )
    yield _contradicted(
        build,
        "bad events that are more than the valid ones are a contradiction",
        [*hour, *[(0, 40)] * 26],
        # 200 an evaluation; the hour's valid events, of 600, are 50 fewer each time.
        {14: (0, 0), 15: (150, 0), 16: (400, 0), 17: (650, 150)},
        (17, 150 + 400 + 650),
    )
    yield _contradicted(
        build,
        "a hundredth of the hour's valid events is none, and one event more is",
        [*[(100, -1)] * 91, (100, -2), *[(100, -1)] * 24],
        {18: (60, 0), 19: (61, 0), 21: (61, 61), 22: (61, 61)},
        (13, 5 * sum(range(1, 13)) + 60),
    )
    yield _contradicted(
        build,
        "fewer events than the policy's floor are none",
        [*[(0, 0)] * 61, (1, 1 - least), *[(0, 0)] * 19, (0, -1), *[(0, 0)] * 24],
        {13: (least - 1, 0), 16: (least - 1, 0), 17: (least, 0), 19: (least, least)},
        (14, 2 * (least - 1)),
    )
    yield _contradicted(
        build,
        "events whose hour begins between their two minutes are none",
        [*[(0, 0)] * 9, (50, 0), (0, 50), *[(0, 0)] * 80],
        {3: (0, 0), 13: (0, 0), 14: (50, 0), 15: (0, 0)},
        (15, 50),
    )


def period_cases(promise: Promise) -> list[Case]:
    """Return the cases of an SLO's five-minute group."""
    build = CaseBuilder(promise=promise, ledger=OF_FIVE_MINUTES, step=ROLLUP)
    cases = [_rollup(build), _out_of_bounds(build, 3, 1), _out_of_bounds(build, -1, 0)]
    for faster, tier in zip((None, *build.tiers), build.tiers, strict=False):
        ratio = build.threshold(tier) * 2
        if faster is not None:
            ratio = (build.threshold(tier) + build.threshold(faster)) / 2
        if build.can_reach(tier):
            cases.append(_burn(build, tier, ratio, _HEALTHY))
    if build.slo.policy.basis is Basis.EVENTS:
        cases += _newest_budget(build)
    cases += [
        _no_traffic(build),
        _gone(build, targets_up=True),
        _gone(build, targets_up=False),
        _still_missed(build),
        _others(build),
        _never_there(build),
        _idle(build),
        *_contradictions(build),
    ]
    return cases
