"""What doctor says of a rule group, at the edges of its limits."""

import pytest

from observability.diagnosis.server import slow_or_failing
from observability.prometheus.answers import RuleGroup


@pytest.mark.parametrize(
    ("interval", "took", "warned"),
    [(60, 49.0, True), (60, 47.0, False), (30, 25.0, True), (30, 23.0, False)],
)
def test_a_group_that_takes_four_fifths_of_its_interval_is_slow(
    interval: float, took: float, *, warned: bool
) -> None:
    """48 s of a minute: a little more, and evaluations are missed."""
    group = RuleGroup(name="g", file="f", interval=interval, evaluation_time=took, rules=())
    whats = [finding.what for finding in slow_or_failing(group)]
    assert whats == ([f"It takes {took:.1f} s of its {interval} s."] if warned else [])
