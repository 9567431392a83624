"""The cases of the page when traffic that never stops has stopped."""

from collections.abc import Mapping, Sequence

from observability.alerts.outage import stopped_alert
from observability.evaluation.rows import Events
from observability.expressions import names
from observability.model.windows import MINUTE
from observability.proofs.builder import CaseBuilder
from observability.proofs.case import Case, ExpectedAlerts
from observability.proofs.exposed import inputs
from observability.proofs.notation import Gap, Sample
from observability.proofs.recorded import others, recorded_series
from observability.proofs.series import InputSeries

_IDLE: Events = (0, 0)
_ONE: Events = (1, 0)


def stopped_cases(build: CaseBuilder) -> list[Case]:
    """Return the cases of an SLO that is never idle: rows of a minute, and the window's events."""
    return [
        _case(
            build,
            "traffic that never stops and has stopped for ten minutes pages",
            # Ten rows without an event are nine minutes. The second time they are those from 0:32
            # to 0:51: it fires at the 11th, and five minutes after the last.
            [_IDLE, *[_ONE] * 20, *[_IDLE] * 10, _ONE, *[_IDLE] * 20, *[_ONE] * 10],
            [1] * 63,
            # A row is recorded a minute after its events.
            {32: False, 42: False, 43: True, 53: True, 57: True, 58: False},
        ),
        _case(
            build,
            "traffic has stopped where there was some in the window, and as long as that is so",
            [_IDLE] * 51,
            # One evaluation of the window's figures is late, one comes twice.
            [*[0] * 10, 1, *[Gap.NOTHING] * 7, *[1] * 12, *[0] * 21],
            {19: False, 20: True, 34: True, 35: False},
        ),
        _case(
            build,
            "a window's figure that was not recorded for ten minutes says nothing",
            [_IDLE] * 41,
            [*[1] * 6, *[Gap.NOTHING] * 35],
            # Prometheus 2 sees the last one a minute longer.
            {11: False, 12: True, 19: True, 21: False},
        ),
        _case(
            build,
            "traffic that was never there has not stopped",
            [_IDLE] * 31,
            [0] * 31,
            {30: False},
        ),
    ]


def _case(
    build: CaseBuilder,
    name: str,
    rows: Sequence[Events],
    in_window: Sequence[Sample],
    fires: Mapping[int, bool],
) -> Case:
    """Return a case beside SLOs that have been idle for long, and had events before."""
    alert = stopped_alert(build.promise)
    return Case(
        name=name,
        series=[
            *inputs(build, rows),
            recorded_series(build, names.VALID_PERIOD, in_window),
            *_idle_others(build, len(rows)),
        ],
        alerts=[
            ExpectedAlerts(
                alert=alert.alert, at=at * MINUTE, firing=((alert, "0"),) if is_firing else ()
            )
            for at, is_firing in fires.items()
        ],
    )


def _idle_others(build: CaseBuilder, minutes: int) -> list[InputSeries]:
    return [
        series
        for name, value in ((names.VALID_MINUTE, 0), (names.VALID_PERIOD, 1))
        for series in others(build, [name], (value,) * minutes)
    ]
