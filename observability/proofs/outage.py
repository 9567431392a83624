"""The cases of the page when a component that was used does not answer at all."""

from collections.abc import Sequence
from dataclasses import replace

from observability.alerts.outage import outage_rules
from observability.expressions import names
from observability.expressions.printing import render
from observability.expressions.promql import Series, equals
from observability.expressions.scope import Scope
from observability.model.environment import Environment
from observability.model.windows import MINUTE
from observability.proofs.case import Case, ExpectedAlerts, ExpectedSamples
from observability.proofs.notation import Gap, Sample
from observability.proofs.series import InputSeries, gauge
from observability.proofs.traffic import up

_BUSY = 40
"""Valid events of each minute of the hour before."""
_HOUR: tuple[Sample, ...] = (_BUSY,) * 61
_DOWN = 61
"""The first minute in which no target is up; its row and the next are still recorded, without an
event, as long as the last scrape can be seen."""
_FADING: tuple[Sample, ...] = (0, 0, Gap.STALE)
_FIRES, _KEPT = _DOWN + 2, 5
_DAY = 24 * 60


def _ups(scope: Scope, *targets: Sequence[Sample]) -> list[InputSeries]:
    """Return the `up` of targets, and of two that are always up and are none of the component."""
    length = len(targets[0])
    others = (replace(scope, namespace="elsewhere"), replace(scope, job="other"))
    return [
        *(replace(up(scope, i, 0), samples=tuple(samples)) for i, samples in enumerate(targets)),
        *(up(other, 0, length) for other in others),
    ]


def outage_cases(environment: Environment, scope: Scope, slos: Sequence[str]) -> list[Case]:
    """Return the cases of the outage of a component, whose users' events `slos` count."""
    recorded, alert = outage_rules(environment, scope, slos)

    def series(name: str, samples: Sequence[Sample], **labels: str) -> InputSeries:
        return gauge(name, {**recorded.labels, **labels}, samples)

    def rows(samples: Sequence[Sample], slo: str = slos[0], **other: str) -> InputSeries:
        return series(names.VALID_MINUTE, samples, **({names.SLO_LABEL: slo} | other))

    def others(minutes: int) -> list[InputSeries]:
        """Return rows and traffic of others, always busier."""
        busier: tuple[Sample, ...] = (2 * _BUSY,) * minutes
        away = ({names.ENVIRONMENT_LABEL: "elsewhere"}, {names.COMPONENT_LABEL: "another"})
        return [
            *(rows(busier, **other) for other in (*away, {names.SLO_LABEL: "another"})),
            *(series(recorded.record, busier, **other) for other in away),
        ]

    def silent(*minutes: int) -> list[ExpectedAlerts]:
        return [ExpectedAlerts(alert=alert.alert, at=at * MINUTE) for at in minutes]

    def pages(*minutes: int, usual: int = _BUSY) -> list[ExpectedAlerts]:
        firing = ((alert, str(usual)),)
        return [ExpectedAlerts(alert=alert.alert, at=at * MINUTE, firing=firing) for at in minutes]

    traffic = Series(recorded.record, equals(**recorded.labels))

    def usual(minute: int, value: int) -> ExpectedSamples:
        labels = {"__name__": recorded.record} | dict(recorded.labels)
        return ExpectedSamples(
            expression=render(traffic), at=minute * MINUTE, samples=((labels, value),)
        )

    def down(minutes: int, after: int = 0) -> tuple[Sample, ...]:
        return (1,) * _DOWN + (0,) * minutes + (1,) * after

    three_hours = 180
    answers = _DOWN + three_hours
    # Their last row is of a minute later.
    less_busy = [rows([*[_BUSY // 4] * _DOWN, 0, *_FADING], slo) for slo in slos[1:]]
    return [
        Case(
            name="a component that was used and does not answer pages until a target does",
            series=[
                rows([*_HOUR, *_FADING]),
                *less_busy,
                *others(answers + 20),
                *_ups(scope, down(three_hours, 20), down(three_hours + 20)),
            ],
            alerts=[
                *silent(_DOWN - 1, _FIRES - 1),
                *pages(_FIRES, _DOWN + 61, answers - 1, answers + _KEPT - 1),
                *silent(answers + _KEPT),
            ],
            samples=[
                usual(_DOWN - 1, _BUSY),
                ExpectedSamples(expression=render(traffic), at=(_DOWN + 4) * MINUTE),
            ],
        ),
        Case(
            name="targets that are gone do not answer either, and one event a minute is traffic",
            series=[
                rows([*[1] * _DOWN, *_FADING]),
                *_ups(scope, (*[1] * _DOWN, Gap.STALE, *[Gap.NOTHING] * (_DAY + 10))),
            ],
            alerts=[
                *silent(_FIRES - 1),
                *pages(_FIRES, _DOWN + _DAY + _KEPT, usual=1),
                *silent(_DOWN + _DAY + 1 + _KEPT),
            ],
        ),
        Case(
            name="two failed scrapes of all targets page nobody",
            series=[rows(_HOUR + _HOUR), *_ups(scope, down(2, 20), down(2, 20))],
            alerts=silent(_FIRES - 1, _FIRES, _FIRES + 1),
        ),
        Case(
            name="a rollout of one target after the other pages nobody",
            series=[
                rows(_HOUR + _HOUR),
                *_ups(
                    scope,
                    *(
                        (*[1] * (_DOWN + 4 * turn), *[0] * 4, *[1] * (20 - 4 * turn))
                        for turn in range(3)
                    ),
                ),
            ],
            alerts=silent(*range(_DOWN, _DOWN + 20)),
        ),
        Case(
            name="events in half of the hour's minutes are traffic",
            series=[rows([0] * 31 + [_BUSY] * 30 + [Gap.STALE]), *_ups(scope, down(60))],
            alerts=[*silent(_FIRES - 1), *pages(_FIRES, usual=_BUSY // 2)],
        ),
        Case(
            name="events in fewer of its minutes are none, and a quiet night pages nobody",
            series=[rows([0] * 32 + [_BUSY] * 29 + [Gap.STALE]), *_ups(scope, down(60))],
            alerts=silent(_FIRES, _DOWN + 59),
        ),
        Case(
            name="traffic that ended long before pages nobody, whatever others have",
            series=[
                rows([*_HOUR, *[0] * 90]),
                *others(_DOWN + 150),
                *_ups(scope, (*[1] * 150, *[0] * 60)),
            ],
            alerts=silent(153, 200),
            samples=[usual(149, 0)],
        ),
        Case(
            name="what was never counted is not missed, whatever others count",
            series=[*others(_DOWN + 60), *_ups(scope, down(60))],
            alerts=silent(_FIRES, _DOWN + 59),
        ),
    ]
