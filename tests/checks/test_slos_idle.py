"""The check slos/idle."""

import pytest

from observability.checks.problem import Level
from tests.shop import found, of_catalogue, with_slo


def test_little_traffic_stops_by_chance() -> None:
    """144 a day are one in ten minutes: e^-1 of 144 times 365 are 19,336."""
    [problem] = found("slos/idle", of_catalogue(with_slo(never_idle=True, events_per_day=144)))
    assert problem.level is Level.WARNING
    assert problem.what == "144 valid events a day are few for never_idle"
    assert problem.consequence.endswith("some 19336 times a year")


@pytest.mark.parametrize(("per_day", "problems"), [(1_565, 1), (1_566, 0)])
def test_once_a_year_is_no_matter(per_day: int, problems: int) -> None:
    """144 ln(144 x 365) are 1,565.2 events a day."""
    slo = with_slo(never_idle=True, events_per_day=per_day)
    assert len(found("slos/idle", of_catalogue(slo))) == problems


def test_what_may_stop_and_what_nobody_knows_pass() -> None:
    """Without the word nothing pages, and without the traffic nothing is known."""
    assert found("slos/idle", of_catalogue(with_slo(events_per_day=10))) == []
    assert found("slos/idle", of_catalogue(with_slo(never_idle=True))) == []
