"""Mutants by name: what an earlier look at the tests found that nothing noticed.

Nine of the dashboards, with the contributors' labels, and nine of the reviews. Each is one text in
a module of `observability` and what it is changed to.
"""

from dataclasses import dataclass

from tests.mutation.pages.changes import Mutant
from tests.mutation.pages.places import text


class StaleError(Exception):
    """The text that a named mutant changes is not in its module once."""


@dataclass(frozen=True, slots=True)
class Named:
    """A change of one text of a module, in words."""

    words: str
    module: str
    old: str
    new: str

    def mutant(self) -> Mutant:
        """Return it as a mutant.

        Raises:
            StaleError: its text is not in the module once.

        """
        whole = text(self.module)
        if whole.count(self.old) != 1:
            raise StaleError(f"{self.module}: {self.words}: {self.old!r} is not there once")
        changed = whole.replace(self.old, self.new)
        return Mutant(module=self.module, place="by name", change=self.words, text=changed)


NAMED = (
    Named(
        "a burn rate is the error ratio / the objective",
        "expressions.budget",
        'join("-", number(1), newest(of(names.OBJECTIVE)))',
        "newest(of(names.OBJECTIVE))",
    ),
    Named(
        "at risk from 95 % of the budget on",
        "evaluation.states",
        'Comparison(Figure.BAD, ">=", at_risk, Figure.BUDGET)',
        'Comparison(Figure.BAD, ">=", Decimal("0.95"), Figure.BUDGET)',
    ),
    Named(
        "missed from a thousand budgets on",
        "evaluation.states",
        'Comparison(Figure.BAD, ">", all_of_it, Figure.BUDGET)',
        'Comparison(Figure.BAD, ">", Decimal(1001), Figure.BUDGET)',
    ),
    Named(
        "a runway without its minus",
        "expressions.quantities",
        'join("/", level, join("*", number(-1), falls))',
        'join("/", level, falls)',
    ),
    Named(
        "a mean is the sum * the count",
        "expressions.quantities",
        'join("/", total, join(">", count, number(0)))',
        'join("*", total, join(">", count, number(0)))',
    ),
    Named(
        "a share is the part - the whole",
        "expressions.quantities",
        'join("/", part, join(">", other, number(0)))',
        'join("-", part, join(">", other, number(0)))',
    ),
    Named(
        "a gap is what is ahead + what is behind",
        "expressions.quantities",
        'join("-", ahead, behind)',
        'join("+", ahead, behind)',
    ),
    Named(
        "targets up are the missing ones",
        "dashboards.overview",
        'join("-", declared, missing)',
        "missing",
    ),
    Named(
        "attained is the error ratio",
        "dashboards.slo",
        'join("-", number(1), _period(names.ERROR_RATIO_PERIOD))',
        "_period(names.ERROR_RATIO_PERIOD)",
    ),
    Named(
        "contributors without any label",
        "dashboards.contributors",
        "counting(slo.sli, scope, by=labels, within=INTERVAL)",
        "counting(slo.sli, scope, within=INTERVAL)",
    ),
    Named(
        "no floor of bad events",
        "evaluation.tiers",
        "if long.bad >= slo.policy.min_bad_events:",
        "if long.bad >= 0:",
    ),
    Named(
        "whole from 90 % of the rows on",
        "evaluation.states",
        'WHOLE = Decimal("0.99")',
        'WHOLE = Decimal("0.90")',
    ),
    Named(
        "the last seven days are one",
        "review.figures",
        "timedelta(days=7)",
        "timedelta(days=1)",
    ),
    Named(
        "trends are of the first three reviews",
        "review.earlier",
        "attained[-most:]",
        "attained[:most]",
    ),
    Named(
        "the budget of another objective is today's",
        "review.proposals",
        "budget = (1 - objective) * figures.count.valid",
        "budget = figures.budget",
    ),
    Named(
        "a wrong row of the decision matrix",
        "review.consequences",
        '(False, Level.LOW, Level.LOW): "make alerts more sensitive"',
        '(False, Level.LOW, Level.LOW): "tighten the objective"',
    ),
    Named(
        "events are rounded up",
        "review.wording",
        'f"{floor(number):,}"',
        'f"{-floor(-number):,}"',
    ),
    Named(
        "of every PARTIAL SLO more was bad than is allowed",
        "review.decisions",
        "figures.state is PARTIAL and figures.count.bad > figures.budget",
        "figures.state is PARTIAL",
    ),
    Named(
        "a firing belongs to an incident only while it lasts",
        "evaluation.quality",
        "ATTRIBUTION_WINDOW = timedelta(minutes=10)",
        "ATTRIBUTION_WINDOW = timedelta(0)",
    ),
)
