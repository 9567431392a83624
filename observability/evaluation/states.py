"""How an SLO stands: an open table of states, the first of which that holds is its state.

A state holds if all its comparisons do, each of a named figure with a limit. It is data, so that it
is written once: Python evaluates it here (the review), and `expressions.states` compiles it into
PromQL (the dashboards).

To add a state: write its `State` below, put it into the tuple of `rules`
where it is to win over those after it, and give its comparisons. If they compare a new figure, that
is a member of `Figure`; mypy and the tests then ask for its value in the review
(`review.figures`) and its expression (`expressions.states`). Words, colours and order of all pages
follow from the `State`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from operator import eq, ge, gt, le, lt

WHOLE = Decimal("0.99")
"""From this coverage on a time counts as whole: a restart of Prometheus costs a row or two."""
WRONG = Decimal("0.05")
"""The share of the budget by which the bad events may be wrong."""
FEW_EVENTS = Decimal(5)
"""With fewer events in the budget, a single bad one spends more than a fifth of it."""


class Figure(StrEnum):
    """What states are judged by: figures of one SLO over one time."""

    VALID = "valid"
    """Valid events."""
    BAD = "bad"
    """Bad events."""
    EXCESS = "excess"
    """By how many events the bad ones may be wrong: counters contradict each other."""
    BUDGET = "budget"
    """The bad events that the objective allows for these valid ones."""
    COVERAGE = "coverage"
    """The share of the time for which there are rows, 0 to 1."""
    LIVE = "live"
    """1 if all that the SLI reads is recorded today, else 0."""
    CAN_BE_JUDGED = "can_be_judged"
    """0 if a metric of the SLI is only planned, so that its rows mean nothing; else 1."""


class Tone(StrEnum):
    """Whether a state is good news: pages derive its colour."""

    GOOD = "good"
    RISK = "risk"
    BAD = "bad"
    SOFT = "soft"
    """Neither good nor bad: nothing is known, or not enough."""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """How an SLO stands.

    Attributes:
        name: what scripts know it by.
        word: what people read.
        meaning: what it says, as the end of a sentence.
        met: whether the objective is met; None where that is no verdict.
        tone: whether it is good news.
        rank: its place where SLOs are listed, the most worrying first.

    """

    name: str
    word: str
    meaning: str
    met: bool | None
    tone: Tone
    rank: int


NOT_RECORDED = State(
    name="NOT_RECORDED",
    word="NOT RECORDED",
    meaning="upstream does not record its metrics yet, and nothing was counted",
    met=None,
    tone=Tone.SOFT,
    rank=8,
)
CONTRADICTED = State(
    name="CONTRADICTED",
    word="CONTRADICTED",
    meaning="its counters contradict each other, so that its bad events are not known",
    met=None,
    tone=Tone.RISK,
    rank=2,
)
NO_DATA = State(
    name="NO_DATA",
    word="NO DATA",
    meaning="it could be counted, and there was no valid event",
    met=None,
    tone=Tone.SOFT,
    rank=7,
)
PARTIAL = State(
    name="PARTIAL",
    word="PARTIAL",
    meaning="too few rows are there for a verdict",
    met=None,
    tone=Tone.SOFT,
    rank=4,
)
LOW_TRAFFIC = State(
    name="LOW_TRAFFIC",
    word="LOW TRAFFIC",
    meaning="so few events that a single failure would decide",
    met=None,
    tone=Tone.SOFT,
    rank=5,
)
MISSED = State(
    name="MISSED",
    word="MISSED",
    meaning="more events were bad than the budget allows",
    met=False,
    tone=Tone.BAD,
    rank=1,
)
AT_RISK = State(
    name="AT_RISK",
    word="AT RISK",
    meaning="met, and most of the budget is spent",
    met=True,
    tone=Tone.RISK,
    rank=3,
)
MET = State(name="MET", word="MET", meaning="within the budget", met=True, tone=Tone.GOOD, rank=6)

COMPARISONS: Mapping[str, Callable[[Fraction, Fraction], bool]] = {
    "<": lt,
    "<=": le,
    "==": eq,
    ">=": ge,
    ">": gt,
}


@dataclass(frozen=True, slots=True)
class Comparison:
    """A figure compared with a limit, or with so many times another figure."""

    figure: Figure
    operator: str
    limit: Decimal
    of: Figure | None = None

    def __str__(self) -> str:
        """Return it in words: bad >= 0.75 x budget."""
        limit = f"{self.limit.normalize():f}"
        if self.of is not None:
            limit = f"{self.of}" if self.limit == 1 else f"{limit} x {self.of}"
        return f"{self.figure} {self.operator} {limit}".replace("_", " ")

    def holds(self, figures: Mapping[Figure, Fraction]) -> bool:
        """Whether it holds of these figures."""
        limit = Fraction(self.limit) * (1 if self.of is None else figures[self.of])
        return COMPARISONS[self.operator](figures[self.figure], limit)


@dataclass(frozen=True, slots=True)
class StateRule:
    """A state, and what must hold for it; nothing must for the last of a table."""

    state: State
    when: tuple[Comparison, ...] = ()

    def __str__(self) -> str:
        """Return what must hold, in words; "" if nothing must."""
        return " and ".join(map(str, self.when))


StateTable = tuple[StateRule, ...]


def rules(at_risk: Decimal) -> StateTable:
    """Return the table of states, of which the first that holds is an SLO's state.

    `at_risk` is the share of the budget from which on an SLO that is met is AT_RISK.
    """
    nothing, all_of_it = Decimal(0), Decimal(1)
    return (
        # No bad event of a metric that nobody counts yet must not pass for 100 % good.
        StateRule(NOT_RECORDED, (Comparison(Figure.CAN_BE_JUDGED, "==", nothing),)),
        StateRule(
            NOT_RECORDED,
            (
                Comparison(Figure.COVERAGE, "==", nothing),
                Comparison(Figure.LIVE, "==", nothing),
            ),
        ),
        StateRule(
            CONTRADICTED,
            (
                Comparison(Figure.EXCESS, ">=", FEW_EVENTS),
                Comparison(Figure.EXCESS, ">", WRONG, Figure.BUDGET),
            ),
        ),
        StateRule(NO_DATA, (Comparison(Figure.VALID, "==", nothing),)),
        StateRule(PARTIAL, (Comparison(Figure.COVERAGE, "<", WHOLE),)),
        StateRule(
            LOW_TRAFFIC,
            (
                Comparison(Figure.BUDGET, "<", FEW_EVENTS),
                Comparison(Figure.BAD, "<", FEW_EVENTS),
            ),
        ),
        StateRule(MISSED, (Comparison(Figure.BAD, ">", all_of_it, Figure.BUDGET),)),
        StateRule(AT_RISK, (Comparison(Figure.BAD, ">=", at_risk, Figure.BUDGET),)),
        StateRule(MET),
    )


STATES = tuple(dict.fromkeys(rule.state for rule in rules(Decimal(1))))
"""All states, in the order in which they are tried."""


def state(table: StateTable, figures: Mapping[Figure, Fraction]) -> State:
    """Return the first state of a table that holds of an SLO's figures."""
    return next(rule.state for rule in table if all(part.holds(figures) for part in rule.when))
