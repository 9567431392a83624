"""The cases of causes that something runs out: little is left, or less and its trend ends soon.

They are made of the limits of such a cause: `any_of(below(share, least), all_of(below(share, less),
below(time to zero, soon)))`, each on both sides.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

from observability.alerts.rules import AlertingRule
from observability.expressions.scope import Scope
from observability.model.cause import Cause
from observability.model.condition import AllOf, AnyOf, Comparison
from observability.model.quantity import DailyTimeToZero, Ratio, TimeToZero
from observability.model.windows import MINUTE, ROLLUP
from observability.proofs.case import OF_DAYS, Case, ExpectedAlerts, humanize_percentage
from observability.proofs.notation import Gap, Sample
from observability.proofs.series import InputSeries, gauge

_WHOLE = 10_000
_DAY = timedelta(days=1)
_LATER = 60
_KUBELET = {"job": "kubelet", "instance": "10.0.3.1:10250"}


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningOut:
    """A cause that something of a claim runs out, and its limits."""

    cause: Cause
    rule: AlertingRule
    scope: Scope
    share: Ratio
    trend: TimeToZero | DailyTimeToZero
    least: int
    """What is little, of `_WHOLE`."""
    less: int
    """What is less than usual."""
    soon: timedelta

    @property
    def claim(self) -> str:
        """The claim that runs out."""
        return f"data-{self.scope.workload}-0"

    @property
    def wait(self) -> int:
        """Minutes for which it must hold."""
        return self.cause.lasting // MINUTE


def running_out(cause: Cause, rule: AlertingRule, scope: Scope) -> RunningOut | None:
    """Return a cause as one that something runs out, or None if it is another."""
    match cause.when:
        case AnyOf(
            conditions=(
                Comparison(quantity=Ratio() as share, limit=Decimal() as least),
                AllOf(
                    conditions=(
                        Comparison(quantity=Ratio(), limit=Decimal() as less),
                        Comparison(
                            quantity=TimeToZero() | DailyTimeToZero() as trend,
                            limit=timedelta() as soon,
                        ),
                    )
                ),
            )
        ):
            return RunningOut(
                cause=cause,
                rule=rule,
                scope=scope,
                share=share,
                trend=trend,
                least=int(least * _WHOLE),
                less=int(less * _WHOLE),
                soon=soon,
            )
    return None


def _told(of: RunningOut, minute: int, level: int | None) -> ExpectedAlerts:
    """Return that the alert shows a level of the claim at a minute, or is silent."""
    at = minute * MINUTE
    if level is None:
        return ExpectedAlerts(alert=of.rule.alert, at=at)
    named = {
        key: text.replace("{{ $labels.persistentvolumeclaim }}", of.claim)
        for key, text in of.rule.annotations.items()
    }
    labels = {**of.rule.labels, "persistentvolumeclaim": of.claim}
    shown = replace(of.rule, labels=labels, annotations=named)
    value = humanize_percentage(Fraction(level, _WHOLE))
    return ExpectedAlerts(alert=of.rule.alert, at=at, firing=((shown, value),))


def _series(of: RunningOut, levels: Sequence[Sample]) -> list[InputSeries]:
    """Return a claim's levels, and claims that are not ours: one of its name, one with nothing."""
    ours = {"namespace": of.scope.namespace, "persistentvolumeclaim": of.claim}
    whole = tuple(level if isinstance(level, Gap) else _WHOLE for level in levels)
    empty: tuple[Sample, ...] = (1,) * len(levels)
    ample: tuple[Sample, ...] = (_WHOLE * 3 // 4,) * len(levels)
    assert of.share.whole is not None  # noqa: S101  running_out takes no other
    return [
        gauge(name, _KUBELET | labels, samples)
        for labels, left in (
            (ours, tuple(levels)),
            (ours | {"namespace": "elsewhere"}, ample),
            (ours | {"persistentvolumeclaim": "data-another-0"}, empty),
        )
        for name, samples in (
            (of.share.part.metric.name, left),
            (of.share.whole.metric.name, whole),
        )
    ]


def _case(
    of: RunningOut,
    name: str,
    levels: Sequence[Sample],
    alerts: Sequence[ExpectedAlerts],
    *,
    of_days: bool = False,
) -> Case:
    return Case(
        name=f"{of.cause.name}: {name}",
        series=_series(of, levels),
        interval=ROLLUP if of_days else MINUTE,
        evaluated=OF_DAYS if of_days else MINUTE,
        alerts=alerts,
    )


def _little(of: RunningOut) -> Iterator[Case]:
    """Yield what is just enough, one unit less, and more again."""
    before, after = 30, of.wait + 10
    end = before + after
    levels = [of.least] * before + [of.least - 1] * after + [_WHOLE] * 10
    lowest = of.share.lowest_of is not None
    yield _case(
        of,
        "just enough is silent, one less is told",
        levels,
        [
            _told(of, before + of.wait - 1, None),
            _told(of, before + of.wait, of.least - 1),
            _told(of, end + 1, of.least - 1 if lowest else None),
        ],
    )


def _falling(of: RunningOut) -> Iterator[Case]:
    """Yield levels that fall at a steady pace, past each limit while the other is passed."""
    soon = of.soon // MINUTE
    pace = 2 * of.less // soon
    start = of.less + 50 * pace
    fast = [start - pace * minute for minute in range(51 + of.wait + _LATER)]
    told = next(minute for minute, level in enumerate(fast) if level < of.less) + of.wait
    shown = [_told(of, told - 1, None), _told(of, told, fast[told])]
    yield _case(of, "it falls fast, and is told once it is low", fast, shown)

    pace = (of.less - 1) // (soon + 20)
    first = of.less - 1
    slow = [first - pace * minute for minute in range(2 * _LATER + of.wait)]
    told = next(m for m, level in enumerate(slow) if Fraction(level, pace) < soon) + of.wait
    shown = [_told(of, told - 1, None), _told(of, told, slow[told])]
    yield _case(of, "it is low and falls, and is told once it ends soon", slow, shown)

    ended = next(m for m, level in enumerate(fast) if level < of.less) + 1
    gone: list[Sample] = [*fast[:ended], Gap.STALE, *[Gap.NOTHING] * _LATER]
    yield _case(
        of,
        "a claim that is gone is forgotten with its trend",
        gone,
        [_told(of, ended + of.wait, None), _told(of, ended + _LATER, None)],
    )


def _daily(of: RunningOut) -> Iterator[Case]:
    """Yield levels that are lower each day: by enough, by too little, and from high above."""
    steps, soon, days = _DAY // ROLLUP, of.soon // _DAY, 3
    two = 2 * _DAY // MINUTE
    wait = of.wait

    def lower(first: int, fall: int) -> list[int]:
        return [first - fall * day for day in range(days) for _ in range(steps)]

    # After two days of it, `left` is left and that lasts `left / fall` days.
    left = (of.less + of.least) // 2
    enough, little = left // soon + 1, left // soon - 1
    known = [_told(of, two - 1, None), _told(of, two + wait - 1, None)]
    yield _case(
        of,
        "lower each day, it is told after two days",
        lower(left + 2 * enough, enough),
        [*known, _told(of, two + wait, left)],
        of_days=True,
    )
    # The first day is known by its first half alone, which was higher.
    half = [_WHOLE] * (steps // 2) + [left] * (2 * steps)
    yield _case(
        of,
        "half a day is compared with no whole one, it is silent",
        half,
        [_told(of, two - _DAY // MINUTE // 2 - 10, None), _told(of, two + wait, None)],
        of_days=True,
    )
    for name, first, fall in (
        ("lower each day by so little that it lasts", left + 2 * little, little),
        ("lower each day, and still far from low", of.less + 2 * _WHOLE // 8, _WHOLE // 8),
    ):
        levels = lower(first, fall)
        yield _case(
            of, f"{name}, it is silent", levels, [_told(of, two + wait + 30, None)], of_days=True
        )


def _given_back(of: RunningOut) -> Case:
    """Return three days, each of which uses up what the evening gives back."""
    day = range(_DAY // ROLLUP)
    levels = [of.least + len(day) - step for _ in range(3) for step in day]
    evenings = [(evening + 1) * _DAY // MINUTE - 10 for evening in range(3)]
    return _case(
        of,
        "what is used up and given back each day is silent",
        levels,
        [_told(of, minute, None) for minute in evenings],
        of_days=True,
    )


def running_out_cases(of: RunningOut) -> list[Case]:
    """Return the cases of a cause that something runs out."""
    trend = _daily(of) if isinstance(of.trend, DailyTimeToZero) else _falling(of)
    return [*_little(of), *trend, _given_back(of)]
