"""The table of states in PromQL says of any figures what it says in Python."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from pathlib import Path
from random import Random

import pytest

from observability import percent
from observability.evaluation.states import (
    AT_RISK,
    MET,
    WRONG,
    Comparison,
    Figure,
    StateRule,
    StateTable,
    rules,
)
from observability.evaluation.states import state as evaluated
from observability.expressions.promql import equals
from observability.expressions.scope import Recorded
from observability.expressions.states import budget_left, in_state, state
from observability.prometheus.promtool import Promtool
from tests.asking import gives

OF = Recorded(equals(environment="prod"))
ROWS = 8_064
"""Rows of 28 days."""
OBJECTIVES = tuple(percent(value) for value in (85, 95, 99, 99.5, 99.9, 99.95, 99.99, 99.995))


@dataclass(frozen=True)
class Window:
    """What is recorded of an SLO's window."""

    objective: Decimal
    valid: int
    bad: int
    rows: int
    status: str = "live"
    excess: int = 0

    @property
    def budget(self) -> Fraction:
        """The bad events that the objective allows, exactly."""
        return Fraction(1 - self.objective) * self.valid

    def series(self, slo: str) -> Iterator[tuple[str, float]]:
        """Yield the series of an SLO as its rules record them, in floats as Prometheus has them."""
        labels = f'component="frontend",environment="prod",slo="{slo}"'
        yield f'slo:info{{{labels},status="{self.status}"}}', 1
        if self.rows:
            coverage = self.rows / ROWS
            yield f"slo:valid:period{{{labels}}}", self.valid
            yield f"slo:bad:period{{{labels}}}", self.bad
            yield f"slo:excess:period{{{labels}}}", self.excess
            yield f"slo:coverage:ratio{{{labels}}}", coverage
            budget = float(1 - self.objective) * (self.valid / coverage)
            yield f"slo:error_budget:events{{{labels}}}", budget

    def figures(self) -> dict[Figure, Fraction]:
        """Return the same as the review knows it, exactly."""
        return {
            Figure.VALID: Fraction(self.valid),
            Figure.BAD: Fraction(self.bad),
            Figure.EXCESS: Fraction(self.excess),
            Figure.BUDGET: self.budget,
            Figure.COVERAGE: Fraction(self.rows, ROWS),
            Figure.LIVE: Fraction(self.status == "live"),
            Figure.CAN_BE_JUDGED: Fraction(self.status != "planned"),
        }


def windows(number: int, at_risk: Decimal) -> Iterator[Window]:
    """Yield what may be recorded, most of it close to a limit of some state."""
    chance = Random(20_260_118)  # noqa: S311  no secret
    for _ in range(number):
        objective = chance.choice(OBJECTIVES)
        valid = int(10 ** chance.uniform(0, 9))
        if chance.random() < 0.5:
            # A round number, of which the budget is a whole number of events.
            valid = ceil(valid / 20_000) * 20_000
        budget = Fraction(1 - objective) * valid
        near = chance.choice((budget, Fraction(at_risk) * budget, Fraction(5), Fraction(0)))
        bad = chance.choice((floor(near), ceil(near), floor(near) - 1, ceil(near) + 1))
        rows = chance.choice((ROWS, ROWS, ROWS, 7_984, 7_983, 12, 0))
        wrong = Fraction(WRONG) * budget
        excess = chance.choice((0, 0, 0, 0, 4, 5, floor(wrong), ceil(wrong), ceil(wrong) + 1))
        yield Window(
            objective=objective,
            valid=valid if rows else 0,
            bad=min(valid, max(0, bad)) if rows else 0,
            rows=rows,
            excess=excess if rows else 0,
            status=chance.choice(("live", "live", "live", "waiting", "planned")),
        )
    yield Window(percent(99.9), 0, 0, ROWS)
    yield Window(percent(99.9), 0, 0, 12, "waiting")


def place(table: StateTable, window: Window) -> int:
    """Return the place of the rule that holds, as Python judges the exact figures."""
    chosen = evaluated(table, window.figures())
    holding = (
        at
        for at, rule in enumerate(table)
        if rule.state is chosen and all(part.holds(window.figures()) for part in rule.when)
    )
    return next(holding)


@pytest.mark.parametrize("at_risk", [percent(75), percent(40)])
def test_dashboards_and_reviews_never_disagree(
    tool: Promtool, tmp_path: Path, at_risk: Decimal
) -> None:
    """Of six hundred SLOs, most of them just beside a limit, or exactly at one."""
    table = rules(at_risk)
    told = {f"slo-{number}": one for number, one in enumerate(windows(600, at_risk))}
    series = {name: f"{value!r}x10" for slo, one in told.items() for name, value in one.series(slo)}
    expected = {
        f'{{component="frontend",environment="prod",slo="{slo}"}}': float(place(table, one))
        for slo, one in told.items()
    }
    assert set(expected.values()) == set(map(float, range(len(table))))
    share = Fraction(at_risk)
    exactly = [w for w in told.values() if w.budget and w.bad in (w.budget, share * w.budget)]
    assert len(exactly) > 30
    assert gives(tool, tmp_path, state(table, OF), expected, series) == ""


def test_the_budget_left_in_events_is_of_what_was_counted(tool: Promtool, tmp_path: Path) -> None:
    """After 12 rows of 8,064, 3,440 events allow 3.44 bad ones; 120 were bad: -117, not -77,000."""
    window = Window(percent(99.9), 3_440, 120, 12)
    series = {name: f"{value!r}x10" for name, value in window.series("push")}
    labels = '{component="frontend",environment="prod",slo="push"}'
    assert gives(tool, tmp_path, budget_left(OF), {labels: -117}, series) == ""


BAD = {"none": None, "below": -1, "zero": 0, "two": 2, "four": 4, "five": 5, "six": 6}
"""Bad events of some SLOs; the first has no series of its window, so all its figures are 0."""


def labels(slo: str) -> str:
    """Return the labels of an SLO's series."""
    return f'component="frontend",environment="prod",slo="{slo}"'


def recorded() -> dict[str, str]:
    """Return the series of these SLOs, each with a budget of 3."""
    given = {f"slo:info{{{labels(slo)}}}": "1x10" for slo in BAD}
    for slo, bad in BAD.items():
        if bad is not None:
            given[f"slo:bad:period{{{labels(slo)}}}"] = f"{bad}x10"
            given[f"slo:error_budget:events{{{labels(slo)}}}"] = "6x10"
            given[f"slo:coverage:ratio{{{labels(slo)}}}"] = "0.5x10"
    return given


@pytest.mark.parametrize(
    ("comparison", "holds"),
    [
        (Comparison(Figure.BAD, "<", Decimal(5)), "none below zero two four"),
        (Comparison(Figure.BAD, "<=", Decimal(5)), "none below zero two four five"),
        (Comparison(Figure.BAD, "==", Decimal(5)), "five"),
        (Comparison(Figure.BAD, "==", Decimal(0)), "none zero"),
        (Comparison(Figure.BAD, ">=", Decimal(5)), "five six"),
        (Comparison(Figure.BAD, ">=", Decimal(0)), "none zero two four five six"),
        (Comparison(Figure.BAD, ">", Decimal(5)), "six"),
        (Comparison(Figure.BAD, ">", Decimal(-1)), "none zero two four five six"),
        (Comparison(Figure.BAD, ">", Decimal(1), Figure.BUDGET), "four five six"),
        (Comparison(Figure.BAD, ">=", Decimal(2), Figure.BUDGET), "none six"),
        (Comparison(Figure.BAD, ">", Decimal(0), Figure.BUDGET), "two four five six"),
    ],
)
def test_each_comparison_is_the_same_in_both(
    comparison: Comparison, holds: str, tool: Promtool, tmp_path: Path
) -> None:
    """Of -1, 0, 2, 4, 5 and 6 bad events with a budget of 3, and of an SLO without series."""
    table: StateTable = (StateRule(AT_RISK, (comparison,)), StateRule(MET))
    chosen = {f"{{{labels(slo)}}}": 0.0 for slo in holds.split()}
    assert gives(tool, tmp_path, in_state(table, AT_RISK, OF), chosen, recorded()) == ""
    in_python = {
        slo
        for slo, bad in BAD.items()
        if comparison.holds(
            {
                Figure.BAD: Fraction(bad or 0),
                Figure.BUDGET: Fraction(0 if bad is None else 3),
            }
        )
    }
    assert in_python == set(holds.split())


def test_a_state_may_have_several_rules(tool: Promtool, tmp_path: Path) -> None:
    """Those of the first and of the third are in it, each with its place in the table."""
    table: StateTable = (
        StateRule(AT_RISK, (Comparison(Figure.BAD, "==", Decimal(5)),)),
        StateRule(MET, (Comparison(Figure.BAD, "<", Decimal(5)),)),
        StateRule(AT_RISK),
    )
    chosen = {f"{{{labels('five')}}}": 0.0, f"{{{labels('six')}}}": 2.0}
    assert gives(tool, tmp_path, in_state(table, AT_RISK, OF), chosen, recorded()) == ""


def test_of_two_rows_of_a_figure_the_larger_counts(tool: Promtool, tmp_path: Path) -> None:
    """Two replicas of Prometheus that recorded 4 and 6 bad events: 6 are bad."""
    series = recorded() | {f'slo:bad:period{{{labels("four")},replica="b"}}': "6x10"}
    table: StateTable = (
        StateRule(AT_RISK, (Comparison(Figure.BAD, ">", Decimal(5)),)),
        StateRule(MET),
    )
    chosen = {f"{{{labels(slo)}}}": 0.0 for slo in ("four", "six")}
    assert gives(tool, tmp_path, in_state(table, AT_RISK, OF), chosen, series) == ""
