"""Which state an SLO is in."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from observability import percent
from observability.evaluation.states import (
    AT_RISK,
    CONTRADICTED,
    LOW_TRAFFIC,
    MET,
    MISSED,
    NO_DATA,
    NOT_RECORDED,
    PARTIAL,
    STATES,
    Comparison,
    Figure,
    State,
    StateRule,
    rules,
    state,
)

TABLE = rules(percent(75))
BUSY = {
    Figure.VALID: Fraction(1_000_000),
    Figure.BAD: Fraction(0),
    Figure.EXCESS: Fraction(0),
    Figure.BUDGET: Fraction(1_000),
    Figure.COVERAGE: Fraction(1),
    Figure.LIVE: Fraction(1),
    Figure.CAN_BE_JUDGED: Fraction(1),
}
"""A million events, of which a thousand may be bad and none is."""


def of(**changes: float | str) -> State:
    """Return the state of a busy SLO with some figures changed."""
    changed = {Figure(name): Fraction(value) for name, value in changes.items()}
    return state(TABLE, BUSY | changed)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, MET),
        ({"bad": 749}, MET),
        ({"bad": 750}, AT_RISK),
        ({"bad": 1_000}, AT_RISK),
        ({"bad": 1_001}, MISSED),
        ({"bad": 5, "budget": "4.999"}, MISSED),
        ({"bad": 4, "budget": "4.999"}, LOW_TRAFFIC),
        ({"bad": 4, "budget": 5}, AT_RISK),
        ({"bad": 0, "budget": "4.999"}, LOW_TRAFFIC),
        ({"bad": 1_001, "coverage": "0.99"}, MISSED),
        ({"bad": 1_001, "coverage": "0.9899"}, PARTIAL),
        ({"bad": 0, "coverage": "0.9899"}, PARTIAL),
        ({"valid": 0, "budget": 0, "coverage": "0.5"}, NO_DATA),
        ({"valid": 0, "budget": 0, "coverage": 0}, NO_DATA),
        ({"valid": 0, "budget": 0, "coverage": 0, "live": 0}, NOT_RECORDED),
        ({"excess": 50}, MET),
        ({"excess": "50.1"}, CONTRADICTED),
        ({"excess": "50.1", "bad": 1_001}, CONTRADICTED),
        ({"excess": "50.1", "coverage": "0.5"}, CONTRADICTED),
        ({"excess": "4.9", "budget": 10}, MET),
        ({"excess": 5, "budget": 10}, CONTRADICTED),
        ({"excess": 5, "valid": 0, "budget": 0}, CONTRADICTED),
        ({"excess": 5, "can_be_judged": 0}, NOT_RECORDED),
        ({"live": 0}, MET),
        ({"can_be_judged": 0}, NOT_RECORDED),
    ],
)
def test_states(changes: dict[str, float | str], expected: State) -> None:
    """The state follows from events, budget and coverage, on either side of each limit."""
    assert of(**changes) is expected


def test_a_fourteenth_of_a_percent_of_the_window_is_no_verdict() -> None:
    """After 57 minutes of 28 days, a hundred times the budget is spent: too early to say."""
    assert of(valid=3_440, bad=120, budget="3.44", coverage="0.0014") is PARTIAL


def test_only_three_states_are_verdicts() -> None:
    """Met, met at risk, or missed; of every other nothing follows."""
    assert {one.name: one.met for one in STATES if one.met is not None} == {
        "MET": True,
        "AT_RISK": True,
        "MISSED": False,
    }


def test_the_share_at_risk_is_the_policy_s() -> None:
    """Another policy, another limit."""
    assert state(rules(percent(50)), BUSY | {Figure.BAD: Fraction(500)}) is AT_RISK
    assert state(rules(percent(50)), BUSY | {Figure.BAD: Fraction(499)}) is MET


def test_states_are_told_apart() -> None:
    """Each has a name, a word and a place of its own, and says what it means."""
    assert len({one.name for one in STATES}) == len(STATES)
    assert len({one.word for one in STATES}) == len(STATES)
    assert sorted(one.rank for one in STATES) == list(range(1, len(STATES) + 1))
    assert all(one.meaning for one in STATES)


def test_a_state_is_added_by_a_rule() -> None:
    """An open table: a rule before others wins over them, and needs no other code."""
    doubtful = replace(MET, name="DOUBTFUL", word="DOUBTFUL", met=None)
    rule = StateRule(doubtful, (Comparison(Figure.BAD, "==", Decimal(0)),))
    assert state((rule, *TABLE), BUSY) is doubtful
    assert state((rule, *TABLE), BUSY | {Figure.BAD: Fraction(1)}) is MET


@pytest.mark.parametrize(
    ("operator", "holding"),
    [("<", [4]), ("<=", [4, 5]), ("==", [5]), (">=", [5, 6]), (">", [6])],
)
def test_each_operator_compares_as_it_is_written(operator: str, holding: list[int]) -> None:
    """Of 4, 5 and 6 bad events, against 5."""
    comparison = Comparison(Figure.BAD, operator, Decimal(5))
    assert [n for n in (4, 5, 6) if comparison.holds(BUSY | {Figure.BAD: Fraction(n)})] == holding


@pytest.mark.parametrize(
    ("comparison", "words"),
    [
        (Comparison(Figure.COVERAGE, "<", Decimal("0.990")), "coverage < 0.99"),
        (Comparison(Figure.BAD, ">", Decimal(1), Figure.BUDGET), "bad > budget"),
        (Comparison(Figure.BAD, ">=", Decimal("0.75"), Figure.BUDGET), "bad >= 0.75 x budget"),
    ],
)
def test_a_comparison_is_told_in_words(comparison: Comparison, words: str) -> None:
    """With a number, with a figure, and with a part of one."""
    assert str(comparison) == words
