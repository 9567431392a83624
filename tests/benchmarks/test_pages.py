"""One continuous fault is one page, and the arithmetic that says so is what the rules do."""

from fractions import Fraction

import pytest

from benchmarks.faults import BEFORE, LASTS, Fault, events, minutes_judged
from benchmarks.paged import our_rules, paged
from benchmarks.pages import BY_EVENTS, BY_MINUTES, BY_RATE, cell, differences, theory
from benchmarks.paging import Paging, paging, simulated
from observability import SLO
from observability.evaluation.firings import fired
from observability.model.windows import MINUTE

ALL, TENTH, FIFTIETH = Fraction(1), Fraction(1, 10), Fraction(1, 50)
STEADY = [
    Fault(per_hour=10, failing=ALL),
    Fault(per_hour=20, failing=ALL),
    Fault(per_hour=60, failing=TENTH),
    Fault(per_hour=600, failing=FIFTIETH),
    Fault(per_hour=6_000, failing=FIFTIETH),
]
RARE = Fault(per_hour=3, failing=ALL)
"""A day of it holds 72 events."""
SECONDS = {"severity": "critical", "alertname": "A"}


@pytest.mark.parametrize("slo", [BY_RATE, BY_EVENTS], ids=lambda slo: slo.policy.name)
@pytest.mark.parametrize("fault", STEADY, ids=str)
def test_a_continuous_fault_is_one_page(fault: Fault, slo: SLO) -> None:
    """A day of it, by chance in three ways."""
    ways = [paging(simulated(slo, events(fault, seed))) for seed in range(3)]
    assert [way and way.pages for way in ways] == [1, 1, 1]


@pytest.mark.parametrize("slo", [BY_RATE, BY_EVENTS], ids=lambda slo: slo.policy.name)
def test_a_total_outage_of_three_events_an_hour_pages_within_hours(slo: SLO) -> None:
    """The floor, five or three bad events, is reached in 100 or 60 minutes on an average."""
    for seed in range(3):
        found = paging(simulated(slo, events(RARE, seed)))
        assert found is not None
        assert found.first < 4 * 60


def test_an_outage_of_every_minute_is_one_page() -> None:
    """Of an SLI that counts minutes: 9 of 60 are more than 13.44 %, and 8 are not."""
    found = paging(simulated(BY_MINUTES, minutes_judged(ALL, 0)))
    # Two of 30 are more than 5.6 %, and one is not: two hours after 29 clean minutes it is over.
    assert found == Paging(pages=1, first=9, reset=29 + 120)


@pytest.mark.prometheus3
def test_prometheus_does_what_the_arithmetic_says() -> None:
    """Our rules on counters: the same first page, pages and reset, to the minute."""
    faults = [RARE, *STEADY]
    assert differences(paged(faults, 0, our_rules), 0) == []


def test_a_fault_lasts_a_day_and_no_longer() -> None:
    """Every event of the day fails, and none before or after it."""
    rows = events(Fault(per_hour=600, failing=ALL), 0)
    begins, ends = BEFORE // MINUTE, (BEFORE + LASTS) // MINUTE
    assert all(bad == valid for valid, bad in rows[begins + 1 : ends + 1])
    assert sum(bad for _, bad in rows[: begins + 1] + rows[ends + 1 :]) == 0
    assert sum(valid for valid, _ in rows) == pytest.approx(600 * (len(rows) - 1) / 60, rel=0.02)


def test_pages_are_told_in_minutes_of_the_fault() -> None:
    """Tickets are none, and what still fires in between is the same page."""
    day = BEFORE.total_seconds()
    end = day + LASTS.total_seconds()
    found = paging(
        [
            fired(SECONDS | {"burn_tier": "fast"}, firing_at=day + 120, resolved_at=end + 60),
            fired(SECONDS | {"burn_tier": "steady"}, firing_at=day + 900, resolved_at=end + 600),
            fired(SECONDS, firing_at=end + 6_000, resolved_at=end + 9_000),
            fired(SECONDS | {"severity": "warning"}, firing_at=0, resolved_at=end + 60_000),
        ]
    )
    assert found == Paging(pages=2, first=2, reset=150)


def test_a_page_that_does_not_end_has_no_reset() -> None:
    """The rows after the fault would be too few."""
    with pytest.raises(ValueError, match="fires still"):
        paging([fired(SECONDS, firing_at=1, resolved_at=None)])


def test_a_cell_says_how_many_ways_page() -> None:
    """Medians of those that do, and the range of their pages."""
    one, two = Paging(pages=1, first=10, reset=100), Paging(pages=3, first=20, reset=110)
    assert cell([one, two, None]) == "15 / 1 to 3 / 105 (2 of 3)"
    assert cell([one, one]) == "10 / 1 / 100"
    assert cell([None]) == "–"


def test_theory_is_the_workbook_s() -> None:
    """13.44 x 0.1 % of an hour: 40.3 minutes of 2 %; below 5.6 x 0.1 % there is none."""
    assert theory(BY_RATE, FIFTIETH) == "40"
    assert theory(BY_RATE, Fraction(56, 10_000)) == "–"
